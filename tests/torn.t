#!/bin/sh
# SPDX-License-Identifier: MIT
# Whole records among torn ones on a line: live tools, history and an independent count see the same ones.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z
folder=$HOME/.claude/projects/-p
mkdir -p "$folder"

it "any mixture"
: >wrong
for seed in $(seq 40); do
  file=$folder/70000000-0000-4000-8000-$(printf %012d "$seed").jsonl
  truth=$(python3 "$root/tests/torn.py" "$file" "$seed")
  history=$(wick-usage --no-ledger --json 2>/dev/null | jq -r '.totals | "\(.requests) \(.output_tokens)"')
  live=$(wick-state -t "$file" -f '{cost.requests} {context.tokens}')
  counted=$(python3 "$root/tests/count.py" "$HOME/.claude" | jq -r '.totals | "\(.requests) \(.output_tokens)"')
  # Nothing whole: nothing is known.
  [ "${truth%% *}" = 0 ] && truth='0 0 '
  [ -n "${live%% *}" ] || live="0$live"
  for said in "history: ${history:-0 0} ${truth##* }" "live: ${live%% *} $(echo "$truth" | cut -d ' ' -f 2) ${live##* }" "count: $counted ${truth##* }"; do
    [ "${said#*: }" = "$truth" ] || echo "$seed: $said, not $truth" >>wrong
  done
  rm "$file"
done
[ ! -s wrong ]
ok $? "40 transcripts" wrong

it "a line of very many torn ones"
# Each could hold all that follow: the time may not grow with their square.
python3 -c 'print("{\"a\":" * 150000)' >"$folder/70000000-0000-4000-8000-000000000000.jsonl"
run timeout 20 wick-usage --no-ledger --json
exits 1
run timeout 20 wick-context -t "$folder/70000000-0000-4000-8000-000000000000.jsonl"
exits 1
finish
