#!/usr/bin/env bash
# Installs the allo skill (SKILL.md) into the folders of code assistants. See --help.
set -euo pipefail

name=allo-cpp
source_file="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/SKILL.md"

# One line an assistant: its name, the folder that shows it is in use, the folder for skills; all below the home folder.
assistants='
claude    .claude            .claude/skills
cursor    .cursor            .cursor/skills
codex     .codex             .codex/skills
windsurf  .codeium/windsurf  .codeium/windsurf/skills
cline     .cline             .cline/skills
aider     .aider             .aider/skills
gemini    .gemini            .gemini/skills
'

usage() {
  cat <<EOF
Usage: install.sh [--list] [--target NAME]... [--uninstall] [--force]

Copies SKILL.md to <skills folder>/$name/SKILL.md of each assistant found in the home folder.

  --list         show the assistants, which are in use, and where the skill is installed; change nothing
  --target NAME  only this assistant, found or not; may be repeated; "all" means each of them
  --uninstall    remove what was installed
  --force        overwrite or remove a SKILL.md that was changed since
  --help         show this text

A file that differs from this version is left alone unless --force is given, and the exit status is then 1.
Aider reads the file when told to: aider --read ~/.aider/skills/$name/SKILL.md
EOF
}

fail() { echo "install.sh: $*" >&2; exit 2; }

action=install force=no targets=()
while [ $# -gt 0 ]; do
  case "$1" in
    --list) action=list ;;
    --uninstall) action=uninstall ;;
    --force) force=yes ;;
    --target) [ $# -ge 2 ] || fail "--target needs a name"; targets+=("$2"); shift ;;
    --target=*) targets+=("${1#*=}") ;;
    --help|-h) usage; exit 0 ;;
    *) fail "unknown argument '$1'; see --help" ;;
  esac
  shift
done
[ -n "${HOME:-}" ] || fail "HOME is not set"
[ -r "$source_file" ] || fail "SKILL.md is missing beside this script"

for target in ${targets[@]+"${targets[@]}"}; do
  [ "$target" = all ] || grep -q "^$target " <<<"$assistants" || fail "unknown assistant '$target'; see --list"
done

selected() {  # selected NAME MARKER_FOLDER
  [ ${#targets[@]} -gt 0 ] || { [ -d "$HOME/$2" ]; return; }
  local target
  for target in "${targets[@]}"; do [ "$target" = all ] || [ "$target" = "$1" ] && return 0; done
  return 1
}

linked() {  # linked ASSISTANT FILE: the file is this very SKILL.md
  if [ "$action" = install ]; then
    echo "$1: installed $2, a link to this folder"
  elif [ -L "$2" ]; then
    rm -- "$2" && echo "$1: removed the link $2"
  elif [ -L "${2%/*}" ]; then
    rm -- "${2%/*}" && echo "$1: removed the link ${2%/*}"
  else
    echo "$1: left alone, $2 is this very file" >&2
    return 1
  fi
}

status=0 touched=0
while read -r assistant marker folder; do
  [ -n "$assistant" ] || continue
  file="$HOME/$folder/$name/SKILL.md"
  if [ "$action" = list ]; then
    found='not found'; [ -d "$HOME/$marker" ] && found='found'
    state='not installed'
    if [ -e "$file" ]; then cmp -s "$source_file" "$file" && state="installed" || state="installed, differs"; fi
    printf '%-10s %-10s %-20s %s\n' "$assistant" "$found" "$state" "$file"
    continue
  fi
  selected "$assistant" "$marker" || continue
  touched=$((touched + 1))
  if [ "$file" -ef "$source_file" ]; then
    # Somebody linked the folder to this one: the skill is there already, and removing the file would remove the original.
    linked "$assistant" "$file" || status=1
  elif { [ -e "$file" ] || [ -L "$file" ]; } && ! cmp -s "$source_file" "$file" 2>/dev/null && [ "$force" = no ]; then
    echo "$assistant: left alone, $file differs from this version (--force to replace or remove it)" >&2
    status=1
  elif [ "$action" = uninstall ]; then
    [ -e "$file" ] || [ -L "$file" ] || { echo "$assistant: not installed"; continue; }
    if rm -- "$file"; then
      rmdir -- "$HOME/$folder/$name" 2>/dev/null || true
      echo "$assistant: removed $file"
    else
      status=1
    fi
  elif mkdir -p -- "$HOME/$folder/$name" && rm -f -- "$file" && cp -- "$source_file" "$file"; then
    echo "$assistant: installed $file"
  else
    status=1
  fi
done <<<"$assistants"

if [ "$action" != list ] && [ $touched -eq 0 ]; then
  echo "No assistant was found in $HOME; name one with --target (see --list)." >&2
  status=1
fi
exit $status
