#!/usr/bin/env bash
# Runs an example program against a sandbox of the Allo service; no account is needed.
#
#   examples/run.sh                     the quick start
#   examples/run.sh NAME [ARGUMENT...]  another example of this folder
#
# Installs what is missing, builds what is needed, starts allo-sandbox on a free port, runs the example against it and
# stops it. Ends with the status of the example.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build="$root/build/debug"
# shellcheck source=../cmake/run-support.sh
source "$root/cmake/run-support.sh"

name=${1:-quickstart}
[ $# -eq 0 ] || shift
if [ ! -f "$root/examples/$name.cpp" ] && [ "$name" != allo_cli ]; then
  {
    echo "There is no example '$name'. There are:"
    echo allo_cli
    for source in "$root"/examples/*.cpp; do basename "$source" .cpp; done
  } >&2
  exit 2
fi
case $name in
  allo_cli) program="$build/examples/allo" ;;
  dashboard) program="$build/examples/dashboard/dashboard" ;;
  *) program="$build/examples/$name" ;;
esac

bash "$root/cmake/install-dependencies.sh" library sandbox examples

say "Building $name and allo-sandbox in $build"
configure "$root" "$build" "${debug_build[@]}"
cmake --build "$build" --target "$name" allo-sandbox --parallel "$(job_count)"

say "Starting the sandbox"
work=$(mktemp -d)
sandbox=
stop() {
  if [ -n "$sandbox" ]; then
    kill "$sandbox" 2> /dev/null || true
    wait "$sandbox" 2> /dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

sandbox_program=$(find "$build" -type f -name allo-sandbox -perm -u+x -print -quit)
"$sandbox_program" --port 0 > "$work/ready" 2> "$work/errors" &
sandbox=$!
for _ in $(seq 300); do
  url=$(grep -o -m 1 'http://[^ ]*' "$work/ready" || true)
  [ -z "$url" ] || break
  if ! kill -0 "$sandbox" 2> /dev/null; then break; fi
  sleep 0.1
done
if [ -z "$url" ]; then
  echo "The sandbox did not start:" >&2
  cat "$work/ready" "$work/errors" >&2
  exit 1
fi
cat "$work/ready"

say "Running $name"
status=0
ALLO_API_KEY=allo_sandbox_key ALLO_BASE_URL=$url "$program" "$@" || status=$?
if [ "$status" -ne 0 ]; then echo "$name ended with status $status" >&2; fi
exit "$status"
