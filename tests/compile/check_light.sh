#!/usr/bin/env bash
# Shows that <allo/allo.hpp> draws in nothing but the standard library: check_light.sh <include folder> <compiler>
set -euo pipefail
include=$1
compiler=$2
drawn=$(printf '#include <allo/allo.hpp>\n' | "$compiler" -std=c++17 -E -I"$include" -x c++ - |
  grep -E '^# [0-9]+ "' | cut -d '"' -f 2 | sort -u)
grep -q "allo/client.hpp" <<<"$drawn"
if grep -E '/(nlohmann|curl|openssl|simdjson|gtest)/|/(simdjson|httplib)\.h' <<<"$drawn"; then
  echo "allo/allo.hpp includes the headers above"
  exit 1
fi
libc='/usr/include/([a-z0-9_]+-linux-gnu[a-z0-9]*/)?((bits|asm|asm-generic|linux|sys|gnu)/[A-Za-z0-9_/.-]+|[a-z0-9_-]+)\.h'
if strays=$(grep -vE "^<|^$include/allo/|/c\+\+/|/(gcc|clang|llvm-[0-9]+)/|^$libc\$" <<<"$drawn"); then
  printf 'allo/allo.hpp includes more than the standard library:\n%s\n' "$strays"
  exit 1
fi
echo "$(wc -l <<<"$drawn") files, all of allo and of the standard library"
