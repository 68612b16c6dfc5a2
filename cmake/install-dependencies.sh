#!/usr/bin/env bash
# Installs the Debian and Ubuntu packages that the named sets need, and only those that are missing.
#
#   cmake/install-dependencies.sh library sandbox examples tests
#
# Sets: library, sandbox, examples, tests, browser, reference, fuzzers, benchmarks, consumers. Without a name: library. With nothing
# missing it asks dpkg once and is done. It installs as root or through sudo; where neither is to be had it prints the command
# to type and fails.
set -euo pipefail

# An entry is one package, or several that serve the same purpose: any one will do, the first is installed.
packages_of() {
  case $1 in
    library) echo "g++|clang cmake ninja-build|make pkg-config|pkgconf libcurl4-openssl-dev|libcurl4-gnutls-dev libssl-dev" \
                  "nlohmann-json3-dev libsimdjson-dev" ;;
    sandbox) echo "libcpp-httplib-dev libcli11-dev" ;;
    examples) echo "libcli11-dev libfmt-dev libcpp-httplib-dev libhiredis-dev libncurses-dev libboost-dev" ;;
    tests) echo "libgtest-dev libgmock-dev redis-server tmux curl valgrind nginx squid|squid-openssl haproxy python3|python3-minimal" \
                "libmicrohttpd-dev python3-jsonschema lld|mold" ;;
    browser) echo "chromium" ;;  # For the tests of the sandbox's page, which are skipped without one. See install_axe below.
    reference) echo "doxygen graphviz" ;;  # For the target docs and its test, which are not there without them.
    fuzzers) echo "clang libclang-rt-dev" ;;
    # For the rows of tests/run.sh --consumers, each of which is skipped without its own.
    consumers) echo "clang libc++-dev libc++abi-dev g++-aarch64-linux-gnu g++-arm-linux-gnueabihf qemu-user" \
                    "g++-mingw-w64-x86-64-posix|g++-mingw-w64-x86-64 dpkg-dev lintian debootstrap qtbase5-dev python3" \
                    "libnghttp2-dev librtmp-dev libssh2-1-dev libpsl-dev libkrb5-dev libldap-dev libzstd-dev libidn2-dev" \
                    "libbrotli-dev zlib1g-dev" ;;
    benchmarks) echo "libbenchmark-dev libcpp-httplib-dev valgrind" ;;
    *) echo "$0: no such set: $1" >&2; return 2 ;;
  esac
}

# Axe-core judges the page for those who can't see it, and is in no Debian package. Without npm that test says what it left out.
install_axe() {
  command -v npm > /dev/null || return 0
  [ ! -e "$(npm root --global)/axe-core/axe.min.js" ] || return 0
  npm install --global --no-audit --no-fund axe-core || echo "axe-core could not be installed." >&2
}
[[ " $* " != *" browser "* ]] || [ "$(id -u)" -ne 0 ] || install_axe

wanted=()
for set in "${@:-library}"; do
  list=$(packages_of "$set")
  read -ra entries <<< "$list"
  wanted+=("${entries[@]}")
done

if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
  echo "This machine has no apt-get: make sure that what these packages hold is installed: ${wanted[*]}" >&2
  exit 0
fi

all_names=()
for entry in "${wanted[@]}"; do
  IFS='|' read -ra names <<< "$entry"
  all_names+=("${names[@]}")
done
# dpkg-query fails when it knows nothing of a package; what it knows it prints all the same.
installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${all_names[@]}" 2> /dev/null |
  sed -n 's/^installed //p' | tr '\n' ' ' || true) "

missing=()
for entry in "${wanted[@]}"; do
  IFS='|' read -ra names <<< "$entry"
  for name in "${names[@]}"; do
    [[ $installed == *" $name "* ]] && continue 2
  done
  missing+=("${names[0]}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=(env)
elif command -v sudo > /dev/null && { sudo -n true 2> /dev/null || [ -t 0 ]; }; then
  as_root=(sudo env)
else
  {
    echo "These packages are missing, and installing them takes root. Type this, then start again:"
    echo
    echo "  su -c 'apt-get update && apt-get install -y --no-install-recommends ${missing[*]}'"
  } >&2
  exit 1
fi

echo "Installing: ${missing[*]}"
apt_get() { "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"; }
apt_get update || echo "The package lists could not be refreshed; trying with those at hand." >&2
apt_get install -y --no-install-recommends "${missing[@]}"
