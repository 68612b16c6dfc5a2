#!/usr/bin/env bash
# Prints what including a header costs: for <allo/allo.hpp>, the standard headers that it includes, <nlohmann/json.hpp> and
# <httplib.h> the preprocessed lines and the processor seconds of a compilation (medians of compilations in turn; the user's and
# the system's together, because the kernel estimates how they divide); then the median ratio of the first two's seconds; then
# how many headers are not the standard library's, the system's or ours.
# Usage: header_cost.sh COMPILER INCLUDE_FOLDER
set -euo pipefail
compiler=$1
include=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo '#include <allo/allo.hpp>' > "$work/allo.cpp"
echo '#include <nlohmann/json.hpp>' > "$work/nlohmann.cpp"
echo '#include <httplib.h>' > "$work/httplib.cpp"
compile() { "$compiler" -std=c++17 -I"$include" "$@"; }
compile -M "$work/allo.cpp" | tr -s ' \\' '\n' > "$work/headers"
grep -F "$include/" "$work/headers" | xargs grep -hoE '^#include <[a-z_]+>' | sort -u > "$work/standard.cpp"

seconds() { { TIMEFORMAT='%U %S'; time compile -fsyntax-only "$1"; } 2>&1 | awk 'END {print $1 + $2}'; }
median() { sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
for _ in $(seq 31); do
  a=$(seconds "$work/allo.cpp")
  s=$(seconds "$work/standard.cpp")
  echo "$a" >> "$work/allo.seconds"
  echo "$s" >> "$work/standard.seconds"
  awk -v a="$a" -v s="$s" 'BEGIN {print a / s}' >> "$work/ratios"
done
for name in nlohmann httplib; do
  compile -fsyntax-only "$work/$name.cpp" 2> /dev/null || continue
  for _ in 1 2 3; do seconds "$work/$name.cpp"; done > "$work/$name.seconds"
done
for name in standard allo nlohmann httplib; do
  [ -f "$work/$name.seconds" ] || continue
  echo "$name $(compile -E -P "$work/$name.cpp" | wc -l) $(median < "$work/$name.seconds")"
done
echo "ratio $(median < "$work/ratios") 0"
echo "third_party $(grep '\.h' "$work/headers" | grep -F -v "$include/" | grep -ciE 'curl|nlohmann|openssl|simdjson|httplib' || true) 0"
