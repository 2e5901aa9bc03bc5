#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-next advice: the ways to continue. All figures are computed here independently.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
id=d7f47105
WICK_NOW=2026-11-22T05:06:40Z

# money FILTER: applies it to the advice in advice.json, with the session's fields as $s
money() { jq -c --slurpfile s state.json "\$s[0] as \$s | [.advice[] | {key: .way, value: .}] | from_entries as \$way | $1" advice.json; }
close() { is "$1" "$(money "($2) - ($3) | fabs < 1e-12")" true; }

it "warm"
wick-state -s $id >state.json
run wick-next advice -s $id --json
exits 0
printf '%s' "$out" >advice.json
is "the ways" "$(jq -r '[.advice[].way] | unique | join(" ")' advice.json)" 'clear compact model now ping wait'
close "now: the entry" '$way.now.entry_usd' '$s.next.warm_usd'
close "and the forecast" '$way.now.p50_usd' '$s.next.p50_usd'
close "cold: the entry" '$way.wait.entry_usd' '$s.next.cold_usd'
close "and the forecast" '$way.wait.p90_usd' '$s.next.p90_cold_usd'
write='(if $s.cache.ttl == "1h" then $s.price.write_1h_usd_per_mtok else $s.price.write_5m_usd_per_mtok end)'
close "a ping" '$way.ping.before_usd' \
  "(\$s.context.tokens * \$s.price.read_usd_per_mtok + (\$s.context.output_tokens + 10) * $write + \$s.price.output_usd_per_mtok) / 1e6"
close "the prompt reads what the ping wrote" '$way.ping.entry_usd' \
  '($s.context.tokens + $s.context.output_tokens) * $s.price.read_usd_per_mtok / 1e6'
close "both together" '$way.ping.p10_usd' '$s.next.p10_usd + $way.ping.before_usd + $way.ping.entry_usd - $s.next.warm_usd'
# Pings after the first read the answer too; as many as leave the sum below the cold entry.
later="((\$s.context.tokens + \$s.context.output_tokens) * \$s.price.read_usd_per_mtok + 10 * $write + \$s.price.output_usd_per_mtok) / 1e6"
close "as many as going cold costs" '$way.ping.pings' \
  "1 + ((\$s.next.cold_usd - \$way.ping.entry_usd - \$way.ping.before_usd) / ($later) | floor)"
is "one more would cost more" "$(money "\$way.ping.before_usd + \$way.ping.pings * ($later) + \$way.ping.entry_usd > \$s.next.cold_usd")" true
close "one a TTL" '$way.ping.pings_reach_s' '$way.ping.pings * $s.cache.ttl_s'
close "a compaction" '$way.compact.before_usd' \
  "(\$s.context.tokens * \$s.price.read_usd_per_mtok + \$s.context.output_tokens * $write + \$way.compact.summary_tokens * \$s.price.output_usd_per_mtok) / 1e6"
close "what it leaves is written" '$way.compact.entry_usd' "\$s.next.after_compact_tokens * $write / 1e6"
is "as the last one did" "$(jq -c '.advice[] | select(.way == "compact") | [.tokens, .tokens_assumed]' advice.json)" '[14575,false]'
close "after /clear" '$way.clear.entry_usd' '$s.next.after_clear_usd'
is "another model writes all of it" "$(jq -c --slurpfile s state.json '.advice[] | select(.model == "claude-opus-5-5")
  | .entry_usd - $s[0].next.tokens * 8 / 1e6 | fabs < 1e-12' advice.json)" true
is "in order" "$(jq '[.advice[] | .p10_usd <= .p50_usd and .p50_usd <= .p90_usd] | all' advice.json)" true
current=$(jq -r .model.id state.json)
is "the session's own model is no other" "$(jq --arg m "$current" '[.advice[] | select(.model == $m)] | length' advice.json)" 0

it "prices of nothing"
mkdir -p "$XDG_CONFIG_HOME/wick"
model=$(jq -r .price.model state.json)
printf '[[price]]\nmodel = "%s"\ninput = 0\nwrite_5m = 0\nwrite_1h = 0\nread = 0\noutput = 0\n' "$model" >"$XDG_CONFIG_HOME/wick/prices.toml"
run wick-next advice -s $id --json
is "no number of pings costs as much" "$(printf '%s' "$out" | jq -c '.advice[] | select(.way == "ping") | [.entry_usd, has("pings")]')" '[0,false]'
run wick-next advice -s $id
matches 'keep it warm, then prompt .*for the first ping$'
rm "$XDG_CONFIG_HOME/wick/prices.toml"

it "cold"
WICK_NOW=2026-11-22T09:06:40Z
wick-state -s $id >state.json
wick-next advice -s $id --json >advice.json
is "waiting and pings are no ways" "$(jq -c '[.advice[].way | select(. == "wait" or . == "ping")]' advice.json)" '[]'
close "the compaction writes the context" '$way.compact.before_usd' \
  "(\$s.next.tokens * $write + \$way.compact.summary_tokens * \$s.price.output_usd_per_mtok) / 1e6"

it "a session that was never compacted"
big=$tmp/big.json
jq -c '.session_id = "x" | .transcript_path = "" | .context_window.current_usage.cache_read_input_tokens = 300000' \
  "$data/payloads/2.1.330-warm-1h.json" >"$big"
WICK_NOW=1795327247
run wick-next advice -p "$big" --json
is "what it leaves is assumed" "$(printf '%s' "$out" | jq -c '.advice[] | select(.way == "compact") | [.tokens, .tokens_assumed, .summary_tokens, .summary_assumed]')" \
  '[30000,true,5000,true]'
is "/clear goes back to what is not known" "$(printf '%s' "$out" | jq '[.advice[] | select(.way == "clear")] | length')" 0
tokens=$(wick-next -p "$big" -f '{next.tokens}')
is "another model writes all of it, whoever has the cache" "$(printf '%s' "$out" | jq --argjson tokens "$tokens" \
  '.advice[] | select(.model == "claude-fable-5-2") | .entry_usd - $tokens * 16 / 1e6 | fabs < 1e-12')" true
is "each later prompt is cheaper" "$(printf '%s' "$out" | jq '.advice[] | select(.way == "compact") | .later_usd > 0')" true
jq -c '.session_id = "x" | .transcript_path = ""' "$data/payloads/2.1.330-warm-1h.json" >small.json
run wick-next advice -p small.json --json
is "where it frees nothing it is no way" "$(printf '%s' "$out" | jq '[.advice[] | select(.way == "compact")] | length')" 0
jq -c '.context_window.current_usage.cache_read_input_tokens = 1100000' "$big" >huge.json
run wick-next advice -p huge.json --json
is "models whose window is smaller are none" "$(printf '%s' "$out" | jq '[.advice[] | select(.way == "model")] | length')" 0

it "for people"
run wick-next advice -p "$big"
exits 0
matches '^WAY  .* TO NOW  WITH$'
matches '^prompt now .* warm until 06:04$'
matches '^/compact first .* leaves 30k \(assumed\); each later prompt \$'
run env COLUMNS=40 wick-next advice -p "$big"
is "fits" "$(printf '%s\n' "$out" | sed 's/…/./' | awk 'length > 40' | wc -l)" 0
run wick-next advice -q -p "$big"
exits 0
silent

it "what is not known"
jq -c '.model = {id: "nobody"}' "$big" >nobody.json
run wick-next advice -p nobody.json
exits 1
prints 'next unknown: no price for nobody'
run wick-next advice -p "$data/payloads/2.1.330-after-compact.json"
exits 1

it "what does not fit"
run wick-next advise -p "$big"
exits 64
complains '^wick-next: advise: not advice$'
run wick-next advice now -p "$big"
exits 64
complains '^wick-next: now: unexpected operand$'
run wick-next advice -f x -p "$big"
exits 64
complains '^wick-next: --format: not with advice$'
run wick-next advice --over=1 -p "$big"
exits 64
finish
