#!/usr/bin/env bash
# Compiles all public headers forwards and backwards or, in the modes alone, each alone and twice: whether a header
# includes what it needs depends on the standard library and not on the mode, nor on which compiler reads it. Makes no
# object.
#   check_headers.sh <include folder> <scratch folder> <compiler> <standard> <mode>
# Modes: alone (the headers of version 1 and of both), alone-nested (those in folders), plain, poisoned (names that
# Windows headers define are macros), no-rtti, windows (after <windows.h>).
set -euo pipefail
include=$1
scratch=$2
compiler=$3
standard=$4
mode=$5

mkdir -p "$scratch/third_party"
rm -f "$scratch"/*.cpp
flags=(-fsyntax-only "-std=$standard" -I"$include" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
case $mode in
  alone | alone-nested | plain | poisoned) ;;
  no-rtti) flags+=(-fno-rtti) ;;
  windows)
    # The folder of the host's headers must not be searched as a whole.
    ln -sfn /usr/include/nlohmann "$scratch/third_party/nlohmann"
    flags+=(-isystem "$scratch/third_party")
    ;;
  *) echo "no such mode: $mode" >&2; exit 2 ;;
esac

mapfile -t headers < <(cd "$include" && find allo -name '*.hpp' | sort)
mapfile -t standard_headers < <(cd "$include" && grep -hoE '^#include <[a-z_]+>' -r allo | sort -u)
if ! printf '#include <nlohmann/json.hpp>\n' | "$compiler" "${flags[@]}" -x c++ - 2>/dev/null; then
  echo "nlohmann/json.hpp is not there: allo/json.hpp is left out"
  mapfile -t headers < <(printf '%s\n' "${headers[@]}" | grep -vxE 'allo/(v2/)?json.hpp')
fi

prologue() {
  local line name
  case $mode in
    poisoned)
      # The standard library itself is not required to survive this.
      for line in "${standard_headers[@]}"; do
        if [ "$line" = '#include <coroutine>' ]; then
          printf '#ifdef __cpp_impl_coroutine\n%s\n#endif\n' "$line"
        else
          echo "$line"
        fi
      done
      if [[ " ${headers[*]} " == *" allo/json.hpp "* ]]; then echo '#include <nlohmann/json.hpp>'; fi
      for name in min max small DELETE ERROR GetMessage interface; do echo "#define $name ) poisoned ("; done
      ;;
    windows) echo '#include <windows.h>' ;;
  esac
}

case $mode in
  alone) alone=$(printf '%s\n' "${headers[@]}" | grep -vE 'allo/.*/') ;;
  alone-nested) alone=$(printf '%s\n' "${headers[@]}" | grep -E 'allo/.*/') ;;
  *)
    { prologue; printf '#include <%s>\n' "${headers[@]}"; } >"$scratch/forwards.cpp"
    { prologue; printf '#include <%s>\n' "${headers[@]}" | sort -r; } >"$scratch/backwards.cpp"
    ;;
esac
for header in ${alone:-}; do
  printf '#include <%s>\n#include <%s>\n' "$header" "$header" >"$scratch/${header//\//_}.cpp"
done

printf '%s\0' "$scratch"/*.cpp | xargs -0 -n 8 -P 2 "$compiler" "${flags[@]}"
echo "$(cat "$scratch"/*.cpp | sort -u | grep -c '<allo/') headers: $compiler $standard $mode"
