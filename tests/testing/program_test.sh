#!/usr/bin/env bash
# Runs allo-sandbox as a user would: program_test.sh <allo-sandbox> <version>
set -u
program=$1
folder=$(mktemp -d)
server=
stop() { [ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"; }
trap stop EXIT
failures=0
check() { # <what> <expected> <actual>
  if [[ $3 == $2 ]]; then echo "ok: $1"; else echo "FAILED: $1: expected '$2', got '$3'"; failures=$((failures + 1)); fi
}

# Starts the program and waits for its line; leaves base_url.
start() {
  : >"$folder/out"
  "$program" "$@" >"$folder/out" 2>"$folder/err" &
  server=$!
  until grep -q ready "$folder/out"; do kill -0 "$server" 2>/dev/null || return 1; sleep 0.05; done
  base_url=$(sed -n 's/.*base_url=\([^ ]*\).*/\1/p' "$folder/out")
}
end() { kill -"$1" "$server"; wait "$server"; code=$?; server=; }

start --log
check 'one ready line' 'allo-sandbox ready: base_url=http://127.0.0.1:*/v1/api key=allo_sandbox_key' "$(cat "$folder/out")"
port=${base_url##*:}; port=${port%%/*}
# A plain TCP request, so that the test needs no other program.
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /v1/api/numbers HTTP/1.1\r\nAuthorization: allo_sandbox_key\r\nConnection: close\r\n\r\n' >&3
check 'it answers' 'HTTP/1.1 200 OK*Main Line*' "$(tr -d '\r' <&3)"
exec 3>&-
"$program" --port "$port" >"$folder/out2" 2>"$folder/err2"
check 'port in use: exit code' 1 $?
check 'port in use: message' "allo-sandbox: cannot listen on 127.0.0.1 port $port*" "$(cat "$folder/err2")"
check 'port in use: nothing on standard output' '' "$(cat "$folder/out2")"
end TERM
check 'SIGTERM ends it well' 0 "$code"
check 'the log' 'GET /v1/api/numbers 200' "$(cat "$folder/err")"
start --seed 7 --empty --rate-limit --latency 1
end INT
check 'SIGINT ends it well' 0 "$code"
start --start-time 2026-03-02T09:00:00Z
port=${base_url##*:}; port=${port%%/*}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /_sandbox/state HTTP/1.1\r\nConnection: close\r\n\r\n' >&3
check 'the clock stands where it is told' '*"now":"2026-03-02T09:00:00.000000Z"*' "$(cat <&3)"
exec 3>&-
end TERM
start
port=${base_url##*:}; port=${port%%/*}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'POST /_sandbox/expectations HTTP/1.1\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{"route":"/numbers"}' >&3
check 'it takes an expectation' 'HTTP/1.1 200 OK*' "$(cat <&3)"
exec 3>&-
end TERM
check 'unmet expectations: exit code' 1 "$code"
check 'unmet expectations: message' '*not as expected*expected 1 times, came 0 times: any method /numbers' "$(cat "$folder/err")"
start --ca-file "$folder/ca.pem"
check 'TLS' 'https://127.0.0.1:*' "$base_url"
check 'the authority' '-----BEGIN CERTIFICATE-----' "$(head -n 1 "$folder/ca.pem")"
end TERM

printf '# comment\n{"contact": {"numbers": ["12"]}}\n' >"$folder/scenario"
"$program" --scenario "$folder/scenario" 2>"$folder/err"
check 'wrong scenario: exit code' 1 $?
check 'wrong scenario: line and reason' "allo-sandbox: $folder/scenario:2: numbers: must be in E.164 form: 12" "$(cat "$folder/err")"
"$program" --frobnicate 2>"$folder/err" >&2
check 'wrong usage: exit code' 2 $?
"$program" --host '' 2>"$folder/err" >&2
check 'no host: exit code' 2 $?
"$program" --start-time yesterday 2>"$folder/err" >&2
check 'wrong time: exit code' 2 $?
check 'wrong time: message' '*is no time such as*: yesterday*' "$(cat "$folder/err")"
"$program" --port 70000 2>/dev/null >&2
check 'impossible port: exit code' 2 $?
check 'the version' "$2" "$("$program" --version)"
"$program" --help >"$folder/out"
check 'help: exit code' 0 $?
[ "$failures" -eq 0 ]
