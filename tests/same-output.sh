#!/bin/sh
# SPDX-License-Identifier: MIT
# Compares the output of two builds: every history tool with every kind of output, at three widths, over the
# recorded sessions, planted ones and, if available, other people's (WICK_PUBLIC). Use it for changes that must
# not change any output.
#
#   sh tests/same-output.sh OLD_BIN NEW_BIN
#
# prints the differences, and exits 1 if there are any. If SAME_OUTPUT_KEEP names a folder, outputs are kept in
# it, so that the old build is run only once.
set -eu
[ $# -eq 2 ] || { echo "usage: same-output.sh OLD_BIN NEW_BIN" >&2; exit 64; }
root=$(cd "$(dirname "$0")/.." && pwd)
old=$(cd "$1" && pwd) new=$(cd "$2" && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-same.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
kept=${SAME_OUTPUT_KEEP:-$tmp/kept}
mkdir -p "$kept"
work=$kept/work  # both builds have the same paths
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
unset CLAUDE_CODE_SESSION_ID CLAUDE_CODE_PROJECT_DIR_NAME CLAUDECODE NO_COLOR COLUMNS WICK_COLOR WICK_DEBUG
export LC_ALL=C.UTF-8 TZ=UTC TERM=xterm-256color

# Command lines that print tables, which are run at each width, and all others.
tables() {
  for by in day week month hour weekday block project repo session model skill server tool agent branch client \
    day,model project,session model,effort session,day; do
    echo "wick-usage $by"
  done
  echo "wick-usage day --columns=cost,share,hits,change,bar"
  echo "wick-usage session --columns=tokens,saved,subagents,last --sort=saved --reverse"
  echo "wick-usage model --sort=name --top=2"
  echo "wick-usage project --sort=hits --last=3"
  echo "wick-misses"
  for by in cause idle context day session project model; do echo "wick-misses --by=$by"; done
  echo "wick-misses --no-names --by=session"
  echo "wick-growth --limit=5"
  echo "wick-growth --limit=0 --no-names --jump=5k"
  for policy in compact=160k compact-breaks clear ttl=5m ttl=1h model=haiku-5-5; do echo "wick-growth --what-if=$policy"; done
  echo "wick-growth --split=2026-03-01"
  echo "wick-growth --carried"
  echo "wick-growth --carried --limit=3"
  echo "wick-growth --tokens"
  echo "wick-growth --tokens --limit=2"
  echo "wick-waste"
  echo "wick-waste --count --min-usd=0.01"
  echo "wick-waste --fix"
  for by in project model tool server day week session; do echo "wick-waste --by=$by"; done
  echo "wick-forecast"
  echo "wick-forecast --backtest"
  echo "wick-forecast --backtest --leave-one-out"
  for order in last cost peak project; do echo "wick-sessions --all --sort=$order"; done
  echo "wick-sessions --all --no-names"
  echo "wick-sessions"
  echo "wick-overview"
  echo "wick-overview --since=400d"
  for id in $ids; do
    echo "wick-misses --session=$id"
    echo "wick-growth --session=$id"
    echo "wick-waste --session=$id"
    echo "wick-sessions show $id"
  done
}
others() {
  for by in day session project model block tool day,model session,day; do
    echo "wick-usage $by --json"
    echo "wick-usage $by --csv"
  done
  echo "wick-usage day --no-such"
  echo "wick-usage --columns=cots"
  echo "wick-usage --sort=models"
  for tool in misses growth waste; do
    echo "wick-$tool --json"
    echo "wick-$tool --csv"
    echo "wick-$tool --explain=all"
    echo "wick-$tool --explain=cost_us"
  done
  for policy in compact=160k model=haiku-5-5; do echo "wick-growth --json --what-if=$policy"; done
  echo "wick-growth --json --split=2026-03-01"
  echo "wick-growth --carried --json"
  echo "wick-growth --tokens --json"
  echo "wick-growth --tokens --csv"
  echo "wick-waste --json --count --min-usd=0.01"
  echo "wick-forecast --json"
  echo "wick-forecast --backtest --json"
  echo "wick-forecast --backtest --csv"
  echo "wick-sessions --all --json"
  echo "wick-overview --json"
  echo "wick-report"
  echo "wick-report --model=opus"
  for table in requests prompts calls misses findings; do
    echo "wick-export --table=$table csv"
    echo "wick-export --table=$table ndjson"
    echo "wick-export --table=$table --explain=all"
  done
  echo "wick-export --explain=modle"
  echo "wick-export openmetrics"
  for id in $ids; do
    echo "wick-misses --json --session=$id"
    echo "wick-growth --json --session=$id"
    echo "wick-waste --json --session=$id"
    echo "wick-sessions show $id --json"
  done
}

# outputs BIN INTO CORPUS FOLDER...: runs all of them; writes a file per command line and width
outputs() {
  bin=$1 place=$2/$3
  shift 3
  rm -rf "${work:?}/home"
  mkdir -p "$work/home" "$place"
  export HOME="$work/home" XDG_CONFIG_HOME="$work/home/c" XDG_STATE_HOME="$work/home/s" XDG_CACHE_HOME="$work/home/k" \
    XDG_DATA_HOME="$work/home/d" XDG_RUNTIME_DIR="$work/home/r"
  CLAUDE_CONFIG_DIR=$(IFS=, && echo "$*")
  export CLAUDE_CONFIG_DIR
  # Some lists have the order in which sessions were first read, which varies with several threads.
  "$bin/wick-usage" -q --threads=1 2>/dev/null || true
  ids=$("$bin/wick-sessions" --all --json --sort=cost 2>/dev/null | sed -E 's/^\{"session":"([^"]*)".*/\1/' | head -4)
  tables >"$work/tables"
  others >"$work/others"
  while read -r tool arguments; do
    for width in 60 80 120; do one $width; done
  done <"$work/tables"
  export WICK_COLOR=always
  while read -r tool arguments; do one 100; done <"$work/tables"
  unset WICK_COLOR
  while read -r tool arguments; do one 80; done <"$work/others"
}
# one WIDTH: runs $tool with $arguments
one() {
  file=$place/$(printf '%s %s' "$tool" "$arguments" | tr ' /' '_-')@$1
  # shellcheck disable=SC2086
  COLUMNS=$1 "$bin/$tool" $arguments >"$file" 2>&1 </dev/null || echo "exit status $?" >>"$file"
}

mkdir -p "$work"
if [ ! -e "$kept/made" ]; then
  python3 "$root/tests/plant.py" "$kept/misses" 40 1 >/dev/null
  python3 "$root/tests/audit/plant.py" "$kept/waste" 40 1 0.5 >/dev/null
  touch "$kept/made"
fi
results() { printf '%s/out%s' "$kept" "$(printf %s "$1" | tr / _)"; }
for bin in "$old" "$new"; do
  into=$(results "$bin")
  if [ "$bin" = "$old" ] && [ -e "$into/made" ]; then continue; fi
  rm -rf "$into"
  export WICK_NOW=2026-11-24T12:00:00Z
  outputs "$bin" "$into" recorded "$root/tests/data/config"
  export WICK_NOW=2026-11-27T12:00:00Z
  outputs "$bin" "$into" planted "$kept/misses" "$kept/waste"
  if [ -d "$public" ]; then outputs "$bin" "$into" public "$public"/*/; fi
  touch "$into/made"
done
count=$(find "$(results "$new")" -type f | wc -l)
if diff -r "$(results "$old")" "$(results "$new")" >"$tmp/diff"; then
  echo "the same: $count outputs"
else
  cut -c 1-300 "$tmp/diff"
  exit 1
fi
