#!/usr/bin/env bash
# Builds everything and runs the tests.
#
#   tests/run.sh                 the tests, in a debug build
#   tests/run.sh --asan          the same under AddressSanitizer and UndefinedBehaviorSanitizer
#   tests/run.sh --tsan          the same under ThreadSanitizer
#   tests/run.sh --fuzz SECONDS  each fuzzer for that long (takes clang++)
#   tests/run.sh --consumers     programs that use an installed copy, built from scratch in every way that there is
#   tests/run.sh --empty-root    the README's two commands in a Debian with nothing but its base system, made with
#                                debootstrap under build/empty-root; takes root
#   tests/run.sh --soak          the long tests, those with the label soak, in a release build; a million requests, or
#                                as many as ALLO_SOAK_REQUESTS says
#
# --werror in front makes warnings errors. What follows goes to ctest, such as -R Contacts. Installs what is missing;
# each kind has a build folder of its own under build/ and is built again only where something has changed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=../cmake/run-support.sh
source "$root/cmake/run-support.sh"

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; }

kind=tests
consumers=no
werror=OFF
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
    --werror) werror=ON ;;
    --help | -h) usage; exit 0 ;;
    *) break ;;
  esac
  shift
done

sets=(library sandbox examples tests)
[ "$kind" != fuzz ] || sets+=(fuzzers)
bash "$root/cmake/install-dependencies.sh" "${sets[@]}"

case $kind in
  tests) options=(-DCMAKE_BUILD_TYPE=Debug) ;;
  asan) options=(--preset asan) ;;
  tsan)
    options=(--preset tsan)
    export TSAN_OPTIONS="suppressions='$root/tests/thread-sanitizer.supp' ${TSAN_OPTIONS:-}" ;;
  soak) options=(-DCMAKE_BUILD_TYPE=Release) ;;
  fuzz) options=(-DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++ -DALLO_BUILD_FUZZERS=ON
                 -DALLO_SANITIZE=address,undefined "-DALLO_FUZZ_SECONDS=$seconds" -DALLO_BUILD_TESTS=OFF
                 -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF -DALLO_INSTALL=OFF) ;;
esac
build="$root/build/$kind"

say "Building in $build"
cd "$root"  # Where CMakePresets.json is looked for.
configure "$root" "$build" "${options[@]}" -DALLO_WERROR=$werror
targets=()
case $kind in
  fuzz) targets=(--target fuzzers) ;;
  soak) targets=(--target soak_tests allo_hooks_tests) ;;
esac
cmake --build "$build" --parallel "$(job_count)" "${targets[@]}"

say "Testing"
run_tests() { ctest --test-dir "$build" --output-on-failure --no-label-summary --no-tests=error "$@"; }
case $kind in
  fuzz) run_tests -L fuzz --parallel "$(job_count)" "$@" ;;
  soak) run_tests -L soak "$@" ;;
  *)
    if [ "$consumers" = yes ]; then
      run_tests -L consumer --verbose "$@"  # For the table.
    else
      run_tests -LE 'soak|consumer' --parallel "$(job_count)" "$@"
    fi ;;
esac
