#!/bin/sh
# SPDX-License-Identifier: MIT
# Sessions with planted waste of every class, and look-alikes: the findings must be what was planted, and every class
# must have the tokens and the money that were spent on it.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z

planted() {  # SESSIONS SEED MIX
  it "planted with seed $2, mix $3"
  rm -rf planted "$XDG_DATA_HOME"
  python3 "$root/tests/audit/plant.py" planted "$1" "$2" "$3"
  CLAUDE_CONFIG_DIR=$tmp/planted
  export CLAUDE_CONFIG_DIR
  for ledger in --no-ledger '' ''; do
    wick-waste $ledger --csv >got.csv
    wick-waste $ledger --json >got.json
    python3 "$root/tests/audit/plant.py" compare planted got.csv >why 2>&1
    ok $? "classes, tokens and money${ledger:+ without a ledger}" why
  done
  wick-growth --carried --json >carried.json
  python3 "$root/tests/audit/plant.py" carried planted carried.json >why 2>&1
  ok $? "what contexts carried, by source" why
  is "all is what wick-usage counts" "$(jq -c '[.tokens, .usd]' got.json)" \
    "$(wick-usage --json | jq -c '.totals | [.input_tokens + .cache_write_5m_tokens + .cache_write_1h_tokens +
      .cache_read_tokens + .output_tokens, .cost_usd]')"
  for by in project model week session; do
    is "of each $by add up" "$(jq "[.by_${by}[].wasted_tokens] | add" got.json)" "$(jq .wasted_tokens got.json)"
  done
  is "the findings are what was wasted" "$(jq '[.list[] | .tokens + .compounded_tokens] | add' got.json)" "$(jq .wasted_tokens got.json)"
  is "so are the clusters" "$(jq '[.clusters[].tokens] | add' got.json)" "$(jq .wasted_tokens got.json)"
  is "clusters say where they begin and end" "$(jq '[.clusters[] | .first.line > 0 and .last.line > 0] | all' got.json)" true
  is "each is at a line of its transcript" "$(jq '[.list[] | .line > 0] | all' got.json)" true
}

planted 40 1 0.5
planted 40 2 0.2
planted 40 4 0.8
finish
