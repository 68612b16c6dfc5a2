#!/usr/bin/env bash
# Builds everything and runs the tests.
#
#   tests/run.sh                 the tests, in a debug build
#   tests/run.sh --asan          under AddressSanitizer and UndefinedBehaviorSanitizer, what runs code of the library or the
#                                sandbox in its own process
#   tests/run.sh --tsan          the same under ThreadSanitizer
#   tests/run.sh --fuzz SECONDS  each fuzzer for that long (takes clang++)
#   tests/run.sh --simulate SECONDS
#                                fresh schedules in the simulated world for that long, in a release build; see
#                                docs/reliability.md
#   tests/run.sh --consumers     programs that use allo, built from scratch in every way that there is to have it; ends with a
#                                table of them. ALLO_CONSUMER_ROWS='arm|lintian' in the environment tries some alone
#   tests/run.sh --empty-root    the README's two commands in a Debian with nothing but its base system, made with
#                                debootstrap under build/empty-root; takes root
#   tests/run.sh --soak          the long tests, those with the label soak, in a release build; a million requests, or
#                                as many as ALLO_SOAK_REQUESTS says
#
# --werror in front makes warnings errors, as ALLO_WERROR=ON in the environment does. What follows goes to ctest, such as
# -R webhooks; one of its tests is a program with up to some hundred cases, of which GTEST_FILTER=*Contacts* in the environment
# chooses. Installs what is missing; each kind has a build folder of its own under build/, the plain one shared with
# examples/run.sh, and is built again only where something has changed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=../cmake/run-support.sh
source "$root/cmake/run-support.sh"

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; }

kind=tests
consumers=no
seconds=
while [ $# -gt 0 ]; do
  case $1 in
    --asan) kind=asan ;;
    --tsan) kind=tsan ;;
    --soak) kind=soak ;;
    --consumers) consumers=yes ;;
    --empty-root) shift; exec bash "$root/tests/consumer/empty_root.sh" "$root" "$root/build/empty-root" "$@" ;;
    --fuzz)
      kind=fuzz
      seconds=${2:-}
      [[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "--fuzz takes a number of seconds" >&2; exit 2; }
      shift ;;
    --simulate)
      kind=simulate
      seconds=${2:-}
      [[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "--simulate takes a number of seconds" >&2; exit 2; }
      shift ;;
    --werror) export ALLO_WERROR=ON ;;
    --help | -h) usage; exit 0 ;;
    *) break ;;
  esac
  shift
done

sets=(library sandbox examples tests)
[ "$kind" != fuzz ] || sets+=(fuzzers)
bash "$root/cmake/install-dependencies.sh" "${sets[@]}"
if [ "$consumers" = yes ]; then
  bash "$root/cmake/install-dependencies.sh" consumers || echo 'Rows that take one of these are skipped.' >&2
fi

case $kind in
  tests) options=("${debug_build[@]}" -DALLO_BUILD_TESTS=ON -DALLO_BUILD_EXAMPLES=ON) ;;
  asan) options=(--preset asan) ;;
  tsan)
    options=(--preset tsan)
    export TSAN_OPTIONS="suppressions='$root/tests/thread-sanitizer.supp' ${TSAN_OPTIONS:-}" ;;
  # ARM's char is unsigned: the one build of every run that has it.
  simulate) options=(-DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=-funsigned-char -DALLO_BUILD_TESTS=ON
                     -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF -DALLO_INSTALL=OFF) ;;
  soak) options=(-DCMAKE_BUILD_TYPE=Release) ;;
  fuzz) options=(-DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++ -DALLO_BUILD_FUZZERS=ON
                 -DALLO_SANITIZE=address,undefined "-DALLO_FUZZ_SECONDS=$seconds" -DALLO_BUILD_TESTS=OFF
                 -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF -DALLO_INSTALL=OFF) ;;
esac
build="$root/build/$kind"
[ "$kind" != tests ] || build="$root/build/debug"

say "Building in $build"
cd "$root"  # Where CMakePresets.json is looked for.
configure "$root" "$build" "${options[@]}"
targets=()
case $kind in
  fuzz) targets=(--target fuzzers) ;;
  simulate) targets=(--target simulation) ;;
  soak) targets=(--target soak_tests allo_hooks_tests) ;;
esac
[ "$consumers" = no ] || targets=(--target allo allo_testing allo-sandbox allo_cli)
cmake --build "$build" --parallel "$(job_count)" "${targets[@]}"

if [ "$kind" = simulate ]; then
  say "Simulating for $seconds s"
  exec "$build/tests/simulation/simulation" --seconds "$seconds"
fi

say "Testing"
run_tests() { ctest --test-dir "$build" --output-on-failure --no-label-summary --no-tests=error "$@"; }
count_cases() {
  awk '/^\[  PASSED  \] / { n += $4 } END { printf "%d cases passed in the programs of GoogleTest\n", n }' \
    "$build/Testing/Temporary/LastTest.log"
}
case $kind in
  fuzz) run_tests -L fuzz --parallel "$(job_count)" "$@" ;;
  soak) run_tests -L soak "$@" ;;
  *)
    if [ "$consumers" = yes ]; then
      status=0
      run_tests -L consumer "$@" || status=$?
      say "The ways to have allo"
      cat "$build/tests/consumer/consumer.matrix/table"
      exit $status
    else
      # One more than there are processors, for there is mostly one that waits: for a time-out, for a rate.
      run_tests -LE 'soak|consumer' --parallel $(($(job_count) + 1)) "$@"
      count_cases
    fi ;;
esac
