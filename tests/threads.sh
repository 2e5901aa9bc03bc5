#!/bin/sh
# SPDX-License-Identifier: MIT
# threads.sh BIN CORPUS: runs the history tools in BIN, built with ThreadSanitizer, on a generated history: a
# first run, one with nothing new, and three at once, all with four threads. Stops at the first reported race.
set -eu
bin=$1 corpus=$2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-threads.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
HOME=$tmp XDG_CONFIG_HOME=$tmp/c XDG_STATE_HOME=$tmp/s XDG_CACHE_HOME=$tmp/k XDG_DATA_HOME=$tmp/d LC_ALL=C.UTF-8 TZ=UTC
TSAN_OPTIONS="exitcode=99 halt_on_error=1"
export HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME LC_ALL TZ TSAN_OPTIONS
unset CLAUDE_CONFIG_DIR
"$corpus" --sessions 300 --responses 4000 --bytes 20000000 "$tmp/.claude" >"$tmp/made"

# GCC 12's ThreadSanitizer does not know the memory layout of newer kernels.
fixed=
if setarch "$(uname -m)" -R true 2>/dev/null; then fixed="setarch $(uname -m) -R"; fi
# expect OUTPUT COMMAND...: checks that it prints the same as the previous run, and reports no race
expect() {
  kept=$1
  shift
  # shellcheck disable=SC2086
  if $fixed "$@" >"$tmp/out" 2>"$tmp/err"; then status=0; else status=$?; fi
  if [ $status -ne 0 ] || { [ -e "$tmp/$kept" ] && ! cmp -s "$tmp/$kept" "$tmp/out"; }; then
    echo "FAILED: $* (status $status)"
    head -n 40 "$tmp/err"
    exit 1
  fi
  mv "$tmp/out" "$tmp/$kept"
  program=${1##*/}
  shift
  echo "ok: $program $*"
}

expect usage "$bin/wick-usage" --threads=1 --no-ledger --csv
expect usage "$bin/wick-usage" --threads=4 --no-ledger --csv
expect usage "$bin/wick-usage" --threads=4 --csv
expect usage "$bin/wick-usage" --threads=4 --csv
rm -r "$XDG_DATA_HOME"
for n in 1 2 3; do
  # shellcheck disable=SC2086
  $fixed "$bin/wick-usage" --threads=4 --csv >"$tmp/beside.$n" 2>"$tmp/err.$n" &
done
wait
for n in 1 2 3; do
  cmp "$tmp/usage" "$tmp/beside.$n" || { head -n 40 "$tmp/err.$n"; exit 1; }
done
echo "ok: three at once"
expect waste "$bin/wick-waste" --threads=4
expect waste "$bin/wick-waste" --threads=4 --no-ledger
expect misses "$bin/wick-misses" --threads=4
expect misses "$bin/wick-misses" --threads=1 --no-ledger
