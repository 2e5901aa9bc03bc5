#!/bin/sh
# SPDX-License-Identifier: MIT
# Traces as OTLP/JSON: parsed with the messages of OpenTelemetry's own package, and summed up.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
modules=$root/build/deps/otlp/node_modules
reads=
if command -v node >/dev/null && [ -d "$modules" ]; then reads=yes; fi
# found FILE: prints its contents, if it is OTLP
found() { NODE_PATH=$modules node "$root/tests/otlp.js" <"$1"; }
# The same from the table: requests, and their sums.
table() {
  jq -s -c '[length, (map(.input_tokens + .cache_write_5m_tokens + .cache_write_1h_tokens + .cache_read_tokens) | add), (map(.cache_read_tokens) | add),
    (map(.cache_write_5m_tokens + .cache_write_1h_tokens) | add), (map(.output_tokens) | add), (map(.cost_usd // 0) | add * 1e6 | round)]'
}
sums() { jq -c '[.requests, .input_tokens, .cache_read_tokens, .cache_write_tokens, .output_tokens, .cost_usd]'; }

it "a trace for each prompt"
run wick-export otlp
exits 0
is_empty "no complaint" "$err"
cp "$tmp/out" traces
wick-export ndjson >requests
jq -c '.resourceSpans[].scopeSpans[].spans[]' traces >spans
is "a span for each request" "$(jq -r '.attributes[] | select(.key == "wick.id").value.stringValue' spans | sort)" "$(jq -r .id requests | sort)"
is "below that of its prompt" "$(jq -c 'select(.parentSpanId)' spans | wc -l)" "$(jq -c 'select(.prompt)' requests | wc -l)"
is "whose trace it is" "$(jq -r '.traceId' spans | sort -u | wc -l)" "$(jq -r '.session + (.prompt // "")' requests | sort -u | wc -l)"
wick-export otlp >again
cmp traces again >"$tmp/why" 2>&1
ok $? "the same ids each time" "$tmp/why"
run wick-export --anonymize otlp
for word in home user/proj 4f732b6d 7ac9f9c7 82a2e042 d25fe0c6 d7f47105; do
  if grep -qF -- "$word" "$tmp/out"; then echo "$word"; fi
done >"$tmp/why"
is_empty "--anonymize: no name" "$(cat "$tmp/why")"
cp "$tmp/out" hidden
run wick-export --project=/elsewhere otlp
exits 1
silent
run wick-export --table=calls otlp
exits 64
complains '^wick-export: --table: not with otlp$'

it "as OpenTelemetry has it"
if [ -n "$reads" ]; then
  found traces >found.json 2>"$tmp/why"
  ok $? "it is OTLP" "$tmp/why"
  is "with these sums" "$(sums <found.json)" "$(table <requests)"
  found hidden >/dev/null 2>"$tmp/why"
  ok $? "anonymized too" "$tmp/why"
  for wrong in 's/"traceId":"[0-9a-f]/"traceId":"g/' 's/"kind":3/"kind":"client"/' 's/"name":"chat/"title":"chat/' 's/"intValue":"/"intValue":"x/' 's/"spanId":"../"spanId":"/'; do
    sed "$wrong" traces | found /dev/stdin >/dev/null 2>&1
    is "and would refuse $wrong" $? 1
  done
else
  skip "@opentelemetry/otlp-transformer is not there (make deps-tests)"
fi

it "a request without a time, and hostile names"
sample=$(grep -h '"type":"assistant"' "$project"/d7f47105*.jsonl | head -n 1)
mkdir "$HOME/.claude/projects/-other"
printf '%s' "$sample" | jq -c '.message.id = "msg_u" | .requestId = "req_u" | .uuid = "uu" | .sessionId = "sess-u" | del(.timestamp)' >"$HOME/.claude/projects/-other/u.jsonl"
printf '%s' "$sample" | jq -c '.message.id = "msg_v" | .requestId = "req_v" | .uuid = "vv" | .sessionId = "sess-v" | .cwd = "/a \"b\"\u001b[2J\nc"
  | .message.model = "arn:aws:x/y"' >"$HOME/.claude/projects/-other/v.jsonl"
run wick-export otlp
exits 0
complains '^wick-export: left out: 1 request without a time$'
is "one span more" "$(jq '.resourceSpans[].scopeSpans[].spans[] | select(.name | startswith("chat"))' "$tmp/out" | jq -s length)" "$(($(wc -l <requests) + 1))"
is "names as they were" "$(jq -c '.resourceSpans[].scopeSpans[].spans[] | select([.attributes[].value.stringValue] | index("sess-v")) | [.name, (.attributes[]
  | select(.key == "gen_ai.response.model" or .key == "wick.project").value.stringValue)]' "$tmp/out")" \
  '["chat claude-opus-5-5","/a \"b\"\u001b[2J\nc","arn:aws:x/y"]'
LC_ALL=C grep -q "$(printf '\033')" "$tmp/out"
is "no escape" $? 1

public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
it "public transcripts"
if [ -z "$reads" ] || [ ! -d "$public" ]; then
  skip "no public transcripts here (WICK_PUBLIC), or nothing to read traces with"
  finish
  exit
fi
CLAUDE_CONFIG_DIR=$(printf '%s,' "$public"/*/)
export CLAUDE_CONFIG_DIR
wick-export otlp >traces
wick-export ndjson >requests
found traces >found.json 2>"$tmp/why"
ok $? "are OTLP" "$tmp/why"
is "with these sums" "$(sums <found.json)" "$(jq -c 'select(.time)' requests | table)"
is "in lines of some hundred spans" "$(jq '[.resourceSpans[].scopeSpans[].spans[]] | length' traces | sort -n | tail -n 1)" 500
finish
