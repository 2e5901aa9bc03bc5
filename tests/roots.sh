#!/bin/sh
# SPDX-License-Identifier: MIT
# make check-roots [ROOTS="trixie noble"] [WHO="root sudo plain"]: does what a new user does, on a bare system
# (debootstrap's minbase) with git and make but without npm: clone, make, make demo, make check, make install,
# set up, undo, uninstall; as root, as a user with sudo and as one without, in a path with a blank. Needs root,
# debootstrap and the network; leaves logs in build/roots. Systems are created once and then copied;
# WICK_ROOTS=DIR keeps them there.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
kept=${WICK_ROOTS:-$here/build/roots/bare}
logs=$here/build/roots
[ $# -gt 0 ] || set -- bookworm trixie noble
mkdir -p "$kept" "$logs"
[ "$(id -u)" -eq 0 ] || { echo "roots: needs root" >&2; exit 1; }

# bare SUITE: creates the system with debootstrap, and what a user has before installing wick.
bare() {
  [ ! -d "$kept/$1" ] || return 0
  case $1 in
    jammy | noble) server=http://archive.ubuntu.com/ubuntu parts=main,universe script=jammy ;;
    *) server=http://deb.debian.org/debian parts=main script=$1 ;;
  esac
  rm -rf "$kept/$1.new"
  debootstrap --variant=minbase --components=$parts "$1" "$kept/$1.new" $server "/usr/share/debootstrap/scripts/$script"
  chroot "$kept/$1.new" sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends git make sudo ca-certificates && apt-get clean && rm -rf /var/lib/apt/lists/*'
  mv "$kept/$1.new" "$kept/$1"
}

# visit SUITE USER: runs roots-visit.sh for that user in a copy of the system, in its own namespaces, so that
# everything it starts ends with it.
visit() {
  root=$logs/$1.$2
  rm -rf --one-file-system "$root"
  cp -a "$kept/$1" "$root"
  git -C "$here" bundle create -q "$root/tmp/wick.bundle" HEAD
  cp "$here/tests/roots-visit.sh" "$root/tmp/"
  chroot "$root" sh -c 'useradd -m -s /bin/bash sudo_user; useradd -m -s /bin/bash plain_user
    echo "sudo_user ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/sudo_user'
  case $2 in root) user=root ;; *) user=$2_user ;; esac
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  # shellcheck disable=SC2016
  unshare --mount --pid --fork sh -c '
    mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/run" &&
    exec chroot "$1" sh /tmp/roots-visit.sh "$2"' - "$root" "$user" </dev/null
}

worst=0
for suite; do
  bare "$suite" >"$logs/$suite.log" 2>&1 || { echo "$suite: debootstrap failed, see $logs/$suite.log"; worst=1; continue; }
  for who in ${WHO:-sudo plain root}; do
    log=$logs/$suite.$who.log
    if visit "$suite" "$who" >"$log" 2>&1; then
      echo "ok: $suite as $who"
      rm -rf --one-file-system "$logs/$suite.$who"
    else
      echo "FAILED: $suite as $who, see $log"
      worst=1
    fi
    sed -n 's/^== /  /p' "$log"
  done
done
exit $worst
