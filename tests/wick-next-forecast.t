#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-next: the forecast of the whole prompt.
. "$(dirname "$0")/lib.sh"
payload=$data/payloads/2.1.330-warm-1h.json   # 14751 tokens, 12 output, Opus 5.5, 1h
WICK_NOW=1795327247
range='{next.p10_usd} {next.p50_usd} {next.p90_usd}'

# like THIS OTHER: checks that the numbers of $out are those of OTHER, times FACTOR and plus OFFSET
like() {
  is "$1" "$(jq -nc --arg got "$out" --arg other "$2" --argjson factor "${3:-1}" --argjson offset "${4:-0}" '
    [$got | split(" ")[] | tonumber] as $g | [$other | split(" ")[] | tonumber * $factor + $offset] as $e
    | ($g | length) == ($e | length) and ([range($e | length) | ($g[.] - $e[.]) | fabs < 1e-9] | all)')" true
}

it "the prior alone"
run wick-next -p "$payload" -f '{next.basis}'
prints 'prior 179'
run wick-next -p "$payload" -j
is "in order, the mean inside" "$(printf '%s' "$out" | jq '.next | .p10_usd <= .p50_usd and .p50_usd <= .p90_usd
  and .p10_usd <= .mean_usd and .mean_usd <= .p90_usd and .p10_usd >= .now_usd
  and .requests_p10 <= .requests_p50 and .requests_p50 <= .requests_p90 and .compaction_chance == 0')" true
is "no history says nothing of subagents" "$(printf '%s' "$out" | jq '.next | has("subagents_mean_usd")')" false
is "the names" "$(printf '%s' "$out" | jq '.next | .entry_warm_usd == .warm_usd and .entry_cold_usd == .cold_usd')" true
warm=$(wick-next -p "$payload" -f "$range")

it "a fixed number of requests"
# Opus 5.5, 1 hour: read 0.2, write 8, output 20 USD per million. One request is the entry.
run wick-next -p "$payload" --requests=1 --prompt-tokens=1000 --output-tokens=2000 -f "$range"
like "one: the entry" "0.0510462 0.0510462 0.0510462"
run wick-next -p "$payload" --requests=3 -f '{next.requests_p10} {next.requests_p90}'
prints '3 3'
run wick-next -p "$payload" --requests=0
exits 64
complains '^wick-next: --requests 0: less than 1$'
run wick-next -p "$payload" --requests=x
exits 64

it "cold"
run env WICK_NOW=1795330847 wick-next -p "$payload" -f "$range"
like "more by the prefix, written instead of read" "$warm" 1 "$(jq -n '14751 * (8 - 0.2) / 1e6')"

it "fast mode"
jq -c '.fast_mode = true' "$payload" >fast.json
run wick-next -p fast.json -f "$range"
like "twice as much" "$warm" 2

it "above a price tier"
# Haiku 5.5, 1 hour: read 0.01, write 0.2, output 0.5 up to 100,000 tokens, five times as much above.
jq -c '.model.id = "claude-haiku-5-5" | .context_window.current_usage.cache_read_input_tokens = 92360' "$payload" >tier.json
run wick-next -p tier.json -f '{next.tokens}'
prints 100000
run wick-next -p tier.json --requests=1 --output-tokens=1000 -f '{next.p50_cold_usd}'
like "at it" "$(jq -n '(100000 * 0.2 + 1000 * 0.5) / 1e6')"
run wick-next -p tier.json --requests=1 --prompt-tokens=1 --output-tokens=1000 -f '{next.p50_cold_usd}'
like "one token above" "$(jq -n '(100001 * 0.2 + 1000 * 0.5) * 5 / 1e6')"

it "no cache at all"
jq -c '.session_id = "x" | .transcript_path = "" | .prompt_cache = {warm: false, caching_observed: false}' "$payload" >off.json
run wick-next -p off.json --requests=2 --prompt-tokens=237 --output-tokens=1000 -f '{next.p10_usd} {next.p90_usd}'
is "at the input price" "$(printf '%s' "$out" | jq -R 'split(" ") | map(tonumber) | .[0] >= (30000 * 4 + 1000 * 20) / 1e6 and .[0] <= .[1]')" true

it "an unknown model"
jq -c '.model = {id: "claude-unknown-9"} | .session_id = "x"' "$payload" >unknown.json
run wick-next -p unknown.json -f "[$range{next.mean_usd}{next.p50_cold_usd}]{?next.requests_p50:requests}"
exits 1
prints '[  ]requests'

it "before the first prompt"
run wick-next -p "$data/payloads/2.1.330-start.json" -f "[$range]{?next.requests_p50:requests}"
exits 1
prints '[  ]requests'
use_recorded_sessions
transcript=$(find "$project" -name 'd7f47105*.jsonl')
head -n "$(grep -n '"type":"user"' "$transcript" | head -n 1 | cut -d: -f1)" "$transcript" | sed '$d' >first.jsonl
run wick-next -t first.jsonl -f "[$range]{next.basis}"
exits 1
prints '[  ]'

it "right after /compact"
line=$(grep -n '"compact_boundary"' "$transcript" | tail -n 1 | cut -d: -f1)
head -n "$line" "$transcript" >compacted.jsonl
run wick-next -t compacted.jsonl -f "[$range{next.sent_tokens_p50}]{?next.requests_p50:requests}"
exits 1
prints '[  ]requests'

# Cut before a line, the file gives the figures of that time; the same in pieces, with a checkpoint.
it "nothing behind the end"
lines=$(wc -l <"$transcript")
fields="{next.basis} $range {next.requests_p50} {next.context_after_tokens} {next.output_tokens_p50}"
rm -rf "$XDG_CACHE_HOME" fresh pieces
mkdir pieces
: >pieces/grown.jsonl
for cut in $(seq 20 15 "$lines") $lines; do
  head -n "$cut" "$transcript" >cut.jsonl
  XDG_CACHE_HOME=$tmp/none/$cut wick-next -t cut.jsonl -f "$fields" >>fresh 2>&1
  size=$(wc -c <pieces/grown.jsonl)
  tail -c "+$((size + 1))" cut.jsonl >>pieces/grown.jsonl
  wick-next -t pieces/grown.jsonl -f "$fields" >>kept 2>&1
done
diff fresh kept >why
ok $? "a transcript that grows is forecast as one that is read at once" why
is "there is a checkpoint" "$(find "$XDG_CACHE_HOME/wick/prompts" -name grown | wc -l)" 1
is_empty "which nobody else may read" "$(find "$XDG_CACHE_HOME/wick/prompts" -type f ! -perm 600)"
whole=$(tail -n 1 fresh)
checkpoint=$XDG_CACHE_HOME/wick/prompts/grown
for damage in ': >"$checkpoint"' 'head -c 30 "$checkpoint" >x; cat x >"$checkpoint"' 'rm "$checkpoint"' \
  'head -c 100000 /dev/urandom >"$checkpoint"' 'rm "$checkpoint"; mkdir "$checkpoint"'; do
  eval "$damage"
  run wick-next -t pieces/grown.jsonl -f "$fields"
  is "after: $damage" "$out" "$whole"
done
rm -rf "$checkpoint"
wick-next -q -t pieces/grown.jsonl -f "$fields"
head -n 40 "$transcript" >pieces/grown.jsonl
run wick-next -t pieces/grown.jsonl -f "$fields"
expected=$(head -n 40 "$transcript" >cut.jsonl; XDG_CACHE_HOME=$tmp/none/x wick-next -t cut.jsonl -f "$fields")
is "a file that was cut is read again" "$out" "$expected"

it "a transcript larger than what is read"
python3 - "$transcript" >big.jsonl <<'END'
import sys
text = open(sys.argv[1]).read()
filler = '{"type":"user","isSidechain":false,"sessionId":"s","message":{"role":"user","content":[{"type":"tool_result","content":"%s"}]}}\n' % ("x" * 50000)
print(text + filler * 40 + text, end="")
END
run wick-next -t big.jsonl -f '{next.basis}'
is "is forecast from its end" "$(printf '%s' "$out" | grep -cE '^session [1-9][0-9]*, prior 179$')" 1

it "an advisor's passes do not look like growth"
# 32 prompts of three requests, each of which adds 100 tokens; the second takes two passes over the conversation, so the
# sum in its usage is twice its context.
"$(command -v python3)" - >"$tmp/advised.jsonl" <<'END'
import json
context, number = 50_000, 0
def line(**more):
    global number
    number += 1
    time = "2026-11-20T%02d:%02d:%02d.000Z" % (8 + number // 3600, number // 60 % 60, number % 60)
    print(json.dumps({"sessionId": "s", "uuid": f"u{number}", "timestamp": time, "cwd": "/p", **more}))
for prompt in range(32):
    line(type="user", message={"role": "user", "content": "go on"})
    for request in range(3):
        context += 100
        def sends(times, **more):
            return {"input_tokens": 0, "cache_creation_input_tokens": 100 * times,
                    "cache_read_input_tokens": (context - 100) * times, "output_tokens": 10 * times, **more}
        usage = sends(1)
        if request == 1:
            usage = sends(2, iterations=[sends(1, type="message"), {"type": "advisor_message", "model": "claude-opus-5-5",
                          "input_tokens": 9, "output_tokens": 9}, sends(1, type="message")])
        line(type="assistant", requestId=f"r{number}", promptCacheRequested="1h", message={"id": f"m{number}",
             "role": "assistant", "model": "claude-opus-5-5", "stop_reason": "end_turn", "content": [], "usage": usage})
END
run wick-next -t "$tmp/advised.jsonl" -f '{next.tokens} {next.context_after_tokens}'
read -r sent after <out
is "it sends" "$sent" 59610
echo "after it: $after" >why
[ "$after" -ge 59610 ] && [ "$after" -lt 65000 ]
ok $? "and grows as it has grown, about 300 tokens a prompt" why
finish
