#!/bin/sh
# SPDX-License-Identifier: MIT
# A usage in which a count is no count is unknown: the other counts alone would make a wrong context and a wrong price.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-20T10:02:00Z
project=$HOME/.claude/projects/-p
mkdir -p "$project"
t=$project/s.jsonl

# response ID INPUT WRITTEN READ OUTPUT [MODEL]: a line
response() {
  printf '{"type":"assistant","sessionId":"s","uuid":"u-%s","requestId":"req_%s","timestamp":"2026-11-20T10:00:05.000Z","cwd":"/p","promptCacheRequested":"5m","message":{"id":"msg_%s","role":"assistant","model":"%s","content":[],"usage":{"input_tokens":%s,"cache_creation_input_tokens":%s,"cache_read_input_tokens":%s,"output_tokens":%s}}}\n' \
    "$1" "$1" "$1" "${6:-claude-opus-5-5}" "$2" "$3" "$4" "$5"
}
all='{cost.total_usd},{cost.untold_requests},{context.tokens},{next.now_usd},{next.after_clear_tokens},{next.after_clear_usd}'

it "what it is otherwise"
response a 1000 3000 50000 200 >"$t"
run wick-state -t "$t" -f "$all"
# 0.004 + 0.015 + 0.01 + 0.004; then 54,000 read and the 200 written; or 54,000 written
prints '0.033,,54000,0.0118,54000,0.27'
response a 1000 null 50000 200 >"$t"
run wick-state -t "$t" -f "$all"
prints '0.018,,51000,0.0112,51000,0.255'

for odd in '"50000"' -1 50000.5 true '[]' '{}' 1e300 4294967296 9007199254740993; do
  for place in input written read output; do
    it "$place $odd"
    i=1000 w=3000 r=50000 o=200
    case $place in input) i=$odd ;; written) w=$odd ;; read) r=$odd ;; output) o=$odd ;; esac
    response a "$i" "$w" "$r" "$o" >"$t"
    run wick-state -t "$t" -f "$all"
    prints ',1,,,,'
    run wick-line -t "$t" -f '{misses.count}{growth.slope_tokens_per_prompt}'
    prints 0
    is "in a history" "$(wick-usage --no-ledger --json | jq -c '.totals | [.requests, .unpriced_requests, .cost_usd]')" '[1,1,null]'
    printf '{"session_id":"s","transcript_path":"/none","version":"2.1.330","model":{"id":"claude-opus-5-5"},"cost":{"total_cost_usd":1},"context_window":{"context_window_size":1000000,"used_percentage":5,"current_usage":{"input_tokens":%s,"cache_creation_input_tokens":%s,"cache_read_input_tokens":%s,"output_tokens":%s}},"prompt_cache":{"warm":true,"requests":1,"ttl":"5m","expires_at":1795169000}}' \
      "$i" "$w" "$r" "$o" >payload.json
    run wick-state -p payload.json -f '{context.tokens},{context.used_pct},{context.compacted},{next.now_usd},{cache.cached_tokens}'
    prints ',,,,'
  done
done

it "of a compaction"
{
  response a 1000 3000 50000 200
  printf '{"type":"system","subtype":"compact_boundary","sessionId":"s","timestamp":"2026-11-20T10:01:00.000Z","compactMetadata":{"trigger":"auto","preTokens":54000,"postTokens":-3}}\n'
} >"$t"
run wick-context -t "$t" -f '{context.tokens},{context.compacted}'
prints ',true'

it "a response that reports its output only"
response a 0 0 0 200 >"$t"
run wick-next -t "$t" -f '{next.after_clear_tokens},{next.after_clear_usd}'
prints ','

it "two responses on one line: the last one is the last"
{ response a 1000 3000 50000 200 claude-haiku-4-5 | tr -d '\n' && response b 10 30 54000 200; } >"$t"
printf '{"session_id":"s","transcript_path":"%s","model":{"id":"claude-opus-5-5"},"context_window":{"context_window_size":1000000,"current_usage":{"input_tokens":10,"cache_creation_input_tokens":30,"cache_read_input_tokens":54000,"output_tokens":200}},"prompt_cache":{"warm":true,"requests":2,"ttl":"5m","expires_at":1795169000}}' "$t" >payload.json
run wick-next -p payload.json -f '{cache.model},{next.cold_reason},{next.state}'
prints 'claude-opus-5-5,,warm'

it "absurd figures in a payload"
jq -c '.cost = {total_cost_usd: 1e12} | .context_window.current_usage = null | .context_window.total_input_tokens = 1e15
  | .version = "2.1.330" | .rate_limits = {five_hour: {used_percentage: 1e9, resets_at: 1795170000}}' payload.json >absurd.json
run wick-state -p absurd.json -f '{cost.client_usd},{limits.five_hour_pct}'
prints ','
finish
