#!/bin/sh
# SPDX-License-Identifier: MIT
# Sessions with planted misses of every cause, look-alikes, jumps and compactions: the findings must be exactly what
# was planted, at its true cost.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z

for seed in 1 2 3; do
  it "planted with seed $seed"
  rm -rf planted "$XDG_DATA_HOME"
  python3 "$root/tests/plant.py" planted 150 $seed
  CLAUDE_CONFIG_DIR=$tmp/planted
  export CLAUDE_CONFIG_DIR
  is "every cause is there" "$(tail -n +2 planted/misses.csv | cut -d, -f5 | sort -u | tr '\n' ' ')" \
    'client_upgraded conversation_lost effort_changed fast_mode_changed messages_changed messages_rewritten model_changed previous_message_not_found system_changed tools_changed tools_or_system_changed ttl_expired_1h ttl_expired_5m unknown '
  is "in main chains and in subagents" "$(tail -n +2 planted/misses.csv | cut -d, -f3 | sed 's/..*/subagent/; s/^$/main/' | sort -u | tr '\n' ' ')" \
    'main subagent '
  for ledger in --no-ledger '' ''; do
    # shellcheck disable=SC2086
    wick-misses $ledger --csv >got.csv
    python3 "$root/tests/burn.py" compare planted/misses.csv got.csv >why 2>rows
    [ ! -s why ] && [ "$(cut -d' ' -f1 rows)" -gt 500 ]
    ok $? "misses, causes and money${ledger:+ without a ledger}: $(cat rows)" why
  done
  wick-growth --json >growth.json
  jq -S 'with_entries(.value |= {requests, prompts, floor, peak, compactions, freed})' planted/growth.json >expected.json
  jq -S '.sessions | map({key: .session, value: {requests, prompts: (.prompts | length), floor: .floor_tokens, peak: .peak_tokens,
    compactions, freed: .freed_tokens}}) | from_entries' growth.json >got.json
  diff expected.json got.json >why
  ok $? "floor, peak, prompts and compactions of each session" why
  is "and its money" "$(jq --slurpfile p planted/growth.json '[.sessions[] | .cost_usd - $p[0][.session].usd | fabs < 1e-9] | all' growth.json)" true
  # Each session's jumps, with their causes.
  : >why
  jq -r 'to_entries[] | select(.value.jumps | length > 1) | .key' planted/growth.json | head -n 8 | while read -r session; do
    wick-growth --session="$session" --json | jq -c '[.jumps[] | {tokens: .jump_tokens, target, cause}] | sort_by(.target)' >got.json
    jq -c --arg s "$session" '[.[$s].jumps[] | {tokens, target, cause: "result"}] | sort_by(.target)' planted/growth.json >expected.json
    diff expected.json got.json >>why || echo "$session" >>why
  done
  [ ! -s why ]
  ok $? "jumps and their causes" why
  is "nothing changed costs what was planted" "$(wick-growth --what-if=none --json | jq '.what_if[0] | .cost_usd == .would_usd')" true
  for policy in compact=60k clear compact-breaks ttl=5m ttl=1h; do
    is "$policy: no session saves more than it cost" "$(wick-growth --what-if=$policy --json | jq '[.what_if[0].sessions[] | .would_usd >= 0 and .saved_usd <= .cost_usd] | all')" true
  done
done
finish
