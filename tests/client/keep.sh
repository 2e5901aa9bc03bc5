#!/bin/sh
# SPDX-License-Identifier: MIT
# keep.sh FOLDER: the status line of these tests. Shows wick-line's output; keeps the client's payload and the outputs
# of wick-line and wick-state, named by the time of the run.
set -- "$1" "$(date -u '+%s%3N %FT%T.%3NZ')"
run=$1/${2% *}
cat >"$run.tmp" && mv "$run.tmp" "$run.json"
wick-line <"$run.json" >"$run.tmp" && mv "$run.tmp" "$run.line"
cat "$run.line"
WICK_NOW=${2#* } wick-state -p "$run.json" >"$run.tmp" && mv "$run.tmp" "$run.state"
