# The Debian packages. Sourced by run.sh, beside ways.sh.

packages="$scratch/packages"

# Of the shared build that the README's commands made, and of a static one.
make_debian_packages() {
  command -v dpkg-deb && command -v dpkg-shlibdeps || skip dpkg-dev
  local package
  cmake -S "$source" -B "$row_folder/build" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE="$TYPE" -DCMAKE_INSTALL_PREFIX=/usr \
    -DALLO_BUILD_TESTS=OFF -DALLO_BUILD_EXAMPLES=OFF -DALLO_BUILD_SANDBOX=OFF
  cmake --build "$row_folder/build"
  (cd "$row_folder/build" && cpack -G DEB -B "$packages/static")
  (cd "$(shared_build)" && cpack -G DEB -B "$packages/shared")
  for package in "$packages"/*/*.deb; do
    dpkg-deb -f "$package" Package Version Depends
    dpkg-deb -c "$package" >"$row_folder/files"
    cat "$row_folder/files"
    grep -qF "./usr/share/doc/$(dpkg-deb -f "$package" Package)/copyright" "$row_folder/files"
  done
  dpkg-deb -f "$packages"/shared/liballo[0-9]*.deb Depends | grep -q 'libcurl4.*libssl3\|libssl3.*libcurl4'
  dpkg-deb -f "$packages"/shared/liballo-dev_*.deb Depends | grep -qE "liballo[0-9.]+ \(= $version\)"
}

with_lintian() {
  command -v lintian || skip 'lintian (Debian: lintian)'
  local kind said
  for kind in shared static; do
    ls "$packages/$kind"/*.deb
    said=$(lintian --allow-root --tag-display-limit 0 --display-level '>=warning' "$packages/$kind"/*.deb) || true
    echo "$said"
    if grep '^E:' <<<"$said"; then
      echo 'the errors above are in the packages'
      return 1
    fi
  done
}

# Packages as the next release would bring them: those there are under a later version.
next_packages() { # <folder>
  local package folder
  mkdir -p "$1"
  for package in "$packages"/shared/*.deb; do
    folder="$row_folder/unpacked"
    rm -rf "$folder"
    dpkg-deb -R "$package" "$folder"
    sed -i "s/^Version: .*/&.1/; s/(= $version)/(= $version.1)/g" "$folder/DEBIAN/control"
    dpkg-deb --root-owner-group -b "$folder" "$1/$(basename "$package")"
  done
}

# Installed, upgraded and removed beside nothing else. What they depend on is not there; the row below has it.
with_debian_packages() {
  local root="$row_folder/root" package names
  next_packages "$row_folder/next"
  mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
  touch "$root/var/lib/dpkg/status"
  if [ "$(id -u)" -ne 0 ]; then
    for package in "$packages"/shared/*.deb; do dpkg-deb -x "$package" "$root"; done
    with_find_package "$root/usr"
    return
  fi
  dpkg_there() { dpkg --root="$root" --force-depends --force-script-chrootless "$@"; }
  dpkg_there -i "$packages"/shared/*.deb
  with_find_package "$root/usr"
  ldd "$row_folder/build/consumer" | grep -F "$root/usr/lib"
  dpkg_there -i "$row_folder"/next/*.deb
  "$row_folder/build/consumer"
  names=$(for package in "$packages"/shared/*.deb; do dpkg-deb -f "$package" Package; done)
  # shellcheck disable=SC2086
  for package in $names; do
    [ "$(dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${Version} ${db:Status-Status}' "$package")" = "$version.1 installed" ]
  done
  # shellcheck disable=SC2086
  dpkg_there --purge $names
  if find "$root" -path "$root/var" -prune -o -type f -print -o -type l -print | grep .; then
    echo 'the files above were left behind'
    return 1
  fi
}

# By apt in a Debian that has nothing but its base system, with all that they depend on.
with_debian_root() {
  [ "$(id -u)" -eq 0 ] || skip root
  command -v debootstrap || skip 'debootstrap (Debian: debootstrap)'
  local root="$downloads/debian" next="$row_folder/next"
  next_packages "$next"
  bash "$here/empty_root.sh" "$source" "$root" true || skip 'a Debian made by debootstrap'
  rm -rf "$root/packages"
  mkdir -p "$root/packages"
  cp -R "$packages/shared" "$next" "$root/packages/"
  readme_block >"$root/packages/app.cpp"
  # A first release, an upgrade to the next, and away with it all.
  cat >"$root/packages/try.sh" <<'END'
set -eu
cd /packages
export DEBIAN_FRONTEND=noninteractive
names=$(for package in shared/*.deb; do dpkg-deb -f "$package" Package; done)
try() {
  g++ -std=c++20 app.cpp -o app $(pkg-config --cflags --libs allo)
  allo-sandbox --port 0 >ready &
  until grep -q ready ready; do kill -0 $!; sleep 0.1; done
  ALLO_API_KEY=allo_sandbox_key ALLO_BASE_URL=$(grep -o 'http://[^ ]*' ready) ./app >said
  kill $!
  grep 'Hello from Allo @ ' said
}
apt-get -q -y purge $names || true  # What an earlier try may have left.
apt-get -q update
apt-get -q -y --no-install-recommends install g++ pkg-config
apt-get -q -y --no-install-recommends install ./shared/*.deb
try
apt-get -q -y install ./next/*.deb
dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n' $names | tee versions
if grep -v '\.1 installed$' versions; then exit 1; fi
try
apt-get -q -y purge $names
apt-get -q -y autoremove
if find /usr /etc -name 'liballo*' -o -name 'allo-*' -o -name Allo -o -path /usr/include/allo | grep .; then
  echo 'the files above were left'
  exit 1
fi
END
  bash "$here/empty_root.sh" "$source" "$root" 'bash /packages/try.sh'
}
