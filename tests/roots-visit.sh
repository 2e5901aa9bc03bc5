#!/bin/sh
# SPDX-License-Identifier: MIT
# roots-visit.sh USER: the part of tests/roots.sh that runs inside a bare system, started as root, for USER.
# Lines that begin with == go into the summary.
set -eu
user=$1
home=$(getent passwd "$user" | cut -d : -f 6)
clone="$home/my wick"
as_user() {
  if [ "$user" = root ]; then HOME=$home bash -c "$1"; else su - "$user" -c "$1"; fi
}
in_clone() { as_user "cd '$clone' && ${2:-} $1"; }
step() { echo "== $*"; }
fail() { step "FAILED: $*"; exit 1; }
files() { (cd "$home" && find . -path './my wick' -prune -o ! -name '.git*' -print | sort | while read -r f; do
  if [ -f "$f" ]; then sha256sum "$f"; else echo "$f/"; fi; done); }

as_user 'git clone -q /tmp/wick.bundle "$HOME/my wick"'
if [ "$user" = plain_user ]; then
  # Without root and sudo: make prints one complete command, and installs nothing.
  rm -f /etc/sudoers.d/*
  if in_clone make >/tmp/plain.log 2>&1; then fail "make went on without its packages"; fi
  cat /tmp/plain.log
  step "make said: $(grep -c 'apt-get install' /tmp/plain.log) lines to type"
  apt-get update -qq
  grep -o 'apt-get install.*' /tmp/plain.log | sed 's/#.*//; s/install/install -y -qq/' >/tmp/plain.sh
  DEBIAN_FRONTEND=noninteractive sh -e /tmp/plain.sh >/dev/null 2>&1 || fail "its lines do not work"
fi
before=$(df -k --output=used / | tail -n 1)
in_clone 'make WERROR=1' time || fail make
step "make: build folder $(du -sm "$clone/build" | cut -f 1) MB, disk used $((($(df -k --output=used / | tail -n 1) - before) / 1024)) MB"
cat "$clone/build/deps/link.mk"
in_clone 'make demo' >/tmp/demo.txt || fail "make demo"
grep -q 'warm 4m12s' /tmp/demo.txt || fail "make demo shows no line"
if [ -z "${SKIP_CHECK:-}" ]; then
  in_clone 'make check WERROR=1' || fail "make check"
  step "make check passed"
  left=$(find /tmp -mindepth 1 -user "$user" -newer /tmp/wick.bundle ! -name plain.\* ! -name demo.txt | head)
  [ -z "$left" ] || fail "left in /tmp: $left"
  left=$(pgrep -u "$user" -a -f '/wick-|tmux ' || :)
  [ -z "$left" ] || fail "left running: $left"
fi

# Set up, check, undo: afterwards the home directory is as before.
as_user 'mkdir -p ~/.claude && printf "{\n  \"model\": \"opus\"\n}\n" >~/.claude/settings.json && printf "alias ll=ls\n" >>~/.bashrc'
files >/tmp/before.txt
in_clone 'make install PREFIX=~/.local' || fail "make install"
as_user 'PATH=$HOME/.local/bin:$PATH && wick-setup claude && SHELL=/bin/bash wick-setup shell && cat ~/.claude/settings.json && tail -n 3 ~/.bashrc' || fail set-up
as_user 'PATH=/usr/bin:/bin; command=$(sed -n "s/.*\"command\": \"\(.*\)\".*/\1/p" ~/.claude/settings.json); echo "{\"session_id\":\"5a11c0de-0000-4000-8000-000000000001\",\"model\":{\"id\":\"claude-opus-5-5\",\"display_name\":\"Opus 5.5\"}}" | sh -c "$command" | grep -q Opus' ||
  fail "the status line's command does not run in a bare PATH"
as_user 'PATH=$HOME/.local/bin:$PATH && wick-setup claude --undo && SHELL=/bin/bash wick-setup shell --undo' || fail undo
in_clone 'make uninstall PREFIX=~/.local' || fail uninstall
as_user 'rm -rf ~/.local/state/wick ~/.cache/wick ~/.local/share/wick ~/.config/wick; rmdir ~/.local/state ~/.local/share ~/.local ~/.cache ~/.config 2>/dev/null || :'
files >/tmp/after.txt
diff /tmp/before.txt /tmp/after.txt || fail "the home directory is not as it was"
step "set up, undone, uninstalled: home as before"
