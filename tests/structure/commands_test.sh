#!/usr/bin/env bash
# Tries what stands behind the README's two commands where things are not as they should be: commands_test.sh <root> <scratch>
set -uo pipefail
root=$1
scratch="$2/a folder, é"
rm -rf "$2"
mkdir -p "$scratch"
failures=0
check() { # <what> <command>...
  "${@:2}" || { echo "not so: $1"; failures=$((failures + 1)); }
}

# A small project instead of allo: what matters is when and how it is configured.
. "$root/cmake/run-support.sh"
mkdir -p "$scratch/source" "$scratch/other"
for folder in source other; do
  echo 'cmake_minimum_required(VERSION 3.22)
        project(small LANGUAGES NONE)
        file(APPEND "${CMAKE_SOURCE_DIR}/configured" "${OPTION}\n")' >"$scratch/$folder/CMakeLists.txt"
done
build="$scratch/build"
configure_quietly() { (configure "$@") >"$scratch/log" 2>&1 || { cat "$scratch/log"; return 1; }; }
times() { wc -l <"$scratch/source/configured"; }
check 'configures into an empty folder' configure_quietly "$scratch/source" "$build" -DOPTION=one
check 'once' test "$(times)" -eq 1
check 'a second time has nothing to do' configure_quietly "$scratch/source" "$build" -DOPTION=one
check 'and does nothing' test "$(times)" -eq 1
check 'other options are taken over' configure_quietly "$scratch/source" "$build" -DOPTION=two
check 'at once' test "$(tail -n 1 "$scratch/source/configured")" = two
rm -f "$build/build.ninja" "$build/Makefile"
check 'a configuration that was broken off is made good' configure_quietly "$scratch/source" "$build" -DOPTION=two
check 'by a new one' test "$(times)" -eq 3
check 'a build folder of another tree is made anew' configure_quietly "$scratch/other" "$build" -DOPTION=two
check 'for this one' grep -q "^CMAKE_HOME_DIRECTORY:INTERNAL=$scratch/other\$" "$build/CMakeCache.txt"

# What is missing, and nobody is there who may install it.
tools="$scratch/tools"
mkdir "$tools"
for tool in bash sed tr cat env; do ln -s "$(command -v $tool)" "$tools/$tool"; done
printf '#!/bin/sh\necho 1000\n' >"$tools/id"
printf '#!/bin/sh\necho "installed cmake"\nexit 1\n' >"$tools/dpkg-query"
printf '#!/bin/sh\necho "apt-get was called" >&2\nexit 1\n' >"$tools/apt-get"
chmod +x "$tools"/{id,dpkg-query,apt-get}
install_dependencies() { PATH=$tools bash "$root/cmake/install-dependencies.sh" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null; }
install_dependencies library
check 'installing without permission fails' test $? -eq 1
check 'and says what to type' grep -q "su -c 'apt-get update && apt-get install -y --no-install-recommends g++ .*libcurl4-openssl-dev.*'" "$scratch/err"
check 'without what is there' bash -c "! grep -q ' cmake ' '$scratch/err'"
check 'and without trying' bash -c "! grep -q 'was called' '$scratch/err'"
install_dependencies no-such-set
check 'refuses a set that it does not know' test $? -ne 0
rm "$tools/apt-get"
install_dependencies library
check 'goes on where there is no apt' test $? -eq 0
check 'but names what it takes' grep -q 'libcurl4-openssl-dev' "$scratch/err"

# From another folder, and with a name that is none.
said=$(cd / && bash "$root/examples/run.sh" no-such-example 2>&1)
check 'an unknown example is a mistake of usage' test $? -eq 2
check 'which lists those that there are' grep -q quickstart <<<"$said"
check 'tests/run.sh explains itself' grep -q -- --consumers <<<"$(cd / && bash "$root/tests/run.sh" --help)"
[ "$failures" -eq 0 ] && echo 'All is as it should be.'
