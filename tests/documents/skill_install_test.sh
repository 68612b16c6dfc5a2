#!/usr/bin/env bash
# Tests skill/install.sh in a home folder of its own. Usage: skill_install_test.sh PATH_OF_INSTALL_SH
set -uo pipefail
install=$1
skill="$(dirname "$install")/SKILL.md"
home=$(mktemp -d "${TMPDIR:-/tmp}/home with space.XXXXXX")
trap 'rm -rf "$home"' EXIT
failures=0
run() { HOME=$home bash "$install" "$@" > "$home/out" 2> "$home/err"; status=$?; }
check() { "${@:2}" || { echo "failed: $1"; cat "$home/out" "$home/err"; failures=$((failures + 1)); }; }
file="$home/.claude/skills/allo-cpp/SKILL.md"

run
check "nobody is there to install for" test "$status" -eq 1
mkdir "$home/.claude"
run
check "installs for an assistant that is in use" test "$status" -eq 0
check "copies the skill" cmp -s "$skill" "$file"
check "leaves the others alone" test ! -e "$home/.cursor"
run
check "installing twice changes nothing" test "$status" -eq 0
run --target cursor --target=codex
check "installs where it is told" cmp -s "$skill" "$home/.cursor/skills/allo-cpp/SKILL.md"
check "and there too" cmp -s "$skill" "$home/.codex/skills/allo-cpp/SKILL.md"
run --list
check "lists what is installed" grep -q '^claude  *found  *installed ' "$home/out"
check "lists what is not" grep -q '^gemini  *not found  *not installed ' "$home/out"
check "lists every assistant" test "$(wc -l < "$home/out")" -eq 7

echo mine > "$file"
run
check "says that it leaves a user's file alone" test "$status" -eq 1
check "leaves a user's file alone" grep -qx mine "$file"
run --uninstall
check "does not remove a user's file" test -e "$file"
run --force
check "overwrites when asked to" cmp -s "$skill" "$file"
run --uninstall
check "uninstalls" test ! -e "$home/.claude/skills/allo-cpp"
check "leaves the assistant's folder" test -d "$home/.claude/skills"

rm -rf "$home/.cursor" "$home/.codex"
mkdir -p "$home/clone" "$home/.cursor"
cp "$install" "$skill" "$home/clone"
original=$install install="$home/clone/install.sh"
ln -s "$home/clone" "$home/.claude/skills/allo-cpp"
run
check "a folder linked to the clone is installed" test "$status" -eq 0
check "and keeps nobody else from being installed" cmp -s "$skill" "$home/.cursor/skills/allo-cpp/SKILL.md"
run --uninstall
check "uninstalls a link" test ! -L "$home/.claude/skills/allo-cpp"
check "never what it leads to" cmp -s "$skill" "$home/clone/SKILL.md"
mkdir "$home/.claude/skills/allo-cpp"
ln -s "$home/gone" "$file"
run
check "says that it leaves a user's link alone" test "$status" -eq 1
run --force
check "replaces the link when asked to, not what it leads to" test ! -L "$file" -a ! -e "$home/gone" -a -e "$file"
run --uninstall
install=$original

run --target nobody
check "refuses an unknown assistant" test "$status" -eq 2
run --frobnicate
check "refuses an unknown argument" test "$status" -eq 2
run --help
check "helps" grep -q '^Usage: install.sh' "$home/out"
[ "$failures" -eq 0 ] && echo "all checks passed"
exit "$failures"
