#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the tests of this built checkout as an ordinary user, in a copy whose path contains a blank; then
# checks that they left no processes and no temporary files. Must be started by root.
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" -eq 0 ] || { echo "as-user.sh: needs root, to become somebody else" >&2; exit 1; }
user=wick-check
id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /bin/sh "$user"
# Remove what an earlier run left; the user exists only for these tests.
find /tmp -maxdepth 1 -user "$user" -exec rm -rf {} +
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/a copy" "$work/tmp" "$work/home"
tar -c --exclude=./build/asan --exclude=./build/roots --exclude=./build/client --exclude=./.git . |
  tar -x -C "$work/a copy"
chown -R "$user" "$work"
# Use the system's programs: those of the user who runs this may not be readable by others.
setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups \
  env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 TMPDIR="$work/tmp" HOME="$work/home" WICK_PUBLIC="${WICK_PUBLIC:-}" \
  sh -c 'cd "$1" && PATH="$PWD/build/bin:$PATH" exec prove -j"$2" tests/' - "$work/a copy" "$((2 * $(nproc)))"
# Some programs ignore TMPDIR.
left=$(find "$work/tmp" -mindepth 1 | head -n 5; find /tmp -maxdepth 1 -user "$user" ! -path "$work")
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
# Zombies do not count. A background process of a status line, which the last test may have left, ends by
# itself.
running=
for _ in 1 2 3 4 5; do
  running=$(ps -u "$user" -o stat=,args= | awk '$1 !~ /^Z/' || :)
  [ -n "$running" ] || break
  sleep 1
done
[ -z "$running" ] || { echo "left running: $running" >&2; exit 1; }
