# Other machines than this one: processors, standard libraries, systems. Sourced by run.sh, beside ways.sh.

# The standard library of LLVM.
with_libcxx() {
  echo '#include <string>' | clang++ -stdlib=libc++ -x c++ -fsyntax-only - 2>/dev/null || skip 'libc++ (Debian: libc++-dev, libc++abi-dev)'
  export CXX=clang++
  # Debian's simdjson speaks libstdc++, as everything does there that C++ wrote.
  consume subdirectory -DALLO_SOURCE="$source" -DCMAKE_CXX_FLAGS=-stdlib=libc++ -DALLO_WITH_SIMDJSON=OFF -DEXPECTED_TYPE=STATIC_LIBRARY
  ldd "$row_folder/build/consumer" | grep 'libc++'
}

# ARM's char is unsigned. The library is built as there, with its warnings as errors.
with_unsigned_char() {
  cmake -S "$source" -B "$row_folder/build" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_CXX_FLAGS=-funsigned-char \
    -DALLO_WERROR=ON -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF
  cmake --build "$row_folder/build"
}

# apt for another architecture, or with sources, in a folder of its own: what this machine has installed and knows stays as it is.
# apt_in <folder> <architecture> <arguments of apt-get>...
apt_in() {
  local folder=$1 architecture=$2
  shift 2
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  touch "$folder/status"
  apt-get -q -y -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o Dir::State::lists="$folder/lists" \
    -o Dir::State::status="$folder/status" -o Dir::Cache="$folder/cache" -o APT::Sandbox::User=root "$@"
}

# The dependencies of a static allo as Debian has them for another architecture, unpacked below a folder that is kept between
# runs: foreign_root <architecture>
foreign_root() {
  foreign="$downloads/$1"
  [ ! -e "$foreign/made" ] || return 0
  rm -rf "$foreign"
  mkdir -p "$foreign/root"
  command -v apt-get || skip apt-get
  apt_in "$foreign" "$1" update || true  # One index of several may fail.
  apt_in "$foreign" "$1" --download-only --no-install-recommends install \
    libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libsimdjson-dev ||
    skip "Debian's packages for $1"
  local package
  for package in "$foreign"/cache/archives/*.deb; do dpkg-deb -x "$package" "$foreign/root"; done
  rm -rf "$foreign/cache" "$foreign/lists"
  touch "$foreign/made"
}

# Another processor, with Debian's cross compiler and libraries. The programs run under qemu's user mode: what every consumer
# builds, and the README's first program against the sandbox of this machine.
with_cross_compiler() { # <triple> <Debian's name of the architecture> <name of qemu's program>
  local triple=$1 qemu=$3 root flag program
  command -v "$triple-g++" >/dev/null || skip "$triple-g++ (Debian: g++-$triple)"
  foreign_root "$2"
  root="$foreign/root"
  export CXX=$triple-g++ PKG_CONFIG_LIBDIR="$root/usr/lib/$triple/pkgconfig:$root/usr/share/pkgconfig" PKG_CONFIG_SYSROOT_DIR=$root
  mkdir -p "$row_folder/project"
  readme_block >"$row_folder/project/first.cpp"
  cat >"$row_folder/project/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.22)
project(consumer LANGUAGES CXX)
add_subdirectory("$source" allo)
add_executable(consumer "$here/program/main.cpp")
add_executable(first first.cpp)
target_compile_features(first PRIVATE cxx_std_20)
foreach(program consumer first)
  target_link_libraries(\${program} PRIVATE allo::allo)
endforeach()
END
  cmake -S "$row_folder/project" -B "$row_folder/build" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_CXX_COMPILER="$CXX" \
    -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$2" -DCMAKE_LIBRARY_ARCHITECTURE="$triple" \
    -DCMAKE_FIND_ROOT_PATH="$root" -DCMAKE_FIND_ROOT_PATH_MODE_{LIBRARY,INCLUDE,PACKAGE}=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER \
    -DCMAKE_CXX_FLAGS="-isystem $root/usr/include/$triple" \
    -DCMAKE_EXE_LINKER_FLAGS="-Wl,-rpath-link,$root/usr/lib/$triple -Wl,-rpath-link,$root/lib/$triple"
  cmake --build "$row_folder/build"
  for program in consumer first; do
    file -L "$row_folder/build/$program" 2>/dev/null || true
  done
  command -v "$qemu" >/dev/null || skip "$qemu (Debian: qemu-user): built, not run"
  printf '#!/bin/sh\nexec "%s" -L "%s" "$0.built" "$@"\n' "$(command -v "$qemu")" "$root" >"$row_folder/under_qemu"
  for program in consumer first; do
    mv "$row_folder/build/$program" "$row_folder/build/$program.built"
    cp "$row_folder/under_qemu" "$row_folder/build/$program"
    chmod +x "$row_folder/build/$program"
  done
  "$row_folder/build/consumer"
  run_first_program "$one" "$row_folder/build/first"
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
  stand_in() { # <package> <target>...
    local package=$1
    printf 'add_library(%s INTERFACE IMPORTED)\n' "${@:2}" >"$row_folder/Find$package.cmake"
    printf 'set(%s_FOUND TRUE)\n' "$package" >>"$row_folder/Find$package.cmake"
  }
  stand_in CURL CURL::libcurl
  stand_in OpenSSL OpenSSL::SSL OpenSSL::Crypto
  stand_in nlohmann_json nlohmann_json::nlohmann_json
  cmake -S "$source" -B "$row_folder/build" -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_CXX_COMPILER="$mingw" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_MODULE_PATH="$row_folder" \
    -DCMAKE_CXX_FLAGS="-isystem $headers" -DALLO_WITH_SIMDJSON=OFF -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF | tee "$row_folder/said"
  grep -q 'sandbox OFF' "$row_folder/said"
  cmake --build "$row_folder/build"
  cmake --install "$row_folder/build" --prefix "$row_folder/installed"
  grep -q -- '-lws2_32' "$row_folder/installed/lib/pkgconfig/allo.pc"
  grep -q -- '-DALLO_STATIC' "$row_folder/installed/lib/pkgconfig/allo.pc"
}
