#!/usr/bin/env bash
# Builds the benchmarks in release mode and prints the table that the README quotes, about five minutes: ratios within one
# run, medians of measurements in turn, each with its bar where it has one.
#
#   tests/benchmark/run.sh              everything
#   tests/benchmark/run.sh SECTION...   some of: requests documents webhooks headers clients connections
#   tests/benchmark/run.sh --soak       requests a second, memory and descriptors over a million requests
#   tests/benchmark/run.sh --micro ...  the parts one by one instead; what follows goes to Google Benchmark
#
# Where php (with its extension curl) and node are installed, a plain program of each joins in. Installs what else is missing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
build="$root/build/benchmark"
# shellcheck source=../../cmake/run-support.sh
source "$root/cmake/run-support.sh"

if [ "${1:-}" = --soak ]; then
  exec bash "$root/tests/run.sh" --soak --verbose -R '^soak_tests$'
fi
bash "$root/cmake/install-dependencies.sh" library benchmarks
say "Building in $build"
configure "$root" "$build" -DCMAKE_BUILD_TYPE=Release -DALLO_BUILD_BENCHMARKS=ON -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF \
  -DALLO_BUILD_SANDBOX=OFF -DALLO_INSTALL=OFF
cmake --build "$build" --parallel "$(job_count)"

say "Measuring"
if [ "${1:-}" = --micro ]; then
  shift
  exec "$build/tests/benchmark/allo_microbenchmark" "$@"
fi
exec "$build/tests/benchmark/allo_benchmark" "$@"
