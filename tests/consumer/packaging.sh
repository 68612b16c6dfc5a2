# More ways to have allo: what other people's builds do with it. Sourced by run.sh, beside ways.sh.

# libcurl as a part of the same build: curl's own tree where ALLO_CURL_SOURCE names one, else a stand-in.
with_curl_from_source() { # static | shared
  local install
  for install in OFF ON; do
    rm -rf "$row_folder/build"
    consume curl_from_source -DALLO_SOURCE="$source" -DCURL_KIND="$1" -DALLO_INSTALL=$install \
      ${ALLO_CURL_SOURCE:+-DCURL_SOURCE="$ALLO_CURL_SOURCE"}
  done
  cmake --install "$row_folder/build" --prefix "$row_folder/installed"
  # The installed package looks for libcurl on its own.
  with_find_package "$row_folder/installed" --fresh -S "$here/installed"
}

# While the major version is 0, each minor version is a world of its own.
with_versions() { # <prefix>
  unset CXX
  local minor=${version#*.} prefix="-DCMAKE_PREFIX_PATH=$1" name
  minor=${minor%%.*}
  refuse "$version" "$prefix" -DCONSUMER_VERSION="$major.$((minor + 1))"
  [ "$minor" -eq 0 ] || refuse "$version" "$prefix" -DCONSUMER_VERSION="$major.$((minor - 1))"
  refuse "$version" "$prefix" -DCONSUMER_VERSION="$major.0...<$major.$minor"
  for wanted in "" "$major" "$major.$minor" "$version" "$major.0...<$((major + 1))" "$major.$minor...$version"; do
    for name in Allo allo; do
      rm -rf "$row_folder/named"
      mkdir -p "$row_folder/named"
      printf 'cmake_minimum_required(VERSION 3.22)\nproject(named LANGUAGES CXX)\nfind_package(%s %s CONFIG REQUIRED COMPONENTS core)
if(NOT %s_FOUND OR NOT TARGET allo::allo)\n  message(FATAL_ERROR "not found")\nendif()\n' "$name" "$wanted" "$name" >"$row_folder/named/CMakeLists.txt"
      cmake -S "$row_folder/named" -B "$row_folder/named/build" "$prefix"
    done
  done
}

# Both configurations of a multi-configuration generator go to one prefix, and each consumer gets its own.
with_two_configurations() {
  local prefix="$row_folder/prefix" type expected
  cmake -S "$source" -B "$row_folder/allo" -G 'Ninja Multi-Config' -DCMAKE_CXX_COMPILER="$CXX" -DALLO_BUILD_TESTS=OFF \
    -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF
  for type in Debug Release; do
    cmake --build "$row_folder/allo" --config $type
    cmake --install "$row_folder/allo" --config $type --prefix "$prefix"
  done
  ls "$prefix"/lib*/liballo.a "$prefix"/lib*/liballod.a
  for type in Debug Release; do
    expected=$([ $type = Debug ] && echo liballod.a || echo liballo.a)
    (row_folder="$row_folder/$type" TYPE=$type && mkdir -p "$row_folder" && with_find_package "$prefix" --graphviz="$row_folder/graph" &&
      grep -q "$expected" "$row_folder/build/build.ninja")
  done
  grep -q -- '-lallod' "$(find "$prefix" -name allod.pc)"
  grep -q -- '-lallo ' "$(find "$prefix" -name allo.pc)"
}

# A debug library's name reaches the pkg-config file, and a plain build names nothing of the machine that built it.
with_pkg_config_names() { # <prefix>
  local file
  file=$(find "$1" -name allo.pc)
  if grep -E -- '-L/|-I/' "$file" || grep -F "$build" "$file"; then
    echo 'the lines above name a folder of the machine that built it'
    return 1
  fi
  PKG_CONFIG_PATH=$(dirname "$file") pkg-config --libs allo-testing | grep -- '-lallo_testing .*-lallo'
  cmake -S "$source" -B "$row_folder/allo" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_DEBUG_POSTFIX=-dbg \
    -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF
  cmake --build "$row_folder/allo"
  cmake --install "$row_folder/allo" --prefix "$row_folder/prefix"
  with_pkg_config "$row_folder/prefix"
}

# A parent project's switches that are for its own sources: warnings as errors in all their spellings, unity builds, and
# the kind of library that a sibling wants.
with_parent_switches() {
  local batch
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(parent LANGUAGES CXX)
add_compile_options(-Wall -Wextra -Wold-style-cast -Wsign-conversion -Wuseless-cast -Weffc++ -Wpadded -Werror)
set(BUILD_SHARED_LIBS ON)\nset(ALLO_SHARED_LIBS OFF)\nadd_subdirectory("%s" allo)
get_target_property(type allo TYPE)\nif(NOT type STREQUAL STATIC_LIBRARY)\n  message(FATAL_ERROR "${type}")\nendif()\n' "$source" \
    >"$row_folder/CMakeLists.txt"
  for batch in 0 3; do
    rm -rf "$row_folder/build"
    cmake -S "$row_folder" -B "$row_folder/build" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_UNITY_BUILD=ON \
      -DCMAKE_UNITY_BUILD_BATCH_SIZE=$batch -DCMAKE_COMPILE_WARNING_AS_ERROR=ON -DCMAKE_CXX_FLAGS=-Wdouble-promotion
    if grep -q unity_0 "$row_folder/build/build.ninja" "$row_folder/build/src/Makefile" 2>/dev/null; then
      echo 'a unity build reached the sources of allo'
      return 1
    fi
  done
  cmake --build "$row_folder/build"
}

with_exporting_parent() {
  consume exporting_parent -DALLO_SOURCE="$source"
  grep -q 'parent::parent' "$row_folder/build/ParentTargets.cmake"
  cmake --install "$row_folder/build" --prefix "$row_folder/installed"
}

# Every public header under clang's check of the briefs, and what a compiler says that knows no C++17.
with_header_warnings() {
  local header said
  (cd "$source/include" && find allo -name '*.hpp' ! -name json.hpp) | sort | sed 's/.*/#include <&>/' >"$row_folder/all.cpp"
  "$clangxx" -std=c++17 -fsyntax-only -I "$source/include" -Wall -Wextra -Wpedantic -Wdocumentation -Werror "$row_folder/all.cpp"
  for header in allo/allo.hpp allo/sms.hpp; do
    echo "#include <$header>" >"$row_folder/old.cpp"
    if said=$("$CXX" -std=c++14 -fsyntax-only -I "$source/include" "$row_folder/old.cpp" 2>&1); then return 1; fi
    echo "$said"
    grep -qF 'allo needs C++17' <<<"$said"
    [ "$(grep -c 'error' <<<"$said")" -le 2 ]
  done
}

# The standard library of LLVM.
with_libcxx() {
  echo '#include <string>' | clang++ -stdlib=libc++ -x c++ -fsyntax-only - 2>/dev/null || skip 'libc++ (Debian: libc++-dev, libc++abi-dev)'
  export CXX=clang++
  consume subdirectory -DALLO_SOURCE="$source" -DCMAKE_CXX_FLAGS=-stdlib=libc++ -DALLO_WITH_SIMDJSON=OFF -DEXPECTED_TYPE=STATIC_LIBRARY
}

# ARM's char is unsigned. The library is built as there, with its warnings as errors.
with_unsigned_char() {
  cmake -S "$source" -B "$row_folder/build" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_CXX_FLAGS=-funsigned-char \
    -DALLO_WERROR=ON -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF
  cmake --build "$row_folder/build"
}

# Another processor, with Debian's cross compiler and libraries; the program runs under qemu's user mode.
with_cross_compiler() { # <triple> <Debian's name of the architecture> <name of qemu's program>
  command -v "$1-g++" >/dev/null || skip "$1-g++ (Debian: g++-$1)"
  [ -e "/usr/lib/$1/libcurl.so" ] || skip "libcurl for $2 (Debian: libcurl4-openssl-dev:$2)"
  export CXX=$1-g++ PKG_CONFIG_LIBDIR="/usr/lib/$1/pkgconfig"
  consume_cross() {
    cmake -S "$here/subdirectory" -B "$row_folder/build" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_CXX_COMPILER="$CXX" -DALLO_SOURCE="$source" \
      -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$2" -DCMAKE_LIBRARY_ARCHITECTURE="$1" \
      -DCMAKE_FIND_ROOT_PATH="/usr/lib/$1;/usr" -DALLO_WITH_SIMDJSON=OFF -DALLO_WERROR=ON
    cmake --build "$row_folder/build"
  }
  consume_cross "$@"
  command -v "$3" >/dev/null || skip "$3 (Debian: qemu-user): built, not run"
  "$3" -L "/usr/$1" -E LD_LIBRARY_PATH="/usr/lib/$1" "$row_folder/build/consumer"
}

# The library's objects under MinGW, which has no <sys/socket.h>. Debian has no libcurl and OpenSSL for it to link with.
with_mingw() {
  local mingw
  mingw=$(command -v x86_64-w64-mingw32-g++-posix || command -v x86_64-w64-mingw32-g++) || skip 'MinGW (Debian: g++-mingw-w64-x86-64-posix)'
  local headers="$row_folder/headers" root
  mkdir -p "$headers"
  for root in /usr/include /usr/include/x86_64-linux-gnu; do
    for name in curl openssl nlohmann; do [ -d "$root/$name" ] && cp -R "$root/$name" "$headers/"; done
  done
  printf 'add_library(CURL::libcurl INTERFACE IMPORTED)\nset(CURL_FOUND TRUE)\nset(CURL_VERSION_STRING 8.0.0)\n' >"$row_folder/FindCURL.cmake"
  printf 'add_library(OpenSSL::SSL INTERFACE IMPORTED)\nadd_library(OpenSSL::Crypto INTERFACE IMPORTED)\nset(OpenSSL_FOUND TRUE)\nset(OPENSSL_VERSION 3.0.0)\n' \
    >"$row_folder/FindOpenSSL.cmake"
  cmake -S "$source" -B "$row_folder/build" -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_CXX_COMPILER="$mingw" -DCMAKE_MODULE_PATH="$row_folder" \
    -DCMAKE_CXX_FLAGS="-isystem $headers" -DALLO_WITH_SIMDJSON=OFF -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF \
    -Dnlohmann_json_DIR="$(dirname "$(find /usr/share /usr/lib -name nlohmann_jsonConfig.cmake 2>/dev/null | head -n 1)")" | tee "$row_folder/said"
  grep -q 'sandbox OFF' "$row_folder/said"
  cmake --build "$row_folder/build"
  cmake --install "$row_folder/build" --prefix "$row_folder/installed"
  grep -q -- '-lws2_32' "$row_folder/installed/lib/pkgconfig/allo.pc"
  grep -q -- '-DALLO_STATIC' "$row_folder/installed/lib/pkgconfig/allo.pc"
}

with_uninstall() {
  local prefix="$row_folder/prefix"
  cmake -S "$source" -B "$row_folder/build" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_INSTALL_PREFIX="$prefix" -DALLO_BUILD_TESTS=OFF \
    -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF
  cmake --build "$row_folder/build"
  cmake --install "$row_folder/build"
  [ -e "$prefix/include/allo/allo.hpp" ]
  cmake --build "$row_folder/build" --target uninstall
  if find "$prefix" -type f -o -type l | grep .; then
    echo 'the files above were left'
    return 1
  fi
}

# vcpkg's port, run by stand-ins for vcpkg's functions; the package is moved, and then used.
with_vcpkg_port() {
  local features
  for features in simdjson 'simdjson;testing'; do
    rm -rf "$row_folder/vcpkg" "$row_folder/moved"
    cmake -DPORT_FOLDER="$source/cmake/packages/vcpkg/allo" -DWORK="$row_folder/vcpkg" "-DFEATURES=$features" \
      -P "$here/recipes/vcpkg_stand_in.cmake"
    mv "$row_folder/vcpkg/packages" "$row_folder/moved"
    [ -s "$row_folder/moved/share/allo/copyright" ] && [ -s "$row_folder/moved/share/allo/usage" ]
    [ ! -e "$row_folder/moved/debug/include" ]
    for TYPE in Debug Release; do rm -rf "$row_folder/build" && with_find_package "$row_folder/moved"; done
  done
  [ -x "$row_folder/moved/tools/allo/allo-sandbox" ]
  rm -rf "$row_folder/build"
  with_find_package "$row_folder/moved" -DCONSUMER_COMPONENT=testing
}

# Conan's recipe, run by a stand-in for the client; its package is used by its own test program.
with_conan_recipe() {
  command -v python3 >/dev/null || skip python3
  python3 "$here/recipes/conan_stand_in.py" "$source/cmake/packages/conan/conanfile.py" "$row_folder/conan"
  local program="$source/cmake/packages/conan/test_package/test_package.cpp"
  "$CXX" -std=c++17 -I "$row_folder/conan/package/include" "$program" -o "$row_folder/test_package" \
    "$row_folder/conan/package/lib/liballo.a" -lcurl -lssl -lcrypto -lsimdjson -pthread
  "$row_folder/test_package"
}
