#!/bin/sh
# SPDX-License-Identifier: MIT
# `make bench-top`: what wick-top costs with 50 sessions that run and 750 others: how long its first screen takes, its
# memory, and its part of a core. Figures, no verdict: the bounds wick sets itself are printed beside them. SESSIONS,
# RESPONSES and BYTES make the history another, SPAN the run, in seconds.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
HOME=$tmp XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state XDG_CACHE_HOME=$tmp/cache XDG_DATA_HOME=$tmp/data
CLAUDE_CONFIG_DIR=$tmp/corpus
export HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME CLAUDE_CONFIG_DIR
unset CLAUDE_CODE_SESSION_ID COLUMNS WICK_NOW

"$root/build/bin/corpus" --plain --sessions "${SESSIONS:-800}" --responses "${RESPONSES:-20000}" --bytes "${BYTES:-200000000}" \
  "$CLAUDE_CONFIG_DIR"
for tool in wick-top wick-usage; do install -s "$root/build/bin/$tool" "$tmp/"; done
"$tmp/wick-usage" -q
for since in 24h 36500d; do
  python3 -B "$root/tests/bench/top.py" "$tmp/wick-top" "$CLAUDE_CONFIG_DIR" "${SPAN:-90}" --since=$since
done
