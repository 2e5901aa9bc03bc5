#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-24T12:00:00Z
use_recorded_sessions

it "without a history"
run env CLAUDE_CONFIG_DIR="$tmp/none" wick-growth
exits 1
silent

it "the sums"
run wick-growth --json
exits 0
printf '%s\n' "$out" >all.json
wick-usage --json >usage.json
is "requests are those of wick-usage's main chains" "$(jq .totals.requests all.json)" \
  "$(jq '.totals.requests - .subagents.requests' usage.json)"
is "and so is the money" \
  "$(jq -n --slurpfile g all.json --slurpfile u usage.json '$g[0].totals.cost_usd - $u[0].totals.cost_usd + $u[0].subagents.cost_usd | fabs < 1e-9')" true
for key in prompts requests sent_tokens compactions freed_tokens; do
  is "of the sessions add up: $key" "$(jq "[.sessions[].$key | if type == \"array\" then length else . end] | add" all.json)" "$(jq ".totals.$key" all.json)"
done
is "the parts of the money add up" "$(jq '[.sessions[], .totals | .cost_usd - .floor_usd - .grown_usd - .again_usd - .fresh_usd - .output_usd | fabs < 1e-9] | all' all.json)" true
is "bands have all prompts" "$(jq '[.by_context[].prompts] | add' all.json)" "$(jq .totals.prompts all.json)"
run wick-growth --no-ledger --json
is "from the files the same" "$(printf '%s' "$out" | jq -cS 'del(.source)')" "$(jq -cS 'del(.source)' all.json)"
wick-growth --csv >all.csv
is "CSV has a row for each request" "$(tail -n +2 all.csv | wc -l | tr -d ' ')" "$(jq .totals.requests all.json)"
is "and the same money" "$(tail -n +2 all.csv | cut -d, -f8 | jq -s --slurpfile g all.json 'add - $g[0].totals.cost_usd | fabs < 1e-9')" true

# Of d7f47105: three requests, a prompt with two, a compaction, one, another model, one.
it "a session"
wick-growth --session=d7f4 --json >one.json
is "contexts, request by request" "$(wick-growth --session=d7f4 --csv | tail -n +2 | cut -d, -f7 | tr '\n' ' ')" \
  "$(jq -rs 'map(select(.type == "assistant" and (.isSidechain | not))) | unique_by(.message.id) | sort_by(.timestamp) | .[]
    | .message.usage | .input_tokens + .cache_read_input_tokens + .cache_creation_input_tokens' "$project"/d7f47105*.jsonl | tr '\n' ' ')"
is "and to which prompt they belong" "$(wick-growth --session=d7f4 --csv | tail -n +2 | cut -d, -f4,5 | tr '\n' ' ')" \
  "1,1 1,2 1,3 2,4 2,5 3,6 4,7 "
is "prompts" "$(jq -c '[.sessions[0].prompts[] | [.context_tokens, .requests, .sent_tokens, .restarted]]' one.json)" \
  "$(wick-growth --session=d7f4 --csv | tail -n +2 | jq -Rsc '[split("\n")[] | select(. != "") | split(",") | {p: .[3], c: (.[6] | tonumber)}]
    | group_by(.p) | to_entries | map([.value[0].c, (.value | length), (.value | map(.c) | add), (if .key == 0 or .key == 2 then true else null end)])')"
is "slope: the median of the steps, but for the one across the compaction" \
  "$(jq '.sessions[0] | [.slope_tokens_per_prompt, ([.prompts[1].context_tokens - .prompts[0].context_tokens, .prompts[3].context_tokens - .prompts[2].context_tokens] | add / 2 | . + 0.5 | floor)] | .[0] == .[1]' one.json)" true
is "what the compaction freed" "$(jq -c '.sessions[0] | [.compactions, .freed_tokens]' one.json)" "[1,$((14945 - 14575))]"
run wick-growth --session=d7f4
matches '^ +3 .*compacted$'

it "what if"
for policy in none compact=14k compact-breaks clear ttl=5m ttl=1h; do
  wick-growth --what-if=$policy --json | jq '.what_if[0]' >other.json
  is "$policy: the cost is that of wick-usage" "$(jq --slurpfile u usage.json '.cost_usd - $u[0].totals.cost_usd | fabs < 1e-9' other.json)" true
  is "$policy: sessions add up" "$(jq '(.would_usd - ([.sessions[].would_usd] | add) | fabs < 1e-9) and .would_usd >= 0' other.json)" true
done
is "nothing changes nothing" "$(wick-growth --what-if=none --json | jq -c '.what_if[0] | [.saved_usd, .changed_requests, .inserted]')" "[0,0,0]"
run wick-growth --what-if=ttl=5m
matches '^assumed: '

# entry UUID MINUTE CONTEXT READ [CONTENT]: prints a response, or with CONTENT what is sent after it
line() { printf '%s\n' "$1" >>"$story"; }
response() {
  line "{\"type\":\"assistant\",\"uuid\":\"$1\",\"sessionId\":\"story\",\"requestId\":\"r$1\",\"timestamp\":\"2026-11-2$2\",\"version\":\"2.1.330\",\"message\":{\"id\":\"m$1\",\"role\":\"assistant\",\"model\":\"claude-opus-5-5\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t$1\",\"name\":\"$5\",\"input\":{\"file_path\":\"/src/$1.c\"}}],\"usage\":{\"input_tokens\":0,\"cache_read_input_tokens\":$4,\"cache_creation_input_tokens\":$(($3 - $4)),\"output_tokens\":9}}}"
}
result() {
  line "{\"type\":\"user\",\"uuid\":\"x$1\",\"sessionId\":\"story\",\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t$1\",\"content\":\"$(head -c "$2" /dev/zero | tr '\0' y)\"}]}}"
}
it "jumps"
mkdir -p config/projects/p
story=$tmp/config/projects/p/s.jsonl
response 1 2T10:00:00Z 20000 0 Read
result 1 90000
response 2 2T10:01:00Z 50000 20000 Agent
result 2 90001
response 3 2T10:02:00Z 80000 50000 Bash
result 3 10
line "{\"type\":\"user\",\"uuid\":\"p\",\"sessionId\":\"story\",\"message\":{\"role\":\"user\",\"content\":\"$(head -c 90002 /dev/zero | tr '\0' y)\"}}"
response 4 2T10:03:00Z 110000 80000 Bash
line "{\"type\":\"attachment\",\"uuid\":\"a\",\"sessionId\":\"story\",\"attachment\":{\"type\":\"file\",\"content\":\"$(head -c 90003 /dev/zero | tr '\0' y)\"}}"
response 5 2T10:04:00Z 140000 110000 Bash
line '{"type":"system","subtype":"compact_boundary","uuid":"c","sessionId":"story","timestamp":"2026-11-22T10:05:00Z","compactMetadata":{"trigger":"manual","preTokens":140000,"postTokens":3000}}'
response 6 2T10:06:00Z 30000 0 Bash
response 7 2T10:07:00Z 139000 20000 Bash
response 8 2T10:08:00Z 180000 139000 Bash
CLAUDE_CONFIG_DIR=$tmp/config
export CLAUDE_CONFIG_DIR
wick-growth --session=story --json "$story" >jumps.json
is causes "$(jq -c '.jumps | map([.jump_tokens, .cause, .tool, .target, .attachment, .line])' jumps.json)" \
  '[[109000,"undone",null,null,null,null],[41000,"unknown",null,null,null,null],[30000,"result","Read","/src/1.c",null,2],[30000,"subagent","Agent","/src/2.c",null,4],[30000,"prompt",null,null,null,7],[30000,"attachment",null,null,"file",9]]'
run wick-growth --jump=35k --json
is "the bound" "$(printf '%s' "$out" | jq -c '[.jumps[].jump_tokens]')" "[109000,41000]"
run wick-growth
matches '^ *\+30k .*result of Read /src/1.c'
wick-usage -q
rm "$story"
is "without the transcript the cause is unknown" "$(wick-growth --json | jq -c '[.jumps[] | select(.cause != "undone") | .cause] | unique')" '["unknown"]'

it "split"
response 1 1T10:00:00Z 20000 0 Read
response 2 1T11:00:00Z 250000 20000 Read
response 3 2T10:00:00Z 300000 250000 Read
run wick-growth --no-ledger --split=auto --json
is "since contexts passed 200k" "$(printf '%s' "$out" | jq -c '[.split[] | [.side, .requests]]')" '[["before 2026-11-21",0],["from 2026-11-21",3]]'
run wick-growth --no-ledger --split=2026-11-22
matches '^requests +2 +1$'
CLAUDE_CONFIG_DIR=$HOME/.claude
run wick-growth --no-ledger --split=auto
exits 1
complains 'no request sent more than 200k tokens'

it "definitions"
mandoc -Tutf8 -O width=1000 "$root/man/wick-growth.1" 2>/dev/null | col -bx | tr -s ' \n' ' ' >page
wick-growth --explain=all | sed 's/^    source: /Source: /; s/^[a-z0-9_]*: //' | while IFS= read -r text; do
  grep -qF -- "${text%.}" page || printf '%s\n' "$text"
done >missing
[ ! -s missing ]
ok $? "those of --explain stand in the manual" missing
wick-growth --explain=all | grep -v '^    ' | cut -d: -f1 | sort >defined
wick-growth --what-if=clear --split=2026-11-22 -j | jq -r '.. | objects | to_entries[] | select(.value | type == "number") | .key' >printed
jq -r '.jumps[] | to_entries[] | select(.value | type == "number") | .key' jumps.json >>printed
is_empty "each number has a definition" "$(sort -u printed | comm -13 defined -)"

it "the picture"
if command -v gnuplot >/dev/null; then
  for kind in svg png; do
    run wick-growth --plot=picture.$kind
    exits 0
  done
  grep -q 'Context at each prompt' picture.svg && grep -q '</svg>' picture.svg && head -c 4 picture.png | grep -q PNG
  ok $? "is what its name says" err
  # A name that would close gnuplot's quotes.
  mkdir -p "$HOME/.claude/projects/evil"
  sed "s|\"cwd\":\"[^\"]*\"|\"cwd\":\"/x/it's; system('touch pwned')#\"|g; s/d7f47105/ffffffff/g; s/\"id\":\"msg_/\"id\":\"msg_e/; s/\"requestId\":\"/\"requestId\":\"e/; s/\"uuid\":\"/\"uuid\":\"e/" \
    "$project"/d7f47105*.jsonl >"$HOME/.claude/projects/evil/ffffffff-0d12-440b-bc75-54b081ddad73.jsonl"
  run wick-growth --plot=picture.svg
  exits 0
  grep -qF "it's; system('touch pwned')#" picture.svg || grep -qF 'it&#39;s; system' picture.svg
  ok $? "a name is a name" err
  [ ! -e pwned ]
  ok $? "and no command" err
  colors=$(WICK_COLOR=always wick-growth --plot=- | grep -o "$(printf '\033')\[38;5;[0-9]*m" | tr -dc '0-9;\n' | cut -d';' -f3 | sort -un)
  [ "$(printf '%s\n' "$colors" | wc -l)" -gt 3 ] && [ "$(printf '%s\n' "$colors" | tail -n 1)" -le 255 ]
  ok $? "colours where they are wanted" err
  for columns in 60 80 120; do
    for tool in wick-growth wick-misses 'wick-forecast --backtest'; do
      COLUMNS=$columns $tool --plot=- >picture
      is "$tool, $columns columns: no blank but blanks, none at the end of a line" \
        "$(grep -c -e "$(printf '\342\240\200')" -e ' $' picture)" 0
      is "labels of tics stand apart" "$(grep -cE '[0-9]k[0-9]|[0-9]M[0-9]' picture)" 0
      is "names of axes stand alone" \
        "$(grep -cE '^ *(prompt of the session|context at the prompt, tokens|context, tokens|forecast, USD: median, and p10 to p90)$' picture)" \
        "$([ "$tool" = wick-growth ] && echo 2 || echo 1)"
    done
  done
  run wick-growth --plot=-
  matches 'Context at each prompt'
else
  skip "no gnuplot here"
fi

it "options that do not fit"
for wrong in '--plot=a.gif' '--what-if=ttl=2h' '--json --csv' '--csv --what-if=clear' '--split= ' '--jump=x' '--limit=-1' '--session='; do
  # shellcheck disable=SC2086
  run wick-growth $wrong
  exits 64
  complains '^wick-growth: --'
done
finish
