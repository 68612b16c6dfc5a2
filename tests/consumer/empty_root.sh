#!/usr/bin/env bash
# Runs the README's two commands in a Debian that has nothing but its base system, below a folder of this project:
#   empty_root.sh <source folder of allo> <folder for the root> [command]...
# Takes root, debootstrap and the package mirror of this machine. The root is kept; delete the folder to begin anew.
set -euo pipefail
source=$1
root=$2
shift 2
[ $# -gt 0 ] || set -- 'bash examples/run.sh' 'bash tests/run.sh'
[ "$(id -u)" -eq 0 ] || { echo 'an empty root takes root' >&2; exit 1; }
command -v debootstrap >/dev/null || { echo 'an empty root takes debootstrap (apt install debootstrap)' >&2; exit 1; }

# In a namespace of its own, so that every mount vanishes with it.
[ -n "${ALLO_OWN_MOUNTS:-}" ] ||
  ALLO_OWN_MOUNTS=yes exec unshare --mount --propagation private bash "${BASH_SOURCE[0]}" "$source" "$root" "$@"

if [ ! -e "$root/made" ]; then
  rm -rf "$root"
  mkdir -p "$root"
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(CODENAME) $(SITE)' | awk -v name="$codename" '$1 == name { print $2; exit }')
  debootstrap --variant=minbase --include=ca-certificates "$codename" "$root" "$mirror"
  # How this machine reaches its mirror.
  rm -f "$root/etc/apt/sources.list"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/resolv.conf /etc/hosts /etc/ssl/certs; do
    if [ -e "$file" ]; then rm -rf "${root:?}$file" && cp -RL "$file" "$root$file"; fi
  done
  touch "$root/made"
fi
rm -rf "$root/allo/include" "$root/allo/src" "$root/allo/tests" "$root/allo/examples"
mkdir -p "$root/allo"
(cd "$source" && tar -cf - --exclude=./build* --exclude=./.git --exclude=./out .) | tar -xf - -C "$root/allo"

mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for command in "$@"; do
  echo "==> in the empty root: $command"
  chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd /allo && $command"
done
