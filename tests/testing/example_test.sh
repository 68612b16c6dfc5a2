#!/usr/bin/env bash
# Builds examples/testing_with_sandbox as a project of its own against an installed copy and runs its tests:
#   example_test.sh <source folder of allo> <folder of a finished build of it> <scratch folder> <compiler> [its launcher]
set -euo pipefail
source=$1 build=$2 scratch=$3
export CXX=$4 CMAKE_CXX_COMPILER_LAUNCHER=${5:-}
rm -rf "$scratch"
cmake --install "$build" --prefix "$scratch/installed" >/dev/null
cmake -S "$source/examples/testing_with_sandbox" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/installed" \
      -DCMAKE_CXX_FLAGS='-Wall -Wextra -Wpedantic -Wshadow -Werror'
cmake --build "$scratch/build"
ctest --test-dir "$scratch/build" --output-on-failure --no-tests=error --parallel 2
rm -rf "$scratch"
