#!/usr/bin/env bash
# Shows that check.sh sees each breach: plants them in a copy of the tree. check_test.sh <root> <scratch folder>
set -euo pipefail
root=$1
scratch=$2
here=$(cd "$(dirname "$0")" && pwd)
failures=0
planted=()

fresh() {
  rm -rf "$scratch"
  mkdir -p "$scratch"
  cp -R "$root/include" "$root/src" "$root/cmake" "$root/CMakeLists.txt" "$root/CHANGELOG.md" "$scratch/"
  mkdir -p "$scratch/tests"
}

missed() {
  echo "not seen: $1"
  failures=$((failures + 1))
}

plant() { # <words of the breach> <file> <text to append> [what the breach names, if not the file]
  mkdir -p "$(dirname "$scratch/$2")"
  printf '%s\n' "$3" >>"$scratch/$2"
  planted+=("$1" "${4:-$2}")
}

fresh
bash "$here/check.sh" "$scratch"
plant 'CURL stands only' src/core/curl.cpp 'CURL* handle = curl_easy_init();'
plant 'nlohmann and simdjson stand only' src/core/tree.cpp '#include <nlohmann/json.hpp>'
plant 'nlohmann and simdjson stand only' include/allo/calls.hpp 'using Tree = nlohmann::json;'
plant 'cpp-httplib stands only' src/webhooks/server.cpp '#include <httplib.h>'
plant 'allo and the standard library only' include/allo/sms.hpp '#include <sys/types.h>'
plant 'only allo/recordings.hpp' include/allo/sms.hpp '#include <filesystem>'
plant 'OpenSSL stands only' src/core/openssl.cpp '#include <openssl/evp.h>'
plant 'relative or absolute' src/core/relative.cpp '#include "../http/origin.hpp"'
plant 'relative or absolute' src/core/absolute.cpp '#include "/usr/include/curl.h"'
plant 'begins with the name of the room' src/core/short.cpp '#include "url.hpp"'
plant 'opens no socket' src/webhooks/socket.cpp '#include <sys/socket.h>'
plant 'The core knows nothing' src/core/query.cpp '#include <allo/query.hpp>'
plant 'Threads start only' src/core/thread.cpp 'std::thread worker([] {});'
plant 'A path literal' src/core/path.cpp 'auto path = "/contacts";'
plant 'API exceptions are thrown in one file' src/core/throw.cpp 'void a() { throw NotFoundException(e); }'
plant 'holds includes only' include/allo/allo.hpp 'namespace allo {}' 'namespace allo {}'
plant 'misses a public header' include/allo/planted.hpp '#ifndef ALLO_PLANTED_HPP' allo/planted.hpp
plant 'using namespace' include/allo/contacts.hpp 'using namespace std;'
plant 'defines no macro' include/allo/numbers.hpp '#define ALLO_PLANTED 1'
plant 'guarded by its own name' include/allo/once.hpp '#pragma once'
plant 'Every public type has a brief' include/allo/webhooks.hpp 'struct Planted { int x = 0; };'
plant 'more than 500 lines' src/core/long.cpp "$(yes '// a line' | head -n 501)"
plant 'made of the three numbers' include/allo/version.hpp '#define ALLO_VERSION_PATCH 7'
plant 'allo/version.hpp alone' cmake/planted.cmake \
      "set(version \"$(sed -nE 's/^#define ALLO_VERSION_STRING "(.*)"$/\1/p' "$root/include/allo/version.hpp")\")"
plant 'No path of a machine' src/core/machine.cpp '// see /home/somebody/notes'
plant 'nothing left to do' src/core/unfinished.cpp '// TODO'
sed -i.old 's/^## \[Unreleased\]/## [99.0.0]/' "$scratch/CHANGELOG.md"
planted+=('The top entry of the changelog' 'CHANGELOG.md: [99.0.0]')

said=$(bash "$here/check.sh" "$scratch" || true)
for ((i = 0; i < ${#planted[@]}; i += 2)); do
  grep -F -A 1 -e "${planted[i]}" <<<"$said" | grep -qF -e "    ${planted[i + 1]}" -e ":${planted[i + 1]}" -e "./${planted[i + 1]}" ||
    missed "${planted[i]} in ${planted[i + 1]}"
done
[ "$failures" -eq 0 ] || printf '%s\n' "$said"

fresh
sed -i.old 's/^## \[[0-9.]*\].*/## Later/' "$scratch/CHANGELOG.md"
! bash "$here/check.sh" "$scratch" >/dev/null || missed 'a changelog without the version'
rm -rf "$scratch"
[ "$failures" -eq 0 ] && echo 'Every planted breach was seen.'
