#!/usr/bin/env bash
# Types the shell sessions of a document and compares what appears with what the document shows:
#   session.sh <Markdown file> <folder of the program allo> <allo-sandbox>
#
# A session is a ```console block: lines that begin with "$ " are typed ("> " goes on with one), what follows is what must
# appear. All blocks share one shell. "..." stands for any text, times are compared by their form. A command that ends in
# "&" stays in the background; its --port becomes a free one, here and wherever the document names it later.
set -uo pipefail
document=$(realpath "$1")
PATH="$(realpath "$2"):$(dirname "$(realpath "$3")"):$PATH"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/session XXXXXX")
screen="$scratch/screen"
: >"$screen"
unset ALLO_API_KEY ALLO_BASE_URL
background=()
stop() {
  [ ${#background[@]} -eq 0 ] || kill "${background[@]}" 2>/dev/null
  wait
  rm -rf "$scratch"
}
trap stop EXIT

cd "$scratch" || exit 1

declare -A real_port=()
with_real_ports() { # <text> : in `answer`, the text with the ports of this run
  answer=$1
  local shown
  for shown in "${!real_port[@]}"; do answer=${answer//$shown/${real_port[$shown]}}; done
}

# What came since the command was typed, with the ports of the document and times of one form.
appeared() {
  local text shown
  text=$(tail -c "+$((typed_at + 1))" "$screen")
  for shown in "${!real_port[@]}"; do text=${text//${real_port[$shown]}/$shown}; done
  same_times <<<"$text"
}
same_times() { sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?/TIME/g'; }

as_pattern() { # <text> : in `answer`, a pattern for [[ == ]] in which "..." matches anything
  answer=$(sed -e 's/[][*?\\()|+@!]/\\&/g' -e 's/\.\.\./*/g' <<<"$1")
}

fail() { # <what is wrong>
  printf '%s:%d: %s\n$ %s\n--- expected\n%s\n--- appeared\n%s\n' "$document" "$line" "$1" "$command" "$expected" "$(appeared)"
  exit 1
}

type_command() {
  typed_at=$(wc -c <"$screen")
  with_real_ports "$command"
  if [[ $answer == *'&' ]]; then
    local shown=
    [[ $answer =~ --port\ ([0-9]+) ]] && shown=${BASH_REMATCH[1]}
    answer=${answer/--port $shown/--port 0}
    eval "${answer%&}"' >>"$screen" 2>&1 &'
    background+=($!)
    if [ -n "$shown" ]; then
      local port= tries
      for tries in $(seq 600); do
        port=$(tail -c "+$((typed_at + 1))" "$screen" | grep -oE -m 1 '127\.0\.0\.1:[0-9]+' | cut -d : -f 2)
        [ -z "$port" ] || break
        sleep 0.1
      done
      [ -n "$port" ] || fail 'did not say where it listens'
      real_port[$shown]=$port
    fi
  else
    eval "$answer" >>"$screen" 2>&1 </dev/null
  fi
  [ -z "$(tail -c 1 "$screen")" ] || echo >>"$screen"
}

# What a background command says may come a moment later.
check_screen() {
  local pattern tries
  as_pattern "$(same_times <<<"$expected")"
  pattern=$answer
  for tries in $(seq 300); do
    # shellcheck disable=SC2053
    [[ $(appeared) == $pattern ]] && return
    sleep 0.1
  done
  fail 'something else appears'
}

commands=0
run_command() {
  [ -n "$command" ] || return 0
  type_command
  check_screen
  commands=$((commands + 1))
}

number=0 inside=no command= expected= line=0
while IFS= read -r text || [ -n "$text" ]; do
  number=$((number + 1))
  case $inside:$text in
    'no:```console') inside=yes ;;
    no:*) ;;
    'yes:```') run_command; inside=no command= expected= ;;
    'yes:$ '*) run_command; command=${text#'$ '} expected= line=$number ;;
    'yes:> '*) command+=$'\n'${text#'> '} ;;
    *) expected+=${expected:+$'\n'}$text ;;
  esac
done <"$document"
[ "$commands" -gt 0 ] || { echo "$document has no session"; exit 1; }
echo "$commands commands of $document"
