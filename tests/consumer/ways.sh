# The ways to have allo, one function each; run.sh calls them in a folder of their own with CXX, STANDARD and TYPE set.
# A way that the machine lacks the tool for says so and succeeds.

shared_prefix() { if [ "$kind_one" = shared ]; then echo "$one"; else echo "$two"; fi; }
static_prefix() { if [ "$kind_one" = static ]; then echo "$one"; else echo "$two"; fi; }
shared_build() { if [ "$kind_one" = shared ]; then echo "$build"; else echo "$build_two"; fi; }

install_from() { # <build folder> <prefix>
  cmake --install "$1" --prefix "$2"
}

build_and_install() { # <build folder> <prefix> <kind>
  local shared=OFF
  [ "$3" = shared ] && shared=ON
  cmake -S "$source" -B "$1" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_CXX_COMPILER="$CXX" -DBUILD_SHARED_LIBS=$shared \
        -DCMAKE_INSTALL_PREFIX=/usr -DALLO_BUILD_SANDBOX=ON -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF
  cmake --build "$1" --parallel 2
  cmake --install "$1" --prefix "$2"
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

with_refusals() {
  unset CXX
  local next=$((major + 1))
  refuse "$version" -DCMAKE_PREFIX_PATH="$one" -DCONSUMER_VERSION=$next
  refuse "$version" -DCMAKE_PREFIX_PATH="$one" -DCONSUMER_VERSION="$next...$((next + 1))"
  refuse 'nosuch' -DCMAKE_PREFIX_PATH="$two" -DCONSUMER_COMPONENT=nosuch
  refuse 'apt install libcurl4-openssl-dev' -DCMAKE_PREFIX_PATH="$(static_prefix)" -DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON
  refuse 'dnf install openssl-devel' -DCMAKE_PREFIX_PATH="$(static_prefix)" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
}

with_pkg_config() { # <prefix> [--static]
  command -v pkg-config || { echo 'no pkg-config here'; return 0; }
  local prefix=$1 file flags
  shift
  file=$(find "$prefix" -name allo.pc)
  export PKG_CONFIG_PATH
  PKG_CONFIG_PATH=$(dirname "$file")
  flags=$(pkg-config "$@" --cflags --libs allo)
  echo "$flags"
  # pkg-config quotes its words for a shell.
  eval "set -- $flags"
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

# Strong symbols are allo's; weak ones may be instantiations of the standard library's templates.
with_exported_symbols() {
  command -v nm || { echo 'no nm here'; return 0; }
  local library
  for library in "$(shared_prefix)"/lib*/liballo*.so "$(shared_prefix)"/lib/*/liballo*.so; do
    [ -e "$library" ] || continue
    nm -DC --defined-only "$library" | sed -E 's/^[0-9a-f]+ //' >"$row_folder/$(basename "$library").symbols"
  done
  ls "$row_folder"/liballo.so.symbols
  if grep -HE 'nlohmann|simdjson|httplib|[^a-z_]curl_|EVP_|HMAC' "$row_folder"/*.symbols ||
    grep -HvE '^. (.*[^a-zA-Z_:])?(allo|std|__gnu_cxx)::' "$row_folder"/*.symbols ||
    grep -HE '^[TDBRS] ' "$row_folder"/*.symbols | grep -v 'allo::'; then
    echo 'the symbols above are exported'
    return 1
  fi
  local name
  for name in $(grep -hoE '^[TDBR] allo::(testing::)?detail::[A-Za-z_]+' "$row_folder"/*.symbols | sed 's/.*:://' | sort -u); do
    grep -rqE "ALLO_EXPORT .*\\b$name\\b" "$source/include" || { echo "detail::$name is exported"; return 1; }
  done
  wc -l "$row_folder"/*.symbols
  # A static library hides nothing, so what it has of nlohmann goes by a name of its own.
  if nm -C "$(static_prefix)"/lib*/liballo.a 2>/dev/null | grep -m 5 -E '[ (<]nlohmann::'; then
    echo 'the symbols above would clash with those of a consumer'
    return 1
  fi
}

with_debian_packages() {
  command -v dpkg-deb && command -v dpkg-shlibdeps || { echo 'no dpkg-dev here'; return 0; }
  local root="$row_folder/root" package
  (cd "$(shared_build)" && cpack -G DEB -B "$row_folder/packages")
  for package in "$row_folder"/packages/*.deb; do
    dpkg-deb -f "$package" Package Version Depends
    dpkg-deb -c "$package"
  done
  dpkg-deb -f "$row_folder"/packages/liballo[0-9]*.deb Depends | grep -q 'libcurl4.*libssl3\|libssl3.*libcurl4'
  dpkg-deb -f "$row_folder"/packages/liballo-dev_*.deb Depends | grep -qE "liballo[0-9.]+ \(= $version\)"

  mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
  touch "$root/var/lib/dpkg/status"
  if [ "$(id -u)" -eq 0 ]; then
    # The root is empty but for these packages, so what they depend on is not there.
    dpkg --root="$root" --force-depends --force-script-chrootless -i "$row_folder"/packages/*.deb
  else
    for package in "$row_folder"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
  fi
  with_find_package "$root/usr"
  ldd "$row_folder/build/consumer" | grep -F "$root/usr/lib"

  if [ "$(id -u)" -eq 0 ]; then
    dpkg --root="$root" --force-depends --force-script-chrootless --purge \
      $(for package in "$row_folder"/packages/*.deb; do dpkg-deb -f "$package" Package; done)
    if find "$root" -path "$root/var" -prune -o -type f -print -o -type l -print | grep .; then
      echo 'the files above were left behind'
      return 1
    fi
  fi
}
