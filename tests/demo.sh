#!/bin/sh
# SPDX-License-Identifier: MIT
# `make demo`: every live tool on a bundled sample session, with what to type to see it again. It
# reads and writes nothing outside a temporary folder.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-demo.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
PATH=$root/build/bin:$PATH
HOME=$tmp XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state XDG_CACHE_HOME=$tmp/cache
export PATH HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME
unset CLAUDE_CONFIG_DIR CLAUDE_CODE_SESSION_ID COLUMNS WICK_COLOR
id=5a11c0de-0000-4000-8000-000000000001
project=$tmp/.claude/projects/-home-you-shop
mkdir -p "$project"
cp "$root/tests/data/demo/transcript.jsonl" "$project/$id.jsonl"
sed "s|@TRANSCRIPT@|$project/$id.jsonl|" "$root/tests/data/demo/payload.json" >"$tmp/payload.json"

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m') WICK_COLOR=always
else
  bold='' dim='' plain='' WICK_COLOR=never
fi
export WICK_COLOR

title() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
show() {
  printf '  %s$ %s%s\n' "$dim" "$*" "$plain"
  # These two fit their output to the terminal; the others leave that to it.
  COLUMNS=$(($(width) - 4))
  case $1 in
    wick-line* | wick-sessions*) COLUMNS=$COLUMNS sh -c "$*" ;;
    *) sh -c "$*" | fold -s -w "$COLUMNS" ;;
  esac | sed 's/^/    /'
}
width() { stty size 2>/dev/null </dev/tty | cut -d ' ' -f 2 | grep -E '^[1-9]' || echo 80; }

cd "$tmp"
printf '%swick %s%s: what a Claude Code session does to your money and your limits.\n' "$bold" "$(cat "$root/VERSION")" "$plain"
printf 'A sample session: 144,000 tokens of context, a five-minute prompt cache, 48 seconds after its last request.\n'
WICK_NOW=2026-11-22T10:00:48Z
export WICK_NOW

title "In Claude Code's status line"
show 'wick-line < payload.json'
title 'In a shell prompt, with a time of day: it is not drawn again'
show 'wick-line --prompt=plain --session 5a11c0de'
title 'The single answers, for scripts and prompts'
for tool in context cache next cost limits; do show "wick-$tool --session 5a11c0de"; done
title 'Five minutes later the cache is cold'
export WICK_NOW=2026-11-22T10:05:48Z
show 'wick-line --session 5a11c0de'
show 'wick-next --session 5a11c0de'
show 'wick-cache -q --session 5a11c0de || echo cold'
title 'Why is a figure what it is?'
show "wick-doctor explain next.cold_usd --session 5a11c0de | grep -E 'rule|arithmetic'"
title 'For programs: wick-state has all fields, each tool its own'
show 'wick-next --session 5a11c0de --json'
show "wick-state --session 5a11c0de --format 'a read costs {price.read_usd_per_mtok:h}, a write {price.write_5m_usd_per_mtok:h}'"
title 'All sessions, first what is about to get expensive'
show 'wick-sessions --since=99999w'
title 'Your own sessions'
printf '  wick-line --cwd .        in a directory where you work with Claude Code\n'
printf '  wick-sessions --watch    all of them, redrawn every second; wick-pick goes on with one\n'
printf '  man ./man/wick.1         the whole of it; README.md has the set-up\n'
