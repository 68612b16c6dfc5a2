#!/usr/bin/env bash
# Shows that check.sh sees each breach: plants one at a time in a copy of the tree. check_test.sh <root> <scratch folder>
set -euo pipefail
root=$1
scratch=$2
here=$(cd "$(dirname "$0")" && pwd)
failures=0

fresh() {
  rm -rf "$scratch"
  mkdir -p "$scratch"
  cp -R "$root/include" "$root/src" "$root/cmake" "$root/CMakeLists.txt" "$root/CHANGELOG.md" "$scratch/"
  mkdir -p "$scratch/src/core" "$scratch/src/webhooks" "$scratch/tests"
}

expect() { # <words of the breach> <file> <text to append>
  fresh
  mkdir -p "$(dirname "$scratch/$2")"
  printf '%s\n' "$3" >>"$scratch/$2"
  local said
  if said=$(bash "$here/check.sh" "$scratch") || ! grep -qF "$1" <<<"$said"; then
    printf 'not seen: %s in %s\n%s\n' "$1" "$2" "$said"
    failures=$((failures + 1))
  fi
}

fresh
bash "$here/check.sh" "$scratch"
expect 'CURL stands only' src/core/planted.cpp 'CURL* handle = curl_easy_init();'
expect 'nlohmann and simdjson stand only' src/core/planted.cpp '#include <nlohmann/json.hpp>'
expect 'nlohmann and simdjson stand only' include/allo/calls.hpp 'using Tree = nlohmann::json;'
expect 'cpp-httplib stands only' src/webhooks/planted.cpp '#include <httplib.h>'
expect 'allo and the standard library only' include/allo/sms.hpp '#include <sys/types.h>'
expect 'OpenSSL stands only' src/core/planted.cpp '#include <openssl/evp.h>'
expect 'relative or absolute' src/core/planted.cpp '#include "../http/origin.hpp"'
expect 'relative or absolute' src/core/planted.cpp '#include "/usr/include/curl.h"'
expect 'begins with the name of the room' src/core/planted.cpp '#include "url.hpp"'
expect 'opens no socket' src/webhooks/planted.cpp '#include <sys/socket.h>'
expect 'The core knows nothing' src/core/planted.cpp '#include <allo/query.hpp>'
expect 'Threads start only' src/core/planted.cpp 'std::thread worker([] {});'
expect 'A path literal' src/core/planted.cpp 'auto path = "/contacts";'
expect 'API exceptions are thrown in one file' src/core/planted.cpp 'void a() { throw NotFoundException(e); }'
expect 'holds includes only' include/allo/allo.hpp 'namespace allo {}'
expect 'misses a public header' include/allo/planted.hpp '#ifndef ALLO_PLANTED_HPP'
expect 'using namespace' include/allo/sms.hpp 'using namespace std;'
expect 'defines no macro' include/allo/sms.hpp '#define ALLO_PLANTED 1'
expect 'guarded by its own name' include/allo/planted.hpp '#pragma once'
expect 'Every public type has a brief' include/allo/sms.hpp 'struct Planted { int x = 0; };'
expect 'more than 500 lines' src/core/planted.cpp "$(yes '// a line' | head -n 501)"
expect 'made of the three numbers' include/allo/version.hpp '#define ALLO_VERSION_PATCH 7'
expect 'allo/version.hpp alone' cmake/planted.cmake \
       "set(version \"$(sed -nE 's/^#define ALLO_VERSION_STRING "(.*)"$/\1/p' "$root/include/allo/version.hpp")\")"
expect 'No path of a machine' src/core/planted.cpp '// see /home/somebody/notes'
expect 'nothing left to do' src/core/planted.cpp '// TODO'
fresh
sed -i.old 's/^## \[Unreleased\]/## [99.0.0]/' "$scratch/CHANGELOG.md"
if bash "$here/check.sh" "$scratch" >/dev/null; then
  echo 'not seen: a changelog of another version'
  failures=$((failures + 1))
fi
fresh
sed -i.old 's/^## \[[0-9.]*\].*/## Later/' "$scratch/CHANGELOG.md"
if bash "$here/check.sh" "$scratch" >/dev/null; then
  echo 'not seen: a changelog without the version'
  failures=$((failures + 1))
fi
rm -rf "$scratch"
[ "$failures" -eq 0 ] && echo 'Every planted breach was seen.'
