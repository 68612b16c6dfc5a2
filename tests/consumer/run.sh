#!/usr/bin/env bash
# Builds the projects of this folder with allo in every way that it can be had, and prints what came of each:
#   run.sh <source folder of allo> <folder of a finished build of it> <scratch folder> [all]
# Without `all` only the rows that need no second build of allo. Two installations are shared by most rows: the finished
# build's, and one of the other kind (static, shared) that is built here from scratch, as the README says. Rows run two at a
# time. The log of each is kept in the scratch folder, and the table in the file `table` there. ALLO_CONSUMER_ROWS in the
# environment is an extended regular expression: only the rows whose way it matches run, and the two installations. What rows
# take from a Debian mirror is kept in the build folder, under consumer-downloads.
set -uo pipefail
source=$(cd "$1" && pwd)
build=$(cd "$2" && pwd)
rm -rf "$3"
mkdir -p "$3"
scratch=$(cd "$3" && pwd)
which=${4:-few}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
downloads="$build/consumer-downloads"
for file in ways packaging machines debian; do . "$here/$file.sh"; done
export CMAKE_GENERATOR=${CMAKE_GENERATOR:-$(command -v ninja >/dev/null && echo Ninja || echo 'Unix Makefiles')}
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
unset CMAKE_PREFIX_PATH PKG_CONFIG_PATH LD_LIBRARY_PATH
# Rows that compile the same sources in the same way, each in a folder of its own, do so once.
if command -v ccache >/dev/null; then
  export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR="$source" CCACHE_NOHASHDIR=1
fi

gxx=$(command -v g++ || command -v c++)
clangxx=$(command -v clang++ || compgen -c clang++- | sort -V | tail -n 1 || true)
clangxx=${clangxx:-$gxx}
version=$(sed -nE 's/^#define ALLO_VERSION_STRING "(.*)"$/\1/p' "$source/include/allo/version.hpp")
major=${version%%.*}

# Headers that no consumer may need: each is an error.
for header in nlohmann/json.hpp nlohmann/json_fwd.hpp curl/curl.h openssl/ssl.h openssl/evp.h simdjson.h httplib.h; do
  mkdir -p "$scratch/forbidden/$(dirname "$header")"
  echo "#error a consumer was made to include <$header>" >"$scratch/forbidden/$header"
done

# One row of the table, in the background: row <way> <library> <compiler> <standard> <build type> -- <function> <arguments>
rows=0
row() {
  local title
  [[ $7 == @(install_from|with_readme_commands) || $1 =~ ${ALLO_CONSUMER_ROWS:-.} ]] || return 0
  title=$(printf '%-44s %-7s %-8s %-6s %-8s' "$1" "$2" "$(basename "$3")" "$4" "$5")
  local compiler=$3 standard=$4 type=$5
  shift 6
  rows=$((rows + 1))
  local number
  number=$(printf '%02d' "$rows")
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  (
    export CXX=$compiler STANDARD=$standard TYPE=$type
    row_folder="$scratch/rows/$number"
    mkdir -p "$row_folder"
    began=$SECONDS
    # As a condition the commands would run on after a failure, whatever `set -e` says.
    (set -e; "$@") >"$row_folder.log" 2>&1
    local status=$? why=
    case $status in
      0) result=ok ;;
      77)
        result=skipped:
        why=$(sed -n 's/^skipped: /  no /p' "$row_folder.log" | tail -n 1) ;;
      *) result=FAILED ;;
    esac
    printf '%s %-8s %4d s%s\n' "$title" "$result" $((SECONDS - began)) "$why" >"$row_folder.result"
  ) &
}

if grep -qiE '^BUILD_SHARED_LIBS:[A-Z]+=(ON|TRUE|YES|1)$' "$build/CMakeCache.txt"; then
  kind_one=shared kind_two=static
else
  kind_one=static kind_two=shared
fi
one="$scratch/préfixe with spaces/one"
two="$scratch/two"
tree="$scratch/tree"
mkdir -p "$scratch/rows"

row 'cmake --install of the finished build' $kind_one - - - -- install_from "$build" "$one"
wait
row 'README: find_package, the first program' $kind_one "$gxx" 20 Debug -- with_readme_find_package "$one"
row 'README: pkg-config, the first program' $kind_one c++ 20 - -- with_readme_pkg_config "$one"
row 'README: add_subdirectory' static "$gxx" 20 Debug -- with_readme_guest subdirectory
row 'README: FetchContent' static "$clangxx" 20 Debug -- with_readme_guest fetch_content
row "find_package, testing, $major.0...<$((major + 1))" $kind_one "$clangxx" 17 Debug -- with_find_package "$one" -DCONSUMER_COMPONENT=testing -DCONSUMER_VERSION="$major.0...<$((major + 1))"
row 'find_package refuses what is not there' $kind_one - - - -- with_refusals "$one"
row 'allo without a dependency, or an old one' - "$gxx" - - -- without_dependencies

if [ "$which" = all ]; then
  copy_tree "$tree"
  if [ $kind_two = shared ]; then
    row 'README: Debian packages, from scratch' shared "$clangxx" 17 Release -- with_readme_commands debian cpack
    wait
    row 'README: cmake --install, from scratch' static "$gxx" 17 Release -- with_readme_commands install
    row 'cmake --install of the Debian build' shared - - - -- install_from "$tree/build/debian" "$two"
  else
    row 'README: cmake --install, from scratch' static "$gxx" 17 Release -- with_readme_commands install
    wait
    row 'cmake --install, another prefix' static - - - -- install_from "$tree/build/release" "$two"
  fi
  wait
  row 'find_package, core' $kind_one "$gxx" 17 Debug -- with_find_package "$one"
  row "find_package, core, $major.0...<$((major + 1))" $kind_one "$clangxx" 20 Release -- with_find_package "$one" -DCONSUMER_VERSION="$major.0...<$((major + 1))"
  row "find_package, core, $version" $kind_two "$gxx" 23 Release -- with_find_package "$two" -DCONSUMER_VERSION="$version"
  row 'find_package, core, no dependency installed' shared "$clangxx" 17 Debug -- with_shared_alone
  row 'find_package, testing' $kind_two "$gxx" 17 Release -- with_find_package "$two" -DCONSUMER_COMPONENT=testing
  row 'find_package, moved prefix' $kind_one "$gxx" 20 Debug -- with_moved_prefix "$one"
  row 'find_package, moved prefix' $kind_two "$clangxx" 23 Debug -- with_moved_prefix "$two"
  row 'find_package refuses what is not there' $kind_two - - - -- with_refusals "$two"
  [ $kind_one = shared ] || row 'find_package, static libcurl alone' static "$gxx" 17 Debug -- with_static_curl "$one"
  row 'find_package, CMake 3.22' $kind_one "$gxx" 17 Debug -- with_old_cmake "$one"
  row 'pkg-config' $kind_one "$clangxx" 20 - -- with_pkg_config "$one"
  row 'pkg-config --static' $kind_one "$gxx" 17 - -- with_pkg_config "$one" --static
  row 'pkg-config' $kind_two "$gxx" 20 - -- with_pkg_config "$two"
  row 'pkg-config --static' $kind_two "$clangxx" 17 - -- with_pkg_config "$two" --static
  row 'two versions of nlohmann/json, one process' $kind_one "$gxx" 17 Debug -- with_two_json_versions "$one"
  row 'two versions of nlohmann/json, one process' $kind_two "$gxx" 20 Debug -- with_two_json_versions "$two"
  row 'add_subdirectory, a silent guest' static "$gxx" 17 Debug -- with_subdirectory
  row 'FetchContent, parent with own dependencies' shared "$clangxx" 20 Debug -- with_fetch_content
  row 'examples, a project of their own' $kind_two "$gxx" 20 Debug -- with_examples "$two"
  row 'exported symbols' shared - - - -- with_exported_symbols
  row 'find_package, versions' $kind_one "$gxx" 17 - -- with_versions "$one"
  row 'libcurl built along, static' static "$gxx" 17 Debug -- with_curl_from_source static
  row 'libcurl built along, shared' static "$clangxx" 17 Debug -- with_curl_from_source shared
  row 'Debug and Release in one prefix' static "$gxx" 17 - -- with_two_configurations
  row 'pkg-config, names of libraries' static "$gxx" 17 - -- with_pkg_config_names "$(static_prefix)"
  row "a parent's warnings and unity build" static "$gxx" 17 Debug -- with_parent_switches
  row 'a parent that exports' static "$clangxx" 17 Debug -- with_exporting_parent
  row 'headers: -Wdocumentation, C++14' - "$gxx" 14 - -- with_header_warnings
  row 'uninstall' static "$gxx" 17 Debug -- with_uninstall
  row 'vcpkg port' static "$gxx" 17 - -- with_vcpkg_port
  row 'Conan recipe' static "$gxx" 17 Release -- with_conan_recipe
  row 'libc++' static clang++ 20 Debug -- with_libcxx
  row 'unsigned char, warnings as errors' static "$gxx" 17 Debug -- with_unsigned_char
  row 'arm64, under qemu' static aarch64-linux-gnu-g++ 17 Debug -- with_cross_compiler aarch64-linux-gnu arm64 qemu-aarch64
  row 'armhf, under qemu' static arm-linux-gnueabihf-g++ 17 Debug -- with_cross_compiler arm-linux-gnueabihf armhf qemu-arm
  row 'MinGW, objects alone' static x86_64-w64-mingw32-g++ 17 Debug -- with_mingw
  row 'two plugins of two versions, one process' static "$gxx" 17 Debug -- with_two_plugins "$(static_prefix)"
  row 'exported names, as written down' shared - - - -- with_exported_names
  row 'executor for Qt' static "$gxx" 17 Debug -- with_qt "$(static_prefix)"
  row 'Debian packages, made' both "$gxx" 17 Release -- make_debian_packages
  wait
  row 'Debian packages: lintian' both - - - -- with_lintian
  row 'Debian packages: install, upgrade, remove' shared "$gxx" 17 Release -- with_debian_packages
  row 'Debian packages: apt in an empty root' shared g++ 20 - -- with_debian_root
fi
wait

failed=0
for result in "$scratch"/rows/*.result; do
  if grep -q FAILED "$result"; then
    failed=1
    printf '\n--- %s' "$(cat "$result")"
    printf '\n'
    tail -n 40 "${result%.result}.log"
  fi
done
{
  printf '%-44s %-7s %-8s %-6s %-8s %s\n' way library compiler C++ type result
  cat "$scratch"/rows/*.result
  printf '%d ways: %d ok, %d skipped, %d failed, %d s\n' "$(cat "$scratch"/rows/*.result | wc -l)" \
    "$(cat "$scratch"/rows/*.result | grep -c ' ok ')" "$(cat "$scratch"/rows/*.result | grep -c ' skipped:')" \
    "$(cat "$scratch"/rows/*.result | grep -c ' FAILED ')" $SECONDS
} >"$scratch/table"
cat "$scratch/table"
exit $failed
