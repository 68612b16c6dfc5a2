#!/usr/bin/env bash
# Tries each include from each room into each other: rooms_test.sh <root> <C++ compiler> <table>
# A line of the table is "<room>|<folders with headers, ;>|<rooms that it may use, ;>". What the arrows permit must be
# found, all else must not.
set -u
root=$1
compiler=$2
table=$3
problems=0
tried=0

room_names=$(cut -d'|' -f1 "$table")
[ "$(wc -w <<<"$room_names")" -ge 8 ] || { echo "the table has no rooms"; exit 1; }

finds() { # <folders with headers, ;> <header>
  local -a includes=() folders=()
  IFS=";" read -ra folders <<<"$1"
  local folder
  for folder in "${folders[@]}"; do includes+=("-I$folder"); done
  # Only the search for the header is of interest, not what it includes in turn.
  printf '#if !__has_include("%s")\n#error\n#endif\n' "$2" | "$compiler" -std=c++17 "${includes[@]}" -fsyntax-only -x c++ - 2>/dev/null
}

while IFS='|' read -r room folders uses; do
  for other in $room_names; do
    header=$(cd "$root/src" && find "$other" -maxdepth 1 -name '*.hpp' | sort | head -n 1)
    [ -n "$header" ] || continue
    tried=$((tried + 1))
    if [ "$other" = "$room" ] || [[ ";$uses;" == *";$other;"* ]]; then
      finds "$folders" "$header" || { echo "$room does not find $header, which it may use"; problems=$((problems + 1)); }
    elif finds "$folders" "$header"; then
      echo "$room finds $header, which it may not use"
      problems=$((problems + 1))
    fi
  done
done <"$table"
echo "$tried includes were tried."
[ "$tried" -ge 49 ] && [ "$problems" -eq 0 ]
