# More ways to have allo: what other people's builds do with it. Sourced by run.sh, beside ways.sh.

# curl's own tree, from Debian's source package, unpacked below a folder that is kept between runs. Empty where it cannot be had.
curl_source() {
  local folder="$downloads/curl"
  if [ ! -e "$folder/made" ] && command -v dpkg-source && command -v apt-get; then
    rm -rf "$folder"
    mkdir -p "$folder/sources"
    cp /etc/apt/sources.list "$folder/sources/" || true
    cp /etc/apt/sources.list.d/* "$folder/sources/" || true
    sed -i -E 's/^Types: *deb *$/Types: deb-src/; s/^deb /deb-src /' "$folder"/sources/*
    (cd "$folder" && apt_with_sources() {
      apt_in "$folder" "$(dpkg --print-architecture)" -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$folder/sources" "$@"
    } && { apt_with_sources update || true; } && apt_with_sources source curl && touch made)
  fi >&2
  ! compgen -G "$folder/curl-*/CMakeLists.txt" >/dev/null || dirname "$folder"/curl-*/CMakeLists.txt
}

# libcurl as a part of the same build: curl's own tree where it can be had, or ALLO_CURL_SOURCE names one, else a stand-in.
with_curl_from_source() { # static | shared
  local install curl
  curl=${ALLO_CURL_SOURCE:-$(curl_source || true)}
  for install in OFF ON; do
    rm -rf "$row_folder/build"
    consume curl_from_source -DALLO_SOURCE="$source" -DCURL_KIND="$1" -DALLO_INSTALL=$install ${curl:+-DCURL_SOURCE="$curl"}
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
    [ "$(grep -c 'error: ' <<<"$said")" -le 2 ]
  done
}

with_uninstall() {
  local prefix="$row_folder/prefix"
  cmake -S "$source" -B "$row_folder/build" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_INSTALL_PREFIX="$prefix" -DALLO_BUILD_TESTS=OFF \
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
  local moved="$row_folder/moved" said
  run_port() { # <features> <arguments of cmake>...
    cmake "-DFEATURES=$1" -DPORT_FOLDER="$source/cmake/packages/vcpkg/allo" -DWORK="$row_folder" "${@:2}" -P "$here/recipes/vcpkg_stand_in.cmake"
  }
  said=$(run_port '' -DSAY_OPTIONS=ON 2>&1) || true
  grep -F -- '-DALLO_WITH_SIMDJSON=OFF;-DALLO_BUILD_SANDBOX=OFF' <<<"$said"
  run_port 'simdjson;testing'
  mv "$row_folder/packages" "$moved"
  [ -s "$moved/share/allo/copyright" ] && [ -s "$moved/share/allo/usage" ]
  [ ! -e "$moved/debug/include" ] && [ ! -e "$moved/debug/share" ]
  [ -x "$moved/tools/allo/allo-sandbox" ]
  for TYPE in Debug Release; do
    rm -rf "$row_folder/build"
    with_find_package "$moved"
  done
  rm -rf "$row_folder/build"
  with_find_package "$moved" -DCONSUMER_COMPONENT=testing
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

# The next minor version of allo, as a static library.
install_next_version() { # <prefix>
  local minor=${version#*.} tree="$row_folder/next"
  minor=${minor%%.*}
  local next=$((minor + 1))
  mkdir -p "$tree"
  (cd "$source" && tar -cf - CMakeLists.txt LICENSE cmake include src) | tar -xf - -C "$tree"
  sed -i.old -E "s/(ALLO_VERSION_MINOR) $minor\$/\1 $next/; s/(ALLO_VERSION_STRING) .*/\1 \"$major.$next.0\"/" "$tree/include/allo/version.hpp"
  sed -i.old "s/abi_${major}_$minor/abi_${major}_$next/" "$tree/include/allo/export.hpp"
  cmake -S "$tree" -B "$row_folder/allo" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE" -DALLO_BUILD_TESTS=OFF \
    -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF
  cmake --build "$row_folder/allo"
  cmake --install "$row_folder/allo" --prefix "$1"
}

# Two plugins with static copies of two versions, loaded into one process in either order.
with_two_plugins() { # <prefix of this version>
  local visibility
  install_next_version "$row_folder/prefix"
  cmake -S "$here/two_plugins" -B "$row_folder/build" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_CXX_COMPILER="$CXX" \
    -DPREFIX_ONE="$1" -DPREFIX_TWO="$row_folder/prefix"
  cmake --build "$row_folder/build"
  for visibility in default hidden; do
    (cd "$row_folder/build" && ./consumer ./one_$visibility.so ./two_$visibility.so && ./consumer ./two_$visibility.so ./one_$visibility.so)
  done
  compare_exported "$row_folder/build/one_hidden.so" plugin
  compare_exported "$row_folder/build/two_hidden.so" plugin
}

# The names that leave a shared library are written down, and compared: compare_exported <library> <list in exported/>. Weak ones,
# which depend on what a compiler makes inline, are left out, and so are tables of types, which are weak with g++ alone.
compare_exported() {
  readelf -sW --dyn-syms "$1" | awk '$5 == "GLOBAL" && $6 == "DEFAULT" && $7 != "UND" && $7 != "ABS" { sub(/@.*/, "", $8); print $8 }' |
    c++filt | grep -vE '^(typeinfo|vtable|VTT) ' | LC_ALL=C sort -u >"$row_folder/$2.exported"
  if ! diff -u "$here/exported/$2.txt" "$row_folder/$2.exported"; then
    echo "What $1 gives away is not what tests/consumer/exported/$2.txt says. A name that went is a break of the binary interface."
    echo "Where the change is meant: cp '$row_folder/$2.exported' '$here/exported/$2.txt'"
    return 1
  fi
}

with_exported_names() {
  command -v readelf || skip binutils
  compare_exported "$(find "$(shared_prefix)" -type f -name 'liballo.so*')" liballo
}

# The executor for Qt, as the documents show it.
with_qt() { # <prefix>
  readme_block consumer-qt >"$row_folder/qt.cpp" || skip 'program for Qt in the documents'
  grep -q 'int main' "$row_folder/qt.cpp" || echo 'int main() {}' >>"$row_folder/qt.cpp"
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(consumer LANGUAGES CXX)\nfind_package(Allo CONFIG REQUIRED)
find_package(Qt5 REQUIRED COMPONENTS Core)\nadd_executable(consumer qt.cpp)
target_link_libraries(consumer PRIVATE allo::allo Qt5::Core)\ntarget_compile_options(consumer PRIVATE -Wall -Wextra -Werror)\n' \
    >"$row_folder/CMakeLists.txt"
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(qt LANGUAGES CXX)\nfind_package(Qt5 REQUIRED COMPONENTS Core)\n' |
    (mkdir -p "$row_folder/qt" && cat >"$row_folder/qt/CMakeLists.txt" && cmake -S "$row_folder/qt" -B "$row_folder/qt/build") ||
    skip 'Qt (Debian: qtbase5-dev)'
  cmake -S "$row_folder" -B "$row_folder/build" -DCMAKE_PREFIX_PATH="$1" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_CXX_STANDARD="$STANDARD" \
    -DCMAKE_BUILD_TYPE="$TYPE"
  cmake --build "$row_folder/build"
}
