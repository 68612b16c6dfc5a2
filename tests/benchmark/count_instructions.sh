#!/usr/bin/env bash
# Counts the user instructions of a small GET with callgrind, for raw libcurl and for the client, and prints their ratio.
# With a second argument, fails when the ratio is above it. The difference of two runs leaves out what happens once.
# Usage: count_instructions.sh FOLDER_OF_THE_PROGRAMS [BOUND]
set -euo pipefail
programs=$1
bound=${2:-}
command -v valgrind > /dev/null || { echo "valgrind is not installed: skipped"; exit 77; }

work=$(mktemp -d)
trap 'exec 3>&- ; rm -rf "$work"' EXIT
mkfifo "$work/hold"
"$programs/allo_benchmark_serve" < "$work/hold" > "$work/url" &
exec 3> "$work/hold"
for _ in $(seq 100); do [ -s "$work/url" ] && break; sleep 0.1; done
url=$(head -n 1 "$work/url")

instructions() {  # instructions raw|allo COUNT
  valgrind --tool=callgrind --callgrind-out-file="$work/out" "$programs/allo_instructions" "$1" "$url" "$2" 2> "$work/log" \
    || { cat "$work/log" >&2; exit 1; }
  sed -n 's/^\(summary\|totals\): \([0-9]*\).*/\2/p' "$work/out" | head -n 1
}
per_get() { echo $((($(instructions "$1" 60) - $(instructions "$1" 10)) / 50)); }

raw=$(per_get raw)
ours=$(per_get allo)
awk -v raw="$raw" -v ours="$ours" -v bound="$bound" 'BEGIN {
  printf "instructions of a small GET: raw libcurl %d, allo %d, ratio %.3f\n", raw, ours, ours / raw
  exit (bound != "" && ours / raw > bound) ? 1 : 0
}'
