#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-24T12:00:00Z
use_recorded_sessions

it "without a history"
run env CLAUDE_CONFIG_DIR="$tmp/none" wick-misses
exits 1
silent

counters='.prompt_cache | [.requests, .misses, .expected_rebuilds, .hit_ratio, .cache_write_tokens,
  .miss_recache_tokens, .last_miss_at]'
# The client's own counters, at the time of each of its payloads, equal wick's counts up to then.
# as_the_client PAYLOAD SESSION UNTIL
as_the_client() {
  wick-misses --no-ledger --until "$3" --session "$2" --json >said.json
  is "${1##*/}" "$(jq -c "$counters" said.json)" "$(jq -c "$counters" "$1")"
  # If the client names a cause, it is the same one.
  is "${1##*/}: the cause" "$(jq -c '.prompt_cache.last_miss_cause' said.json)" \
    "$(jq -c --slurpfile said said.json '.prompt_cache.last_miss_cause // $said[0].prompt_cache.last_miss_cause' "$1")"
}

it "the client's counters"
# A recorded payload has no time; its number of requests determines it.
for payload in "$data"/payloads/*.json; do
  requests=$(jq '.prompt_cache.requests // empty' "$payload")
  [ -n "$requests" ] || continue
  session=$(jq -r .session_id "$payload")
  next=$(jq -rs --argjson n "$requests" '[.[] | select(.type == "assistant" and (.isSidechain | not))]
    | unique_by(.message.id) | map(.timestamp) | sort | .[$n] // "2026-11-24"' "$project/$session.jsonl")
  as_the_client "$payload" "$session" "$next"
done
for folder in "$data"/client/*/*/; do
  CLAUDE_CONFIG_DIR=${folder%/}
  export CLAUDE_CONFIG_DIR
  for payload in "$folder"payloads/*.json; do
    [ "$(jq 'has("prompt_cache")' "$payload")" = true ] || continue
    ms=$(basename "$payload" .json)
    at=$(jq -nr --argjson ms "$ms" '($ms / 1000 | floor | todate | .[:-1]) + "." + ($ms % 1000 + 1000 | tostring | .[1:]) + "Z"')
    as_the_client "$payload" "$(jq -r .session_id "$payload")" "$at"
  done
done
unset CLAUDE_CONFIG_DIR

it "the sums"
run wick-misses --json
exits 0
printf '%s\n' "$out" >all.json
is "of the sessions add up" "$(jq -c '[.main.by_session | (map(.requests), map(.misses), map(.lost_tokens)) | add]' all.json)" \
  "$(jq -c '[.main | .requests, .misses, .lost_tokens]' all.json)"
for by in cause idle context day session project model; do
  is "of each $by add up" "$(jq -c ".main.by_$by | map(.misses) | add" all.json)" "$(jq .main.misses all.json)"
done
is "requests are those of wick-usage" "$(jq '.main.requests + .subagents.requests' all.json)" \
  "$(wick-usage -j | jq .totals.requests)"
is "the list has each miss" "$(jq '.list | length' all.json)" "$(jq '.main.misses + .subagents.misses' all.json)"
is "money is that of the list" \
  "$(jq '([.list[].extra_usd] | add) - .main.extra_usd - .subagents.extra_usd | fabs < 1e-9' all.json)" true
run wick-misses --no-ledger --json
is "from the files the same" "$(printf '%s' "$out" | jq -cS 'del(.source)')" "$(jq -cS 'del(.source)' all.json)"
run wick-misses --json --since=2026-11-23
is "a filter" "$(printf '%s' "$out" | jq .main.requests)" 0
exits 1
wick-misses --csv >all.csv
is "CSV has a row for each" "$(tail -n +2 all.csv | cut -d, -f6,11)" "$(jq -r '.list[] | "\(.cause),\(.lost_tokens)"' all.json)"

# The lost tokens, at the price of writing minus that of reading.
it "the money"
usd() { jq -c --arg session "$1" '[.list[] | select(.session | startswith($session)) | .extra_usd]' all.json; }
is "1 hour: 7,225 tokens at 8 - 0.20 USD a million; then another model" \
  "$(jq -n "$(usd d7f4) | [(.[0] - 7225 * (8 - 0.2) / 1e6 | fabs < 1e-9), length]" -c)" "[true,2]"
is "5 minutes: 14,039 tokens at 5 - 0.20" "$(jq -n "$(usd d25f) | (.[0] - 14039 * (5 - 0.2) / 1e6 | fabs < 1e-9)")" true

# story NAME: a session of a few requests; each line "MINUTE VERSION EFFORT MODEL SPEED READ WRITTEN TTL"
story() {
  mkdir -p "$tmp/$1/projects/p"
  jq -Rrn --arg id "$1" '[inputs] | to_entries[] | (.value | split(" ")) as [$min, $version, $effort, $model, $speed, $read, $written, $ttl] |
    { type: "assistant", uuid: "u\(.key)", sessionId: $id, requestId: "r\(.key)", isSidechain: false,
      message: { id: "m\(.key)", role: "assistant", model: $model, usage: { input_tokens: 2,
        cache_read_input_tokens: ($read | tonumber), cache_creation_input_tokens: ($written | tonumber), output_tokens: 9,
        speed: $speed, cache_creation: { ephemeral_5m_input_tokens: (if $ttl == "5m" then $written | tonumber else 0 end),
          ephemeral_1h_input_tokens: (if $ttl == "1h" then $written | tonumber else 0 end) } } } }
    + (if $min == "-" then {} else { timestamp: (1795312800 + ($min | tonumber) * 60 | todate) } end)
    + (if $version == "-" then {} else { version: $version } end)
    + (if $effort == "-" then {} else { effort: $effort } end) | tojson' >"$tmp/$1/projects/p/$1.jsonl"
}
causes() { CLAUDE_CONFIG_DIR=$tmp/$1 wick-misses --no-ledger --csv | tail -n +2 | cut -d, -f6 | tr '\n' ' '; }

it "causes"
o5=claude-opus-5-5
story model <<END
0 2.1.330 high $o5 standard 0 50000 1h
1 2.1.330 high claude-sonnet-5-5 standard 0 51000 1h
END
is model "$(causes model)" 'model_changed '
story expired <<END
0 2.1.330 high $o5 standard 0 50000 5m
4 2.1.330 high $o5 standard 50000 0 -
9 2.1.330 high $o5 standard 50000 1000 5m
15 2.1.330 high $o5 standard 0 52000 1h
60 2.1.330 high $o5 standard 52000 0 -
121 2.1.330 high $o5 standard 0 53000 1h
END
is "the TTL of the newest write, from the last request" "$(causes expired)" 'ttl_expired_5m ttl_expired_1h '
story fast <<END
0 2.1.330 high $o5 standard 0 50000 1h
1 2.1.330 high $o5 fast 0 51000 1h
END
is "fast mode" "$(causes fast)" 'fast_mode_changed '
story effort <<END
0 2.1.330 high $o5 standard 0 50000 1h
1 2.1.330 low $o5 standard 0 51000 1h
END
is effort "$(causes effort)" 'effort_changed '
story client <<END
0 2.1.329 high $o5 standard 0 50000 1h
1 2.1.330 high $o5 standard 0 51000 1h
END
is "another version" "$(causes client)" 'client_upgraded '
story rewritten <<END
0 2.1.330 high $o5 standard 0 50000 1h
1 2.1.330 high $o5 standard 10000 20000 1h
END
is "fewer tokens" "$(causes rewritten)" 'messages_rewritten '
# sent SECONDS SHAPE [SOURCE]: adds the record of a sent request before the story
sent() {
  jq -nc --argjson s "$1" --arg shape "$2" --arg source "${3:-repl_main_thread}" '{ type: "api-request", sessionId: "tools",
    timestamp: (1795312800 + $s | todate), querySource: $source, shapeHash: $shape }' >>sent.ndjson
}
story tools <<END
0 2.1.330 high $o5 standard 0 50000 1h
1 2.1.330 high $o5 standard 0 50100 1h
2 2.1.330 high $o5 standard 0 50200 1h
END
# The client may record what it sends before the response to the previous request.
sent 0 aaaaaaaaaaaaaaaa
sent 50 bbbbbbbbbbbbbbbb
sent 55 cccccccccccccccc title
sent 110 bbbbbbbbbbbbbbbb
cat sent.ndjson tools/projects/p/tools.jsonl >with && mv with tools/projects/p/tools.jsonl
is "tools or system prompt" "$(causes tools)" 'tools_or_system_changed unknown '
is "and live" "$(wick-state -t tools/projects/p/tools.jsonl -f '{misses.count}')" 2
story server <<END
0 2.1.330 high $o5 standard 0 50000 1h
1 2.1.330 high $o5 standard 0 50100 1h
END
is "no reason" "$(causes server)" 'unknown '
# A prompt precedes the second request; it still read what precedes the conversation, or nothing.
story lost <<END
0 2.1.330 high $o5 standard 0 50000 1h
1 2.1.330 high $o5 standard 14000 36100 1h
2 2.1.330 high $o5 standard 14000 36200 1h
END
typed='{"type":"user","sessionId":"lost","uuid":"p1","timestamp":"2026-11-22T12:00:30Z","message":{"role":"user","content":"go on"}}'
sed -i "1a$typed" lost/projects/p/lost.jsonl
is "the conversation is lost, at the first request of a prompt" "$(causes lost)" 'conversation_lost unknown '
story unknown <<END
0 - - $o5 standard 0 50000 1h
1 - - $o5 standard 0 50100 1h
2 2.1.330 - $o5 standard 50100 0 1h
- 2.1.330 - $o5 standard 0 50300 1h
END
is "what is missing is no reason" "$(causes unknown)" 'unknown unknown '
story five <<END
0 2.1.330 high $o5 standard 0 40000 1h
1 2.1.330 high $o5 standard 38000 2100 1h
END
is_empty "5 % are no miss" "$(causes five)"
story few <<END
0 2.1.330 high $o5 standard 0 20000 1h
1 2.1.330 high $o5 standard 18001 2100 1h
2 2.1.330 high $o5 standard 18101 2100 1h
END
is "nor are 1,999 tokens, but 2,000 are" "$(causes few)" 'unknown '

it "what would have helped"
is "waiting less: the misses of expired caches" "$(jq -c '.avoidable[0] | [.by, .avoidable_misses]' all.json)" \
  "$(jq -c '["waiting_less", ([.list[] | select(.cause | test("expired"))] | length)]' all.json)"
is "and what they cost" "$(jq '([.list[] | select(.cause | test("expired")) | .extra_usd] | add) - .avoidable[0].saved_usd | fabs < 1e-9' all.json)" true
for pair in compact_first,compact-breaks ttl_1h,ttl=1h; do
  is "${pair%,*}: what wick-growth says" "$(jq ".avoidable[] | select(.by == \"${pair%,*}\") | .saved_usd" all.json)" \
    "$(wick-growth --what-if="${pair#*,}" --json | jq '.what_if[0].saved_usd')"
done

it "a transcript that was written anew"
(
  CLAUDE_CONFIG_DIR=$tmp/expired XDG_DATA_HOME=$tmp/anew
  export CLAUDE_CONFIG_DIR XDG_DATA_HOME
  wick-misses --csv | cut -d, -f1-13 >whole.csv
  sed '2,3d; 5d' expired/projects/p/expired.jsonl >shorter && cat shorter >expired/projects/p/expired.jsonl
  wick-misses --csv | cut -d, -f1-13 >anew.csv
)
cmp -s whole.csv anew.csv
ok $? "has the misses that it had" anew.csv

it "a session"
run wick-misses --session=d7f4
exits 0
matches '7.2k .*unknown$'
matches '^2 of 7 requests missed \(28.6%\); expected rebuilds: 1; subagents: 0 of 1$'
run wick-misses --session=nowhere
exits 69
complains '^wick-misses: session nowhere: not found; wick-sessions --all lists all ids$'

it "the table"
run wick-misses
exits 0
matches '^all +main +18 +21 +5 +23.8%'
matches '^all +subagents'
run wick-misses --by=model
matches '^model +Opus 5.5'

it "definitions"
mandoc -Tutf8 -O width=1000 "$root/man/wick-misses.1" 2>/dev/null | col -bx | tr -s ' \n' ' ' >page
wick-misses --explain=all | sed 's/^    source: /Source: /; s/^[a-z0-9_]*: //' | while IFS= read -r line; do
  grep -qF -- "${line%.}" page || printf '%s\n' "$line"
done >missing
[ ! -s missing ]
ok $? "those of --explain stand in the manual" missing

it "what a figure means"
wick-misses --explain=all | grep -v '^    ' | cut -d: -f1 | sort >defined
for kind in 'list[]' 'avoidable[]' 'main' 'main.by_day[]' 'prompt_cache'; do
  wick-misses --session=d7f4 -j | jq -r ".$kind | to_entries[] | select(.value | type == \"number\") | .key"
done | sort -u | grep -v '^offset$' >printed
is_empty "each number has a definition" "$(comm -13 defined printed)"
run wick-misses --explain=extra_ust
exits 64
complains 'no such figure; did you mean extra_usd'

it "the picture"
if command -v gnuplot >/dev/null; then
  for kind in svg png; do
    run wick-misses --plot=picture.$kind
    exits 0
  done
  grep -q 'What misses cost more' picture.svg && grep -q '</svg>' picture.svg && head -c 4 picture.png | grep -q PNG
  ok $? "is what its name says" err
  run wick-misses --plot=-
  matches 'What misses cost more'
else
  skip "no gnuplot here"
fi

it "options that do not fit"
for wrong in '--plot=a.gif' '--by=week' '--json --csv' '--by=day --json' '--by=day --session=d7f4'; do
  # shellcheck disable=SC2086
  run wick-misses $wrong
  exits 64
  complains '^wick-misses: --'
done
finish
