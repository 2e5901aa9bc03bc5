#!/bin/sh
# SPDX-License-Identifier: MIT
# The unit tests of lib/, one Catch2 program.
. "$(dirname "$0")/lib.sh"
it "unit tests"
WICK_DATA=$data
export WICK_DATA
run unit-tests
ok "$status" "$(tail -n 2 "$tmp/out" | head -n 1)" "$tmp/out"
finish
