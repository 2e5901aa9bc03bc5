#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-demo: shows the tools on a sample session
set -u
tool='wick-demo'

usage='wick-demo: shows the tools on a sample session
usage: wick-demo [COMMAND [ARGUMENT ...]]
  -h, --help     print this
  -V, --version  print the version'

. lib/cli/messages.sh

case ${1-} in
  -h | --help) say "$usage" && exit ;;
  -V | --version) say 'wick-demo @VERSION@' && exit ;;
  --) shift ;;
  --*) fail 64 "${1%%=*}: unknown option" ;;
  -?*) fail 64 "${1%"${1#-?}"}: unknown option" ;;
esac

# Use the tools and the sample of this build or installation, even if others are installed.
here=$(dirname -- "$(readlink -f -- "$0")")
sample=$here/../share/wick/demo
[ -r "$sample/payload.json" ] || fail 66 "$sample: the sample session is not installed"
wick=wick
command -v wick >/dev/null || wick=$here/wick
PATH=$here:$PATH
export PATH
if [ $# -gt 0 ]; then command -v -- "$1" >/dev/null || fail 64 "$1: command not found"; fi

# Nothing is read or written outside this folder.
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-demo.XXXXXX") || fail 74 "${TMPDIR:-/tmp}: cannot create a folder"
# Programs that wick-line started in the background would make the folder again: wait for those that
# have it as their home. Where there is no /proc, rm fails if they are still writing.
is_in_use() { HOME=/ grep -qzxF "HOME=$tmp" /proc/[0-9]*/environ 2>/dev/null; }
clean_up() {
  trap '' INT TERM HUP  # a terminal that is closed meanwhile must not stop this
  tries=25
  while is_in_use && [ $((tries -= 1)) -gt 0 ]; do sleep 0.2; done
  rm -rf "$tmp" 2>/dev/null || { sleep 1 && rm -rf "$tmp"; }
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The clock is fixed at 48 seconds after the running session's last request, so that all figures are
# always the same.
HOME=$tmp XDG_CONFIG_HOME=$tmp/.config XDG_STATE_HOME=$tmp/.local/state XDG_CACHE_HOME=$tmp/.cache
XDG_DATA_HOME=$tmp/.local/share WICK_NOW=2026-11-22T10:00:48Z TZ=UTC0
CLAUDE_CODE_SESSION_ID=5a11c0de-0000-4000-8000-000000000001
export HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME WICK_NOW TZ CLAUDE_CODE_SESSION_ID
unset CLAUDE_CONFIG_DIR CLAUDE_CODE_PROJECT_DIR_NAME CLAUDECODE

# place FILE PROJECT ID: installs the transcript of a session, with the time of its last line
place() {
  transcript=$tmp/.claude/projects/$2/$3-0000-4000-8000-000000000001.jsonl
  mkdir -p "${transcript%/*}" && cp "$sample/$1" "$transcript" && chmod u+w "$transcript" &&
    touch -d "$(sed -n 's/.*"timestamp": *"\([^"]*\)".*/\1/p' "$transcript" | tail -n 1)" "$transcript"
}

# Runs wick-line once as Claude Code does: it keeps the payload, which has the limits.
show_status_line() { wick-line <payload.json >line && rm line; }

if ! {
  cd "$tmp" &&
    place blog.jsonl -home-you-blog b1090000 &&
    place cart.jsonl -home-you-shop ca270000 &&
    place transcript.jsonl -home-you-shop 5a11c0de &&
    sed "s|@TRANSCRIPT@|$transcript|" "$sample/payload.json" >payload.json &&
    show_status_line
}; then
  fail 74 "$tmp: cannot write the sample"
fi

if [ $# -gt 0 ]; then
  "$@"
  exit
fi

bold='' dim='' plain=''
WICK_COLOR=never
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m') WICK_COLOR=always
fi
export WICK_COLOR
columns=$({ stty size </dev/tty; } 2>/dev/null | cut -d ' ' -f 2)
case $columns in
  '' | 0 | *[!0-9]*) columns=80 ;;
esac
COLUMNS=$((columns > 24 ? columns - 4 : 20))
export COLUMNS

title() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }

# wick-line and the tables fit the terminal themselves, and contain colours, which fold would count.
show() {
  printf '  %s$ %s%s\n' "$dim" "$1" "$plain"
  case $1 in
    wick-line* | wick-sessions* | wick-misses*) sh -c "$1" ;;
    *) sh -c "$1" | fold -s -w "$COLUMNS" ;;
  esac | sed 's/^/    /'
}

tour() {
  printf '%swick @VERSION@%s: what a Claude Code session costs you, in money and in usage limits.\n' "$bold" "$plain"
  printf 'A sample session: 144,000 tokens of context, a five-minute prompt cache, 48 seconds after its last request.\n'

  title "In Claude Code's status line"
  show 'wick-line <payload.json'
  title 'In a shell prompt: a time of day, since a prompt is not redrawn'
  show 'wick-line --prompt=plain'
  title 'One answer at a time, for scripts'
  for tool in context cache next cost limits; do show "wick-$tool"; done

  title 'Five minutes later the cache is cold'
  WICK_NOW=2026-11-22T10:05:48Z
  show 'wick-line --session=5a11c0de'
  show 'wick-next'
  show 'wick-cache -q || echo cold'
  WICK_NOW=2026-11-22T10:00:48Z

  title 'Where does a figure come from?'
  show "wick-doctor explain next.cold_usd | grep -E 'rule|arithmetic'"
  title 'For programs: each tool prints JSON, wick-state all fields'
  show 'wick-context --json'
  show "wick-state --format='a read costs {price.read_usd_per_mtok:h}, a write {price.write_5m_usd_per_mtok:h}'"

  title 'All sessions of the last week, the most urgent first'
  show 'wick-sessions --since=7d'
  title 'Why did yesterday cost so much?'
  show 'wick-misses --session=b109'
  show 'wick-waste --fix | head -n 4'

  title 'Next'
  printf '  %s demo bash    a shell in this sample: try any command there, exit leaves it\n' "$wick"
  printf '  %s sessions     your own sessions\n' "$wick"
  printf '  %s help         the overview\n' "$wick"
}
say "$(tour)"
