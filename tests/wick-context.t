#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
payload=$data/payloads/2.1.330-warm-5m.json

it "the line"
run wick-context --payload "$payload"
exits 0
prints '14k of 1M tokens (1%)'

it "--format"
run wick-context --payload "$payload" --format '{context.tokens}/{context.window_tokens} {context.left_tokens} {context.source}'
prints '14042/1000000 985958 payload'
run wick-context --payload "$payload" -f '{context.token}'
exits 64
silent
complains '^wick-context: --format: unknown field context.token; did you mean context.tokens\?'

it "--json has the tool's own part"
run wick-context --payload "$payload" --json
prints '{"context":{"tokens":14042,"window_tokens":1000000,"left_tokens":985958,"used_pct":1,"left_pct":99,"compact_at_tokens":967000,"to_compact_tokens":952958,"to_compact_pct":99,"input_tokens":3,"cache_write_tokens":14039,"cache_read_tokens":0,"exceeds_200k":false,"output_tokens":10,"compacted":false,"source":"payload"}}'

it "--over"
for row in 14041:0 14042:1 14k:0 15k:1 1%:0 2%:1 0.014M:0; do
  run wick-context -q --payload "$payload" --over="${row%:*}"
  exits "${row#*:}"
  silent
done
run wick-context --payload "$payload" --over=lots
exits 64
complains '^wick-context: --over lots: not a number of tokens or a percentage$'

it "before the first response"
jq -c '.session_id = "new"' "$data/payloads/2.1.330-start.json" >new.json
run wick-context --payload new.json
exits 1
prints 'context unknown'
run wick-context --payload new.json -q --over=0
exits 1

it "a resumed session, before its first response: what the transcript has"
jq -c '.session_id = "4f732b6d-0c96-4dae-8f00-6751881834b7" | .transcript_path = ""' "$data/payloads/2.1.330-start.json" >resumed.json
run wick-context --payload resumed.json -f '{context.tokens} {context.source}'
prints '12954 transcript'

it "a subagent's transcript"
# Its only response: 3 tokens and 7,123 written for an hour, at 04:48:50.
sub=$project/7ac9f9c7-bc77-4273-b974-6f025fd290fc/subagents/agent-a8ceccf21c60cbf41.jsonl
is "its context and its cache" \
  "$(WICK_NOW=2026-11-22T04:50:00Z wick-state -t "$sub" -f '{context.tokens} {cache.state} {cache.ttl} {cache.cached_tokens}')" '7126 warm 1h 7123'

it "a folder that an alias names, and no variable here"
mkdir -p "$tmp/alias/projects/-work" "$tmp/work"
jq -c --arg cwd "$tmp/work" '.cwd = $cwd' "$project/4f732b6d-0c96-4dae-8f00-6751881834b7.jsonl" >"$tmp/alias/projects/-work/aaaaaaaa-0c96-4dae-8f00-6751881834b7.jsonl"
mv "$tmp/alias/projects/-work" "$tmp/alias/projects/$(printf %s "$tmp/work" | tr -c 'A-Za-z0-9' -)"
transcript=$(echo "$tmp"/alias/projects/*/aaaaaaaa*.jsonl)
jq -c --arg t "$transcript" --arg cwd "$tmp/work" '.session_id = "aaaaaaaa-0c96-4dae-8f00-6751881834b7" | .transcript_path = $t | .cwd = $cwd' \
  "$data/payloads/2.1.330-start.json" >"$tmp/payload"  # no pipe: wick-line waits for a payload only so long
wick-line <"$tmp/payload" >/dev/null
run wick-context -C "$tmp/work" -f '{session.id}'
prints 'aaaaaaaa-0c96-4dae-8f00-6751881834b7'

it "a tap, then a newer response"
wick-line <"$data/payloads/2.1.330-warm-1h.json" >/dev/null
run wick-context -s d7f47105-0d12-440b-bc75-54b081ddad73 -f '{context.tokens} {context.source}'
prints '14751 tap'
WICK_NOW=2026-11-22T05:05:00Z wick-line <"$data/payloads/2.1.330-warm-1h.json" >/dev/null
run wick-context -s d7f47105-0d12-440b-bc75-54b081ddad73 -f '{context.tokens} {context.source}'
prints '14958 transcript'

it "no session"
mkdir empty && cd empty || exit 1
run wick-context
exits 69
silent
complains '^wick-context: .*/empty: no session; run claude there, '
finish
