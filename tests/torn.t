#!/bin/sh
# SPDX-License-Identifier: MIT
# Complete records among torn ones on a line: live tools, history and an independent count find the same ones.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z
folder=$HOME/.claude/projects/-p
mkdir -p "$folder"

it "any mixture"
python3 "$root/tests/torn.py" "$HOME/.claude" 40 >said 2>&1
is "40 transcripts" "$(cat said)" "40 transcripts"

it "a line of very many torn ones"
# Each could contain all that follow: the time must not grow quadratically.
python3 -c 'print("{\"a\":" * 150000)' >"$folder/70000000-0000-4000-8000-000000000000.jsonl"
run timeout 20 wick-usage --no-ledger --json
exits 1
run timeout 20 wick-context -t "$folder/70000000-0000-4000-8000-000000000000.jsonl"
exits 1
finish
