#!/usr/bin/env bash
# Builds the benchmarks in release mode and prints the table that the README quotes. Needs about three minutes.
#
#   tests/benchmark/run.sh              everything
#   tests/benchmark/run.sh documents    decoding and webhooks only
#   tests/benchmark/run.sh connections  requests, connections and clients only
#   tests/benchmark/run.sh --gate       no times, only what can be counted the same on every run; fails above its bounds
#
# Where php and node are installed, a plain program of each joins in. Installs what else is missing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
build="$root/build/benchmark"
# shellcheck source=../../cmake/run-support.sh
source "$root/cmake/run-support.sh"

bash "$root/cmake/install-dependencies.sh" library tests benchmarks
say "Building in $build"
configure "$root" "$build" -DCMAKE_BUILD_TYPE=Release -DALLO_BUILD_BENCHMARKS=ON -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF \
  -DALLO_BUILD_SANDBOX=OFF -DALLO_INSTALL=OFF
if [ "${1:-}" = --gate ]; then
  cmake --build "$build" --parallel "$(job_count)" --target counts_test allo_instructions allo_benchmark_serve
  ctest --test-dir "$build" --output-on-failure --no-tests=error -L benchmark
  exit
fi
cmake --build "$build" --parallel "$(job_count)"

say "Measuring"
"$build/tests/benchmark/allo_benchmark" "$@"
bash "$root/tests/benchmark/count_instructions.sh" "$build/tests/benchmark" || true

# What the header costs whoever includes it: lines after preprocessing, and seconds to compile.
compiler=${CXX:-c++}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grep -rhoE '^#include <[a-z_]+>' "$root"/include/allo/*.hpp | sort -u > "$work/standard.cpp"
echo '#include <allo/allo.hpp>' > "$work/allo.cpp"
echo '#include <nlohmann/json.hpp>' > "$work/nlohmann.cpp"
echo '#include <httplib.h>' > "$work/httplib.cpp"
seconds() {  # The median of five compilations of FILE.
  local file=$1 run
  for run in 1 2 3 4 5; do
    { TIMEFORMAT=%U; time "$compiler" -std=c++17 -I"$root/include" -fsyntax-only "$file"; } 2>&1 | tail -n 1
  done | sort -n | sed -n 3p
}
printf '\n%-42s %12s %10s\n' 'header (user seconds of its compilation)' lines seconds
for name in standard allo nlohmann httplib; do
  "$compiler" -std=c++17 -I"$root/include" -fsyntax-only "$work/$name.cpp" 2> /dev/null || continue
  lines=$("$compiler" -std=c++17 -I"$root/include" -E -P "$work/$name.cpp" | wc -l)
  printf '%-42s %12s %10s\n' "$name" "$lines" "$(seconds "$work/$name.cpp")"
done
