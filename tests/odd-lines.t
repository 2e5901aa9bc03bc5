#!/bin/sh
# SPDX-License-Identifier: MIT
# Lines left by clients that were killed, resumed, forked or moved: history and live tools agree.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z
projects=$HOME/.claude/projects
mkdir -p "$projects/-p" "$projects/-a"
id() { echo "${1}0000000-0000-4000-8000-000000000000"; }
of() { echo "$projects/-p/$(id "$1").jsonl"; }
text='done' side=false model=claude-opus-5-5 extra=''
# response SESSION NUMBER MINUTE:SECOND WRITES READS OUTPUT: 2 tokens of input, writes for 5 minutes, without a newline
response() {
  printf '{"parentUuid":null,"isSidechain":%s,%s"type":"assistant","uuid":"u%s%s","sessionId":"%s",' "$side" "$extra" "$1" "$2" "$(id "$1")"
  printf '"cwd":"/p","version":"2.1.300","timestamp":"2026-11-27T10:%s.000Z",' "$3"
  [ -n "$no_request_id" ] || printf '"requestId":"req_%s%s",' "$1" "$2"
  printf '"message":{"id":"msg_%s%s","role":"assistant","model":"%s","content":[{"type":"text","text":"%s"}],' "$1" "$2" "$model" "$text"
  printf '"usage":{"input_tokens":%s,"cache_creation_input_tokens":%s,"cache_read_input_tokens":%s,"output_tokens":%s}}}' "${input:-2}" "$4" "$5" "$6"
}
prompt() {
  printf '{"parentUuid":null,"isSidechain":false,%s"type":"user","uuid":"p%s%s","sessionId":"%s",' "$extra" "$1" "$2" "$(id "$1")"
  printf '"cwd":"/p","timestamp":"2026-11-27T10:%s.000Z","message":{"role":"user","content":"go on"}}' "$3"
}
boundary() {
  printf '{"parentUuid":null,"isSidechain":%s,%s"type":"system","subtype":"compact_boundary","uuid":"c%s","sessionId":"%s",' "$side" "$extra" "$1" "$(id "$1")"
  printf '"timestamp":"2026-11-27T10:%s.000Z","compactMetadata":{"trigger":"auto","preTokens":20002,"postTokens":900}}' "$2"
}
no_request_id='' input=''
row() { wick-usage session --no-ledger --json | jq -r --arg id "$(id "$1")" '.rows[] | select(.session == $id) | '"$2"; }
misses() { wick-misses --no-ledger --json --session="$(id "$1")" | jq -c "$2"; }
live() { wick-state -t "$(of "$1")" -f "$2"; }

it "a record torn in a long string, with a whole one behind it"
long=$(printf %9000s '' | tr ' ' x)
{
  response 1 1 00:01 20000 0 100; echo
  torn=$(text=$long && response 1 2 00:05 500 20000 100) && printf %.3000s "$torn"
  response 1 3 00:09 700 20000 50; echo
  torn=$(text=$long && response 1 4 00:15 500 20700 100) && printf %.5000s "$torn"
  text=$long && response 1 5 00:19 800 20700 25; echo
} >"$(of 1)"
text='done'
is "history" "$(row 1 '"\(.requests) \(.output_tokens)"')" '3 175'
is "live" "$(wick-cost -t "$(of 1)" -f '{cost.requests}')" 3

it "objects glued on a line come in their order"
{ response 2 1 00:01 20000 0 100; boundary 2 00:30; echo; response 2 2 00:40 9000 0 100; echo; } >"$(of 2)"
is "a compaction behind a response" "$(misses 2 '[.main.requests, .main.misses, .main.expected_rebuilds]')" '[2,0,1]'
is "live" "$(live 2 '{misses.count}')" 0
{ prompt 3 1 00:01; echo; response 3 1 00:05 20000 0 100; prompt 3 2 00:30; echo; response 3 2 00:40 200 20000 100; echo; } >"$(of 3)"
is "a prompt behind a response" "$(wick-growth --no-ledger --json --session="$(id 3)" | jq -c '[.sessions[0].prompts[].requests]')" '[1,1]'

it "a last line without a newline"
# 20000 tokens written at $5, 2 of input at $4, 100 of output at $20: $0.102008. 20000 read at $0.2, 30000 written: $0.156008.
{ response 4 1 00:01 20000 0 100; echo; } >"$(of 4)"
is "before" "$(wick-cost -t "$(of 4)" -f '{cost.transcript_usd}')" 0.102008
response 4 2 00:30 30000 0 100 >>"$(of 4)"
is "cost" "$(wick-cost -t "$(of 4)" -f '{cost.transcript_usd} {cost.requests}')" '0.254016 2'
is "misses" "$(live 4 '{misses.count}')" 1
is "again" "$(live 4 '{cost.requests} {misses.count}')" '2 1'
{ echo; response 4 3 00:40 200 30000 100; } >>"$(of 4)"
is "and when it goes on" "$(live 4 '{cost.requests} {misses.count}')" '3 1'
is "as in history" "$(row 4 .requests) $(misses 4 .main.misses)" '3 1'

it "a subagent's compaction"
prompt 5 1 00:01 >"$(of 5)"
mkdir -p "$projects/-p/$(id 5)/subagents"
agent=$projects/-p/$(id 5)/subagents/agent-a5
side=true extra='"agentId":"a5",'
{ response 5 1 00:05 20000 0 100; echo; boundary 5 00:30; echo; response 5 2 00:40 9000 0 100; echo; } >"$agent.jsonl"
side=false extra=''
is "explains what is written again" "$(misses 5 '[.subagents.requests, .subagents.misses, .subagents.expected_rebuilds]')" '[2,0,1]'

it "a subagent's type that comes later than its first lines"
export XDG_DATA_HOME="$tmp/ledger"
types() { wick-usage agent --json --project=p | jq -c '[.rows[] | select(.agent == "Explore") | .requests]'; }
is "not yet" "$(types)" '[]'
echo '{"agentType":"Explore"}' >"$agent.meta.json"
is "then" "$(types)" '[2]'

it "a client's total that falls, because it was killed"
rm -r "$XDG_DATA_HOME"
export CLAUDE_CONFIG_DIR="$tmp/killed"
mkdir -p "$CLAUDE_CONFIG_DIR/projects/-p"
killed=$CLAUDE_CONFIG_DIR/projects/-p/$(id 6).jsonl
total() { printf '{"type":"cost-state","sessionId":"%s","totalCostUSD":%s,"modelUsage":{},"hasUnknownModelCost":false}\n' "$(id 6)" "$1"; }
{ response 6 1 00:01 20000 0 100; echo; total 0.5; } >"$killed"
# $0.5 and $0.3, each minus the requests' $0.102008.
background() { jq -c '.reconciliation.background_usd * 1e6 | round'; }
is "at first" "$(wick-usage --json | background)" 397992
{ response 6 2 09:01 20000 0 100; echo; total 0.3; } >>"$killed"
is "then" "$(wick-usage --json | background)" 95984
is "as read at once" "$(wick-usage --json --no-ledger | background)" 95984
unset CLAUDE_CONFIG_DIR

it "a request id on one line of two"
{ no_request_id=yes && response 7 1 00:01 20000 0 100; echo; no_request_id='' && response 7 1 00:01 20000 0 100; echo; response 7 2 00:40 200 20000 9; echo; } >"$(of 7)"
is "is no miss" "$(live 7 '{misses.count}') $(misses 7 .main.misses)" '0 0'

it "a response without usage behind one that has it"
{ response 8 1 00:01 20000 0 100; echo; input=0 && response 8 2 00:30 0 0 0; echo; } >"$(of 8)"
input=''
is_empty "its context is unknown" "$(live 8 '{context.tokens}{cache.state}{next.now_usd}')"
is "it is the last one: 10:00:30" "$(live 8 '{session.last_response_at}')" 1795773630
{ response 9 1 00:01 20000 0 100; echo; boundary 9 00:20; echo; input=0 && response 9 2 00:30 0 0 0; echo; } >"$(of 9)"
input=''
is_empty "it was sent after the compaction" "$(live 9 '{context.tokens}{context.compacted}')"

{ input=0 && response d 1 00:01 0 0 0; echo; boundary d 00:20; echo; } >"$(of d)"
input=''
is "nor does a compaction behind it say what is in the cache" "$(live d '{context.tokens}{context.compacted}{cache.state}')" 900true

it "a fork that says what it was forked from"
{ prompt b 1 00:01; echo; response b 1 00:05 20000 0 100; echo; response b 2 00:09 300 20000 50; echo; } >"$(of b)"
extra='"forkedFrom":{"sessionId":"'$(id b)'","messageUuid":"x"},'
sed "s/\"isSidechain\":false,/&$extra/; s/$(id b)\",\"cwd/$(id a)\",\"cwd/" "$(of b)" >"$(of a)"
extra=''
{ response a 3 00:50 400 20300 25; echo; } >>"$(of a)"
is "has its own requests" "$(row a '"\(.requests) \(.output_tokens) \(.prompts)"')" '1 25 0'
is "live too" "$(wick-cost -t "$(of a)" -f '{cost.requests}')" 1
is "and the other one its own" "$(row b '"\(.requests) \(.output_tokens) \(.prompts)"')" '2 150 1'

it "a fork that is read in two parts"
export CLAUDE_CONFIG_DIR="$tmp/forked" XDG_DATA_HOME="$tmp/parts"
forked=$CLAUDE_CONFIG_DIR/projects/-p
mkdir -p "$forked"
{ prompt e 1 00:01; echo; response e 1 00:05 20000 0 100; echo; } >"$forked/$(id e).jsonl"
sed -n "1s/$(id e)/$(id d)/p" "$forked/$(id e).jsonl" >"$forked/$(id d).jsonl"
wick-usage -q
extra='"requestSessionId":"'$(id e)'",'
{ sed -n "2s/$(id e)/$(id d)/p" "$forked/$(id e).jsonl" | sed "s/\"isSidechain\":false,/&$extra/"; extra='' && response d 2 00:50 400 20000 25; echo; } >>"$forked/$(id d).jsonl"
extra=''
is "has none of the prompts of before" "$(wick-usage session --json | jq -c '[.rows[] | [.session[:1], .requests, .prompts]] | sort')" '[["d",1,0],["e",1,1]]'
is "as read at once" "$(wick-usage session --no-ledger --json | jq -c '[.rows[] | [.session[:1], .requests, .prompts]] | sort')" '[["d",1,0],["e",1,1]]'
unset CLAUDE_CONFIG_DIR

it "a session that was resumed in another file, with copies that have its id"
{ response 0 1 00:01 20000 0 100; echo; response 0 2 00:09 300 20000 50; echo; } >"$(of 0)"
{ cat "$(of 0)"; response f 3 00:50 400 20300 25; echo; } >"$(of f)"
is "history" "$(row 0 .requests) $(row f .requests)" '2 1'
is "live" "$(wick-cost -t "$(of 0)" -f '{cost.requests}') $(wick-cost -t "$(of f)" -f '{cost.requests}')" '2 1'

it "a session that moved"
{ prompt c 1 00:00; echo; response c 1 00:01 20000 0 100; echo; prompt c 2 00:08; echo; response c 2 00:09 300 20000 50; echo; } >"$(of c)"
{ prompt c 3 00:29; echo; model=claude-sonnet-5-5 && response c 3 00:30 22000 0 50; echo; } >"$projects/-a/$(id c).jsonl"
model=claude-opus-5-5
is "what it loses there is lost" "$(misses c '[.main.misses, .list[0].cause, .list[0].lost_tokens]')" '[1,"model_changed",20300]'
is "where it began and ended" "$(wick-growth --no-ledger --json --session="$(id c)" | jq -c '.sessions[0] | [.floor_tokens, .latest_tokens]')" '[20002,22002]'
# 20300 tokens written at $2.5 instead of read at $0.1. From 20002 to 20302 to 22002 tokens: the median of 300 and 1700.
burn='{misses.count} {misses.extra_usd} {growth.slope_tokens_per_prompt}'
is "live, too" "$(wick-state -t "$projects/-a/$(id c).jsonl" -f "$burn")" '1 0.04872 1000'
is "whichever file is given" "$(live c "$burn")" '1 0.04872 1000'
is "again, from what was kept" "$(live c "$burn")" '1 0.04872 1000'
{ prompt c 4 00:50; echo; response c 4 00:51 30000 0 50; echo; } >>"$projects/-a/$(id c).jsonl"
is "and when it goes on" "$(wick-state -t "$projects/-a/$(id c).jsonl" -f '{misses.count}') $(misses c .main.misses)" '2 2'
is "it is one session" "$(wick-cost -t "$(of c)" -f '{cost.requests}') $(row c .requests)" '4 4'
is "of the project that it was started in" "$(wick-usage session,project --no-ledger --json | jq -c --arg id "$(id c)" '[.rows[] | select(.session == $id) | .requests]')" '[4]'

it "a session that was copied to another folder"
{ prompt c 1 00:00; echo; response c 1 00:01 20000 0 100; echo; response c 2 00:09 20000 0 50; echo; } >"$(of c)"
cat "$(of c)" >"$projects/-a/$(id c).jsonl"
is "missed once" "$(live c '{misses.count}') $(misses c .main.misses)" '1 1'

it "a fork of a client that does not mark the copies"
export CLAUDE_CONFIG_DIR="$tmp/unmarked"
unmarked=$CLAUDE_CONFIG_DIR/projects/-p
mkdir -p "$unmarked"
{ prompt e 1 00:01; echo; response e 1 00:05 20000 0 100; echo; response e 2 00:09 300 20000 50; echo; } >"$unmarked/$(id e).jsonl"
{ sed -n "1,2s/$(id e)/$(id d)/p" "$unmarked/$(id e).jsonl"; response d 3 00:50 400 20000 30; echo; } >"$unmarked/$(id d).jsonl"
costs() { for name in d e; do wick-cost -t "$unmarked/$(id $name).jsonl" -f "{cost.requests} {cost.transcript_usd}"; done | paste -s -d " " -; }
# The first request, $0.102008, counts for the first file. The others: 2 tokens at $4, 20000 at $0.2; 400 at $5 and 30
# at $20, or 300 and 50.
is "the copied request counts once" "$(wick-usage session --no-ledger --json | jq -c '[.rows[] | [.session[:1], .requests, .cost_usd]] | sort')" '[["d",2,0.108616],["e",1,0.006508]]'
is "live, too" "$(costs)" '2 0.108616 1 0.006508'
is "again" "$(costs)" '2 0.108616 1 0.006508'
sed -n "1,2p" "$unmarked/$(id d).jsonl" >"$unmarked/an-extract.jsonl"
is "lines of its own in another file are not another session's" "$(costs)" '2 0.108616 1 0.006508'

it "such a fork that quotes a subagent of the other session"
export CLAUDE_CONFIG_DIR="$tmp/quoting"
unmarked=$CLAUDE_CONFIG_DIR/projects/-p
mkdir -p "$unmarked/$(id e)/subagents"
subagent=$(response e 7 00:20 1000 0 10 | sed 's/"isSidechain":false/"isSidechain":true,"agentId":"a7"/')
echo "$subagent" >"$unmarked/$(id e)/subagents/agent-a7.jsonl"
quotation=$(printf '{"parentUuid":null,"isSidechain":false,"type":"progress","data":{"type":"agent_progress","agentId":"a7","message":%s},"uuid":"q7","sessionId":"%s","cwd":"/p","timestamp":"2026-11-27T10:00:20.000Z"}' "$subagent" "$(id e)")
{ prompt e 1 00:01; echo; response e 1 00:05 20000 0 100; echo; echo "$quotation"; } >"$unmarked/$(id e).jsonl"
{ sed "s/$(id e)/$(id d)/g" "$unmarked/$(id e).jsonl"; response d 3 00:50 400 20000 30; echo; } >"$unmarked/$(id d).jsonl"
# The subagent's request, 2 tokens at $4, 1000 at $5 and 10 at $20, is of the session that has its file: $0.005208. The
# first one, $0.102008, counts for the first file, and the last one is $0.006608.
is "counts it once, for that session" "$(wick-usage session --no-ledger --json | jq -c '[.rows[] | [.session[:1], .requests, .cost_usd]] | sort')" '[["d",2,0.108616],["e",1,0.005208]]'
is "live, too" "$(costs)" '2 0.108616 1 0.005208'
unset CLAUDE_CONFIG_DIR

it "a session resumed in another file and another folder, before its first prompt"
export CLAUDE_CONFIG_DIR="$tmp/elsewhere"
elsewhere=$CLAUDE_CONFIG_DIR/projects
mkdir -p "$elsewhere/-p" "$elsewhere/-a"
{ prompt e 1 00:01; echo; response e 1 00:05 20000 0 100; echo; } >"$elsewhere/-p/$(id e).jsonl"
cp "$elsewhere/-p/$(id e).jsonl" "$elsewhere/-a/$(id f).jsonl"
is "has no request of its own" "$(wick-cost -t "$elsewhere/-a/$(id f).jsonl" -f '{cost.requests}')" 0
is "and the other one has it" "$(wick-cost -t "$elsewhere/-p/$(id e).jsonl" -f '{cost.requests} {cost.transcript_usd}')" '1 0.102008'
unset CLAUDE_CONFIG_DIR

it "a last response without a time"
{ response 1 1 00:01 20000 0 100; echo; response 1 2 00:30 500 20000 100 | sed 's/"timestamp":"[^"]*",//'; echo; } >"$(of 1)"
is "is the last one" "$(live 1 '{context.tokens}')" 20502
is_empty "when its cache goes cold is unknown" "$(live 1 '{cache.expires_at}')"

it "a clock that was set back"
follows() { sed "s/\"parentUuid\":null/\"parentUuid\":\"$1\"/"; }
{ response 2 1 30:01 20000 0 100; echo; prompt 2 2 05:00 | follows u21; echo; response 2 2 05:04 500 20000 100 | follows p22; echo; } >"$(of 2)"
is "the response that follows is the last one" "$(live 2 '{context.tokens}')" 20502
is "and from its prompt on, 10:05:00, the cache lives 5 minutes" "$(live 2 '{cache.expires_at}')" 1795774200

it "a huge result between the prompt and the response"
xs() { head -c "$1" /dev/zero | tr '\0' x; }
huge() {
  printf '{"parentUuid":null,"isSidechain":false,"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"'
  xs 3000000
  printf '"}]},"uuid":"g","timestamp":"2026-11-27T10:02:30.000Z","toolUseResult":{"stdout":"'
  xs 1000000
  printf '"},"sessionId":"%s"}\n' "$(id 3)"
}
{ response 3 1 00:01 20000 0 100; echo; prompt 3 2 02:00; echo; huge; response 3 2 02:50 500 20000 100; echo; } >"$(of 3)"
is "the cache lives from the result on, 10:02:30" "$(live 3 '{cache.expires_at}')" 1795774050
{ response 3 1 00:01 20000 0 100; echo; prompt 3 2 02:00; echo; huge | sed 's/"type":"user"/"type":"attachment"/'; response 3 2 02:50 500 20000 100; echo; } >"$(of 3)"
is "or from the prompt before an attachment, 10:02:00" "$(live 3 '{cache.expires_at}')" 1795774020

it "a huge response"
{ response 4 1 00:01 20000 0 100; echo; text=$(xs 600000) && response 4 2 00:30 30000 0 100; echo; text='done' && response 4 3 00:40 200 30000 100; echo; } >"$(of 4)"
for _ in 1 2 3 4; do live 4 '{misses.count}' >misses; done
is "is a miss, read piece by piece" "$(cat misses)" 1
finish
