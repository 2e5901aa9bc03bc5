#!/bin/sh
# SPDX-License-Identifier: MIT
# Sums over transcripts are in transcripts.t.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
id=d7f47105-0d12-440b-bc75-54b081ddad73

it "as the payload says"
run wick-cost --payload "$data/payloads/2.1.330-model-switched-response.json"
exits 0
prints '$0.44 (payload)'
# The session continued after this payload: the client's last total, in its transcript, is higher.
run wick-cost --payload "$data/payloads/2.1.330-warm-1h.json" --json
out=$(printf '%s' "$out" | jq -c '[.cost.client_usd, .cost.transcript_usd], del(.cost.client_usd, .cost.transcript_usd)')
# The payload's own total, and an independent count of the lines.
is "both accounts" "$(echo "$out" | head -n 1 | jq -c 'map(. * 1e6 | round)')" \
  "[$(jq '.cost.total_cost_usd * 1e6 | round' "$data/payloads/2.1.330-warm-1h.json"),$(python3 "$root/tests/count.py" --by session "$data/config" |
    jq '.rows["d7f47105-0d12-440b-bc75-54b081ddad73"].cost_usd * 1e6 | round')]"
echo "$out" | tail -n 1 >out
prints '{"cost":{"total_usd":0.44166380000000005,"lower_bound":false,"requests":8,"duration_s":7,"api_duration_s":0,"lines_added":0,"lines_removed":0,"source":"cost-state"}}'

it "a stale tap: the higher of two lower bounds"
WICK_NOW=2026-11-22T05:05:00Z wick-line <"$data/payloads/2.1.330-warm-1h.json" >/dev/null
run wick-cost -s $id -f '{cost.total_usd} {cost.source} {cost.lower_bound}'
prints '0.44166380000000005 cost-state false'

it "subagents are in it"
grep -v '"cost-state"' "$data/config/projects/-home-user-proj/$id.jsonl" >"$project/$id.jsonl"
rm -r "$XDG_STATE_HOME" "${project:?}/$id"
run wick-cost -s $id -f '{cost.requests}'
prints 7

it "a model without a price"
sed 's/claude-sonnet-5-5/claude-unknown-9/g' "$project/$id.jsonl" >"$project/mixed.jsonl"
run wick-cost -s mixed
exits 0
matches '^\$0\.[0-9]* or more \(transcript; no price for claude-unknown-9\)$'
sed 's/claude-opus-5-5/claude-unknown-8/g; s/claude-sonnet-5-5/claude-unknown-9/g' "$project/$id.jsonl" >"$project/none.jsonl"
run wick-cost -s none
exits 1
prints 'cost unknown: no price for claude-unknown-9'

it "a budget"
# 0.4416638 by the client's total, and nothing else is known of that session.
jq '.session_id = "0b5e55ed-0000-4000-8000-000000000000" | del(.transcript_path)' \
  "$data/payloads/2.1.330-model-switched-response.json" >budget.json
for bound in 0.4416=0 0.4417=1; do
  run wick-cost -q -p budget.json --over="${bound%=*}"
  exits "${bound#*=}"
  silent
done
run wick-cost -q -s none --over=0
exits 1
run wick-cost -s $id --over=cheap
exits 64
complains '^wick-cost: --over cheap: not an amount$'

it "the checkpoint"
is "is kept, private" "$(find "$XDG_CACHE_HOME/wick/cost" -name $id -perm 600 | wc -l | tr -d ' ')" 1
printf 'rubbish' >"$XDG_CACHE_HOME/wick/cost/$id"
run wick-cost -s $id -f '{cost.requests}'
prints 7
head -n 60 "$project/$id.jsonl" >shorter && cp shorter "$project/$id.jsonl"
run wick-cost -s $id -f '{cost.requests}'
prints 5

it "nothing spent that is known"
echo '{"type":"user"}' >"$project/new.jsonl"
run wick-cost -s new.jsonl
exits 69
run wick-cost -t "$project/new.jsonl"
exits 1
prints 'cost unknown'
finish
