# The ways to have allo, one function each; run.sh calls them in a folder of their own with CXX, STANDARD and TYPE set.

# A way that the machine lacks the tool for.
skip() { # <what is missing>
  echo "skipped: $1"
  exit 77
}

shared_prefix() { if [ "$kind_one" = shared ]; then echo "$one"; else echo "$two"; fi; }
static_prefix() { if [ "$kind_one" = static ]; then echo "$one"; else echo "$two"; fi; }
shared_build() { if [ "$kind_one" = shared ]; then echo "$build"; else echo "$tree/build/debian"; fi; }

install_from() { # <build folder> <prefix>
  cmake --install "$1" --prefix "$2"
}

# A copy of what belongs to the tree, without build folders.
copy_tree() { # <folder>
  mkdir -p "$1"
  (cd "$source" && tar -cf - --exclude=./build* --exclude=./.git --exclude=./out .) | tar -xf - -C "$1"
}

# Configures, builds and runs a project of this folder: consume <project> <arguments of cmake>...
consume() {
  local project=$1
  shift
  cmake -S "$here/$project" -B "$row_folder/build" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_CXX_COMPILER="$CXX" \
        -DCMAKE_CXX_STANDARD="$STANDARD" "$@"
  cmake --build "$row_folder/build"
  "$row_folder/build/consumer"
}

with_find_package() { # <prefix> <arguments of cmake>...
  local prefix=$1
  shift
  CPATH="$scratch/forbidden" consume installed -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_FLAGS='-Wall -Wextra -Werror' "$@"
}

# A shared library needs nothing of what it was built with.
with_shared_alone() {
  with_find_package "$(shared_prefix)" -DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON \
    -DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON -DCMAKE_DISABLE_FIND_PACKAGE_simdjson=ON
}

with_moved_prefix() { # <prefix>
  cp -R "$1" "$row_folder/moved"
  if grep -rF "$1" "$row_folder/moved" --include='*.cmake' --include='*.pc'; then
    echo 'the files above name the prefix that they were installed to'
    return 1
  fi
  with_find_package "$row_folder/moved"
  (
    CXX=$clangxx
    mkdir "$row_folder/pkg-config"
    row_folder="$row_folder/pkg-config"
    with_pkg_config "$row_folder/../moved"
  )
}

# Configuring must fail and say why: refuse <words> <arguments of cmake>...
refuse() {
  local words=$1 said
  shift
  rm -rf "$row_folder/build"
  if said=$(cmake -S "$here/installed" -B "$row_folder/build" "$@" 2>&1); then
    echo "accepted: $*"
    return 1
  fi
  if ! grep -qF -- "$words" <<<"$said"; then
    printf 'refused %s without the words "%s":\n%s\n' "$*" "$words" "$said"
    return 1
  fi
}

with_refusals() { # <prefix>
  unset CXX
  local next=$((major + 1)) prefix="-DCMAKE_PREFIX_PATH=$1"
  refuse "$version" "$prefix" -DCONSUMER_VERSION=$next
  refuse "$version" "$prefix" -DCONSUMER_VERSION="$next...$((next + 1))"
  refuse 'nosuch' "$prefix" -DCONSUMER_COMPONENT=nosuch
  if [ "$1" = "$(static_prefix)" ]; then
    refuse 'apt install libcurl4-openssl-dev' "$prefix" -DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON
    refuse 'dnf install openssl-devel' "$prefix" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
  fi
}

# A build of allo itself without one of its dependencies, or with one that is too old, names the packages of four systems.
without_dependencies() {
  local name words
  for name in CURL OpenSSL nlohmann_json; do
    case $name in
      CURL) words='libcurl4-openssl-dev libcurl-devel curl' ;;
      OpenSSL) words='libssl-dev openssl-devel openssl@3 openssl' ;;
      nlohmann_json) words='nlohmann-json3-dev json-devel nlohmann-json' ;;
    esac
    fail_to_configure "$words" "$name" -DCMAKE_DISABLE_FIND_PACKAGE_$name=ON
  done
  PKG_CONFIG_LIBDIR=/nowhere fail_to_configure 'libcpp-httplib-dev cpp-httplib-devel cpp-httplib -DALLO_BUILD_SANDBOX=OFF' httplib \
    -DALLO_BUILD_SANDBOX=ON -DCMAKE_DISABLE_FIND_PACKAGE_httplib=ON
  mkdir -p "$row_folder/modules"
  echo 'add_library(CURL::libcurl INTERFACE IMPORTED)
        set(CURL_FOUND TRUE)
        set(CURL_VERSION_STRING 7.68.0)' >"$row_folder/modules/FindCURL.cmake"
  fail_to_configure '7.68.0 libcurl4-openssl-dev' CURL -DCMAKE_MODULE_PATH="$row_folder/modules"
}

fail_to_configure() { # <words> <package> <arguments of cmake>...
  local words=$1 name=$2 said word
  shift 2
  rm -rf "$row_folder/build"
  if said=$(cmake -S "$source" -B "$row_folder/build" -DCMAKE_CXX_COMPILER="$CXX" "$@" 2>&1); then
    echo "accepted: $*"
    return 1
  fi
  for word in $words 'apt install' 'dnf install' 'brew install' 'vcpkg install' "$name"; do
    grep -qF -- "$word" <<<"$said" || { printf '%s: nothing said of %s:\n%s\n' "$name" "$word" "$said"; return 1; }
  done
}

# Skips the row unless the linker finds each library of the system that is named here: with --static all of libcurl's.
require_libraries() { # <words of a command line>...
  local word file
  for word; do
    [[ $word == -l* && $word != -lallo* ]] || continue
    for file in "lib${word#-l}".{so,a}; do
      [ "$("$CXX" -print-file-name="$file")" = "$file" ] || continue 2
    done
    skip "lib${word#-l}"
  done
}

with_pkg_config() { # <prefix> [--static]
  command -v pkg-config || skip pkg-config
  local prefix=$1 file flags
  shift
  file=$(find "$prefix" -name allo.pc)
  export PKG_CONFIG_PATH
  PKG_CONFIG_PATH=$(dirname "$file")
  flags=$(pkg-config "$@" --cflags --libs allo)
  echo "$flags"
  # pkg-config quotes its words for a shell.
  eval "set -- $flags"
  require_libraries "$@"
  CPATH="$scratch/forbidden" "$CXX" -std="c++${STANDARD/23/2b}" -Wall -Wextra \
    -DCONSUMER_EXPECTED_VERSION="\"$(pkg-config --modversion allo)\"" "$here/program/main.cpp" -o "$row_folder/consumer" "$@"
  LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH") "$row_folder/consumer"
}

# The second version is the first with another number, and thus another inline namespace.
with_two_json_versions() { # <prefix>
  local header
  header=$(printf '#include <nlohmann/json.hpp>\n' | "$CXX" -E -x c++ - | grep -oE '"/[^"]*/nlohmann/json\.hpp"' | head -n 1 | tr -d '"')
  mkdir -p "$row_folder/json_two"
  cp -R "$(dirname "$header")" "$row_folder/json_two/nlohmann"
  grep -rlE '_JSON_VERSION_MINOR +[0-9]+' "$row_folder/json_two" |
    xargs -d '\n' sed -i.old -E 's/(_JSON_VERSION_MINOR +)[0-9]+/\199/'
  consume two_json_versions -DCMAKE_PREFIX_PATH="$1" -DJSON_ONE="$(dirname "$(dirname "$header")")" -DJSON_TWO="$row_folder/json_two"
}

# The README and the pages, as a stranger follows them. The block below a mark, such as <!-- test: install -->; without one, the first program.
readme_block() { # [mark]
  awk -v mark="${1:+<!-- test: $1 -->}" '
    inside && /^```/ { exit }
    inside
    mark == "" ? /^```cpp/ : (marked && /^```/) { inside = 1 }
    $0 == mark { marked = 1 }' "$source/README.md" "$source"/docs/*.md | grep .
}

# The first program sends its SMS to the sandbox that is installed beside the library: run_first_program <prefix> <program>
run_first_program() {
  local ready="$row_folder/ready" sandbox status=0
  "$1/bin/allo-sandbox" --port 0 >"$ready" &
  sandbox=$!
  until grep -q ready "$ready"; do kill -0 $sandbox; sleep 0.1; done
  ALLO_API_KEY=allo_sandbox_key ALLO_BASE_URL=$(grep -o 'http://[^ ]*' "$ready") "$2" | tee "$row_folder/said" || status=1
  kill $sandbox
  grep -q 'Hello from Allo @ ' "$row_folder/said" && [ $status -eq 0 ]
}

# As in ~/.local after the README's first way.
at_home() { # <prefix>
  export HOME="$row_folder/home"
  mkdir -p "$HOME"
  cp -Rl "$1" "$HOME/.local"
  cd "$row_folder"
  readme_block >app.cpp
}

with_readme_find_package() { # <prefix>
  at_home "$1"
  readme_block installed >CMakeLists.txt
  cmake -S . -B build -DCMAKE_PREFIX_PATH="$HOME/.local" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE"
  cmake --build build
  run_first_program "$HOME/.local" build/app
}

with_readme_pkg_config() { # <prefix>
  command -v pkg-config || skip pkg-config
  at_home "$1"
  readme_block pkg-config >commands
  . ./commands
  run_first_program "$HOME/.local" ./app
}

with_readme_guest() { # subdirectory | fetch_content
  cd "$row_folder"
  mkdir third_party
  ln -s "$source" third_party/allo
  readme_block >app.cpp
  {
    printf 'cmake_minimum_required(VERSION 3.22)\nproject(app LANGUAGES CXX)\nadd_executable(app app.cpp)\n'
    readme_block "$1"
  } >CMakeLists.txt
  cmake -S . -B build -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE"
}

# The README's commands, typed in a copy of the tree, twice: the second time in build folders that are there already.
with_readme_commands() { # <mark> [line to stop before]
  local commands="$row_folder/commands" time
  readme_block "$1" | sed "${2:+/$2/,\$d}" >"$commands"
  export HOME="$scratch/home"
  cd "$tree"
  for time in first second; do
    echo "the $time time:"
    bash -e "$commands"
  done
}

# A machine whose libcurl is a static library alone: what that needs stands in its pkg-config file. Here that names the
# shared libraries themselves, since their development packages need not be installed.
with_static_curl() { # <prefix>
  local archive shared needs
  archive=$("$CXX" -print-file-name=libcurl.a)
  shared=$("$CXX" -print-file-name=libcurl.so)
  [ -e "$archive" ] && command -v pkg-config || skip 'a static libcurl'
  needs=$(ldd "$(readlink -f "$shared")" | awk '$3 ~ /^\// { print $3 }' | tr '\n' ' ')
  mkdir -p "$row_folder/curl/lib/pkgconfig"
  cp "$archive" "$row_folder/curl/lib/"
  printf 'Name: libcurl\nDescription: curl\nVersion: %s\nLibs: -L%s -lcurl\nLibs.private: %s\n' \
    "$(pkg-config --modversion libcurl)" "$row_folder/curl/lib" "$needs" >"$row_folder/curl/lib/pkgconfig/libcurl.pc"
  PKG_CONFIG_PATH="$row_folder/curl/lib/pkgconfig" \
    with_find_package "$1" -DCURL_LIBRARY="$row_folder/curl/lib/libcurl.a" -DCURL_INCLUDE_DIR="$(dirname "$(dirname "$(echo '#include <curl/curl.h>' | "$CXX" -E -x c++ - | grep -oE -m 1 '/[^"]*/curl/curl\.h')")")"
  if ldd "$row_folder/build/consumer" | grep libcurl; then
    echo 'the consumer uses the shared library all the same'
    return 1
  fi
}

# The example programs as a project of their own.
with_examples() { # <prefix>
  cmake -S "$source/examples" -B "$row_folder/build" -DCMAKE_PREFIX_PATH="$1" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE"
  cmake --build "$row_folder/build"
  "$row_folder/build/quickstart"
}

# The oldest CMake that is promised: it reads the whole project, and builds a consumer.
with_old_cmake() { # <prefix>
  local old
  old=${ALLO_OLD_CMAKE:-$(command -v cmake-3.22)} || skip 'CMake 3.22: name it in ALLO_OLD_CMAKE'
  PATH="$(dirname "$old"):$PATH"
  cmake --version
  (cd "$source" && cmake --list-presets && cmake -S . -B "$row_folder/whole" -DALLO_BUILD_TESTS=ON -DALLO_BUILD_EXAMPLES=ON)
  with_find_package "$1"
}

with_subdirectory() {
  consume subdirectory -DALLO_SOURCE="$source" -DEXPECTED_TYPE=STATIC_LIBRARY
  cmake --install "$row_folder/build" --prefix "$row_folder/installed"
  if find "$row_folder/installed" -type f | grep -v '/bin/consumer$'; then
    echo 'the files above were installed by a guest'
    return 1
  fi
}

with_fetch_content() {
  local include
  include=$(printf '#include <nlohmann/json.hpp>\n' | "$CXX" -E -x c++ - | grep -oE '"/[^"]*/nlohmann/json\.hpp"' | head -n 1 | tr -d '"')
  consume fetch_content -DALLO_SOURCE="$source" -DBUILD_SHARED_LIBS=ON -DNLOHMANN_INCLUDE_DIR="$(dirname "$(dirname "$include")")"
}

with_exported_symbols() {
  command -v nm && command -v readelf || skip binutils
  local libraries
  mapfile -t libraries < <(find "$(shared_prefix)" -type f -name 'liballo*.so*'; find "$(static_prefix)" -name 'liballo*.a')
  [ ${#libraries[@]} -ge 3 ]
  bash "$here/../structure/check_symbols.sh" "$source/include" "${libraries[@]}"
}
