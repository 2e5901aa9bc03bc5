#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
use_recorded_sessions

it "one JSON object with every group"
run wick-state -s 7ac9f9c7
exits 0
is groups "$(jq -r 'keys | join(" ")' "$tmp/out")" "cache context cost growth misses model next price session"
is "one line" "$(wc -l <"$tmp/out" | tr -d ' ')" 1

it "the same figures as the single tools"
for tool in context cache next; do
  run wick-$tool -s 7ac9f9c7 --json
  cp "$tmp/out" own.json
  is $tool "$(wick-state -s 7ac9f9c7 | jq -cS ".$tool")" "$(jq -cS ".$tool" own.json)"
done

it "nulls and zeros for unknown"
wick-state --payload "$data/payloads/2.1.330-start.json" -s x 2>/dev/null
jq -c '.session_id = "x"' "$data/payloads/2.1.330-start.json" >start.json
run wick-state --payload start.json
is "are not there" "$(jq -c '[.. | nulls] | length' "$tmp/out") $(jq -c '.context, .cache, .next.now_usd' "$tmp/out" | sort -u | tr '\n' ' ')" '0 null {"window_tokens":1000000,"compact_at_tokens":967000,"exceeds_200k":false} '

it "--fields lists what --json can have"
run wick-state --fields
cut -f 1 "$tmp/out" | sort >known
wick-state -s 7ac9f9c7 | jq -r 'paths(scalars) | join(".")' | sort >used
is_empty "nothing else" "$(comm -13 known used)"

it "the price that is used"
run wick-state -s 82a2e042 --format '{price.model} {price.input_usd_per_mtok} {price.tier_above_tokens} {price.source}'
prints 'claude-haiku-5-5 0.1 100000 built-in'
run wick-state -s 82a2e042 --format '{price.*}'
matches '^price.model=claude-haiku-5-5 price.source=built-in .*price.tier_output_usd_per_mtok=2.5'

it "the branch"
mkdir -p repo/.git && echo 'ref: refs/heads/topic' >repo/.git/HEAD
jq -c --arg d "$tmp/repo" '.cwd = $d' "$data/payloads/2.1.330-warm-1h.json" >repo.json
run wick-state --payload repo.json -f '{git.branch}'
prints topic

it "WICK_NOW"
run env WICK_NOW=lunchtime wick-state
exits 64
complains '^wick-state: WICK_NOW: not epoch seconds or ISO-8601: lunchtime$'
finish
