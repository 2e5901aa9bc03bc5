#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD SECONDS [TARGET...]: each target for so long, two at a time, from its seeds and what earlier runs
# kept; RUNS=N instead runs so many inputs, the same ones each time. What fails is named, with the input that does
# it: such a file belongs in tests/fuzz/seeds, where the unit tests read it each time.
set -u
build=$1 seconds=$2
shift 2
fuzz=$build/bin/fuzz
# shellcheck disable=SC2046
[ $# -gt 0 ] || set -- $("$fuzz")
mkdir -p "$build/found" "$build/log"

one() {
  ln -f "$fuzz" "$fuzz-$1"
  rm -rf ${RUNS:+"$build/corpus/$1"}
  mkdir -p "$build/corpus/$1"
  "$fuzz-$1" ${RUNS:+-seed=1 -runs="$RUNS"} -max_total_time="$seconds" -max_len=65536 -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$build/found/$1-" \
    "$build/corpus/$1" "tests/fuzz/seeds/$1" >"$build/log/$1" 2>&1
  status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/log/$1")
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$build/log/$1" | tail -n 1)
  [ $status -ne 0 ] || { echo "ok: $1, $runs inputs, $edges edges"; return 0; }
  echo "FAILED: $1, see $build/log/$1"
  grep -E '^(not so:|SUMMARY:|.*Test unit written)' "$build/log/$1"
  return 1
}

worst=0
while [ $# -gt 0 ]; do
  one "$1" & first=$!
  second=
  if [ $# -gt 1 ]; then one "$2" & second=$!; shift; fi
  shift
  wait $first || worst=1
  [ -z "$second" ] || wait "$second" || worst=1
done
exit $worst
