#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-growth --carried: what the money was spent on, in a session small enough to be added up by hand;
# planted-waste.t tests large ones.
. "$(dirname "$0")/lib.sh"
project=$HOME/.claude/projects/-shop
mkdir -p "$project"
WICK_NOW=2026-11-20T12:00:00Z
one=11111111-aaaa-4aaa-8aaa-111111111111

# Sonnet 4.5: a token written costs 3.75 dollars a million, read 0.3, generated 15.
n=0
# reply READ WRITTEN OUTPUT CONTENT
reply() {
  n=$((n + 1))
  printf '{"type":"assistant","sessionId":"%s","cwd":"/shop","uuid":"u%s","requestId":"r%s","timestamp":"2026-11-18T10:%02d:00Z","version":"2.1.300","message":{"id":"m%s","role":"assistant","model":"claude-sonnet-4-5","content":[%s],"usage":{"input_tokens":0,"cache_read_input_tokens":%s,"cache_creation_input_tokens":%s,"output_tokens":%s}}}\n' \
    $one $n $n $n $n "$4" "$1" "$2" "$3"
}
# user CONTENT
user() {
  n=$((n + 1))
  printf '{"type":"user","sessionId":"%s","cwd":"/shop","uuid":"u%s","timestamp":"2026-11-18T10:%02d:00Z","version":"2.1.300","message":{"role":"user","content":%s}}\n' $one $n $n "$1"
}
text() { printf '{"type":"text","text":"%s"}' "$1"; }
# 18,000 bytes of lines in Read's format: about 6,000 tokens.
file=$(python3 -c 'print("\\n".join("%5d\u2192    total = total + price(item)" % i for i in range(1, 471)), end="")')
{
  user '"go"'
  reply 0 10000 40 '{"type":"tool_use","id":"t1","name":"Read","input":{"file_path":"/shop/cart.py"}}'
  user "[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"$file\"}]"
  reply 10000 6040 10 "$(text 'a short answer to what was asked')"
  user '"and now"'
  reply 16040 20 10 "$(text 'another short answer')"
} >"$project/$one.jsonl"

it "a session"
run wick-growth --carried -j
exits 0
# about NAME FILTER USD: checks that it is within 5 %
about() {
  is "$1" "$(jq "$2 as \$got | (\$got - $3 | if . < 0 then -. else . end) <= $3 / 20" "$tmp/out")" true
}
# 10,000 written once and read twice: 0.0375 + 2 * 0.003
about "what it began with" '.carried[] | select(.kind == "base") | .cost_usd' 0.0435
# 6,000 written once and read once: 0.0225 + 0.0018
about "what was read" '.carried[] | select(.kind == "result" and .tool == "Read") | .cost_usd' 0.0243
about "by file" '.targets[] | select(.kind == "result" and .target == "/shop/cart.py") | .cost_usd' 0.0243
# 60 tokens generated: 0.0009
about "what was generated" '.carried[] | select(.kind == "output") | .cost_usd' 0.0009
# 0.0375 + 0.0006, 0.003 + 0.02265 + 0.00015, 0.004812 + 0.000075 + 0.00015
is "all" "$(jq '(.cost_usd - 0.068937 | if . < 0 then -. else . end) < 1e-9' "$tmp/out")" true
is "the sum of the sources" "$(jq '([.carried[].cost_usd] | add) - .cost_usd | . < 1e-9 and . > -1e-9' "$tmp/out")" true
is "every token sent, and generated" "$(jq '.sent_tokens' "$tmp/out")" 42160
is "as wick-usage has it" "$(jq .cost_usd "$tmp/out")" "$(wick-usage -j | jq .totals.cost_usd)"
run wick-growth --carried
matches '^system prompt, tools, memory +1 +10k +30k +\$0.04 +63.1%$'
matches '^results of Read +1 +6k +12k +\$0.02 +3[45].*%$'
matches '^Read +/shop/cart.py +1 +6k '

it "a compaction"
{
  user '"[{}]"' | sed 's/"type":"user"/"type":"system","subtype":"compact_boundary","compactMetadata":{"trigger":"manual","preTokens":16060}/; s/,"message".*/}/'
  user '"go on"'
  reply 10000 3000 10 "$(text 'yes')"
} >>"$project/$one.jsonl"
run wick-growth --carried -j
# 3,000 written: 0.01125
about "its summary" '.carried[] | select(.kind == "summary") | .cost_usd' 0.01125
is "the file is not sent any more" "$(jq '.carried[] | select(.kind == "result") | .sent_tokens < 13000' "$tmp/out")" true

it "what it goes with"
for wrong in --csv --split=auto --what-if=clear --plot=x.svg; do
  run wick-growth --carried "$wrong"
  exits 64
done
run wick-growth --carried --limit=1
matches '^system prompt'
matches '^[0-9] more \(--limit\) '
use_recorded_sessions
is "recorded sessions: all of their money" "$(wick-growth --carried -j | jq '[.cost_usd, ([.carried[].cost_usd] | add)] | map(. * 1e7 | round)' -c)" \
  "$(wick-usage -j | jq -c '[.totals.cost_usd, .totals.cost_usd] | map(. * 1e7 | round)')"
is "of one project" "$(wick-growth --carried -j --project=shop | jq .requests)" "$(wick-usage -j --project=shop | jq .totals.requests)"
finish
