#!/bin/sh
# SPDX-License-Identifier: MIT
# What a session cost, where the live tools have to look further than usual for it.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-20T12:00:00Z
project=$HOME/.claude/projects/-p
mkdir -p "$project"

# response SESSION NUMBER [MEMBERS]: sends 1,000 tokens uncached and generates 100: $0.006 with Opus 5.5
response() {
  printf '{"type":"assistant","sessionId":"%s","uuid":"u-%s","requestId":"req_%s","timestamp":"2026-11-20T10:%02d:%02d.000Z","cwd":"/p","message":{"id":"msg_%s","role":"assistant","model":"claude-opus-5-5","content":[],"usage":{"input_tokens":1000,"output_tokens":100%s}}}\n' \
    "$1" "${1%%-*}-$2" "${1%%-*}-$2" $(($2 / 60)) $(($2 % 60)) "${1%%-*}-$2" "$3"
}
# filler BYTES: a line that is not looked into
filler() { printf '{"type":"attachment","sessionId":"x","attachment":{"type":"note","content":"%s"}}\n' "$(head -c "$1" /dev/zero | tr '\0' x)"; }
total() { wick-line "$@" -f '{cost.total_usd}' </dev/null; }

it "a transcript that is too long to be read at once is read in parts"
a=$project/aaaaaaaa-0000-4000-8000-000000000001.jsonl
{
  for n in 1 2 3; do response aaaaaaaa-0000-4000-8000-000000000001 $n && filler 600000; done
  response aaaaaaaa-0000-4000-8000-000000000001 4
} >"$a"
runs=0
while [ $runs -lt 20 ] && [ -z "$(total -t "$a")" ]; do runs=$((runs + 1)); done
[ $runs -gt 0 ]
ok $? "not at once ($runs)"
is "in the end" "$(total -t "$a")" 0.024
is "as all at once" "$(wick-cost -t "$a" -f '{cost.total_usd} {cost.requests}')" '0.024 4'

it "so a client's total that lacks what came before it was killed does not stay"
rm -r "$XDG_CACHE_HOME/wick"
printf '{"session_id":"aaaaaaaa-0000-4000-8000-000000000001","transcript_path":"%s","model":{"id":"claude-opus-5-5"},"cost":{"total_cost_usd":0.006}}' "$a" >payload.json
for n in 1 2 3 4 5 6 7 8; do got=$(wick-line -f '{cost.total_usd} {cost.source}' <payload.json); done
is "the sum" "$got" '0.024 transcript'

it "a part that was kept goes with the rest"
rm -r "$XDG_CACHE_HOME/wick" "$XDG_STATE_HOME/wick"
is_empty "first part" "$(total -t "$a")"
response aaaaaaaa-0000-4000-8000-000000000001 5 >>"$a"
is "the rest at once" "$(wick-cost -t "$a" -f '{cost.total_usd} {cost.requests}')" '0.03 5'
is "and in the line" "$(total -t "$a")" 0.03

it "a longer line than is read at once"
b=$project/bbbbbbbb-0000-4000-8000-000000000002.jsonl
{
  response bbbbbbbb-0000-4000-8000-000000000002 1 && filler 3000000
  response bbbbbbbb-0000-4000-8000-000000000002 2
  response bbbbbbbb-0000-4000-8000-000000000002 3
} >"$b"
for n in 1 2 3 4 5 6; do got=$(total -t "$b"); done
is "line" "$got" 0.018
is "all at once" "$(rm -r "$XDG_CACHE_HOME/wick" && wick-cost -t "$b" -f '{cost.total_usd}')" 0.018

it "not read to its end yet"
d=$project/dddddddd-0000-4000-8000-000000000008.jsonl
{ response dddddddd-0000-4000-8000-000000000008 1 && filler 9500000 && response dddddddd-0000-4000-8000-000000000008 2; } >"$d"
for n in 1 2 3; do got=$(total -t "$d"); done
is_empty "a line that only wick-cost reads: unknown" "$got"
sed "s,aaaaaaaa-0000-4000-8000-000000000001,dddddddd-0000-4000-8000-000000000008,g" payload.json >unread.json
run wick-context -p unread.json -f '{cost.total_usd} {cost.source} {cost.lower_bound}'
prints '0.006 payload true'
is "wick-cost" "$(wick-cost -p unread.json -f '{cost.total_usd} {cost.source}')" '0.012 transcript'

it "a subagent's file beside the transcript, whose first line is long"
c=cccccccc-0000-4000-8000-000000000003
response $c 1 >"$project/$c.jsonl"
for long in 8000 8060 8090 8100 8110 8120 8130 8140 8150 8192 20000 400000; do
  {
    printf '{"type":"user","message":{"role":"user","content":"%s"},"isSidechain":true,"agentId":"1234abcd","sessionId":"%s","uuid":"a"}\n' \
      "$(head -c $long /dev/zero | tr '\0' x)" "$c"
    response $c 2
  } >"$project/agent-1234abcd.jsonl"
  is "$long" "$(wick-cost -t "$project/$c.jsonl" -f '{cost.total_usd}')" 0.012
  rm -r "$XDG_CACHE_HOME/wick"
done
sed "s/$c/abababab-0000-4000-8000-000000000004/g" "$project/agent-1234abcd.jsonl" >other && mv other "$project/agent-1234abcd.jsonl"
is "another session's" "$(wick-cost -t "$project/$c.jsonl" -f '{cost.total_usd}')" 0.006
rm "$project/agent-1234abcd.jsonl"

it "an unmarked fork of a session that begins with a long line"
e=eeeeeeee-0000-4000-8000-000000000005 f=ffffffff-0000-4000-8000-000000000006
for long in 100 17000 100000 900000; do
  {
    printf '{"type":"user","message":{"role":"user","content":"%s"},"sessionId":"%s","timestamp":"2026-11-20T10:00:00.000Z","uuid":"begin"}\n' \
      "$(head -c $long /dev/zero | tr '\0' x)" "$e"
    response $e 21
  } >"$project/$e.jsonl"
  { sed "s/$e/$f/" "$project/$e.jsonl" && response $f 22; } >"$project/$f.jsonl"
  # Each response counts once: the copy belongs to the first of the two.
  is "$long" "$(for id in $e $f; do wick-cost -t "$project/$id.jsonl" -f '{cost.total_usd}'; done | paste -sd ' ' -)" '0.006 0.006'
  is "in a history" "$(wick-usage session --no-ledger --json | jq -c --arg e $e --arg f $f '[.rows[] | select(.session == $e or .session == $f) | .cost_usd]')" '[0.006,0.006]'
  rm -r "$XDG_CACHE_HOME/wick"
done
rm "$project/$e.jsonl" "$project/$f.jsonl"

it "an old client resumed a session in a new file, and no prompt was sent there yet"
h=12121212-0000-4000-8000-000000000009 k=34343434-0000-4000-8000-000000000010
response $h 1 >"$project/$h.jsonl"
cp "$project/$h.jsonl" "$project/$k.jsonl"
is "it cost nothing of its own" "$(wick-cost -t "$project/$k.jsonl" -j | jq -c .cost)" '{"requests":0}'
is "as in a history" "$(wick-usage session --no-ledger --json | jq -c --arg h $h --arg k $k '[.rows[] | select(.session == $h or .session == $k) | .cost_usd]')" '[0.006]'
response $k 2 >>"$project/$k.jsonl"
is "with a prompt" "$(wick-cost -t "$project/$k.jsonl" -f '{cost.total_usd} {cost.requests}')" '0.006 1'
cp "$project/$h.jsonl" "$project/of-mine.jsonl"
is "a copy with a name of the user's" "$(wick-cost -t "$project/of-mine.jsonl" -f '{cost.total_usd}')" 0.006
rm "$project/$h.jsonl" "$project/$k.jsonl" "$project/of-mine.jsonl"

it "a subagent's request while the main chain is idle: before the client's total, or after it"
s=56565656-0000-4000-8000-000000000011
state() { printf '{"type":"cost-state","sessionId":"%s","totalCostUSD":%s,"hasUnknownModelCost":false}\n' "$s" "$1"; }
agent=$project/$s/subagents/agent-0123456789abcdef0.jsonl
mkdir -p "$(dirname "$agent")"
spent() { wick-cost -t "$project/$s.jsonl" -f '{cost.total_usd} {cost.source} {cost.lower_bound}'; }
response $s 300 | sed 's/"cwd"/"isSidechain":true,"cwd"/' >"$agent"
{ response $s 60 && state 0.0125; } >"$project/$s.jsonl"
is "it may be in it, so it is not added" "$(spent)" '0.0125 cost-state true'
printf '{"session_id":"%s","transcript_path":"%s","model":{"id":"claude-opus-5-5"},"cost":{"total_cost_usd":0.0127}}' "$s" "$project/$s.jsonl" >idle.json
is "the client's present total stands" "$(wick-cost -p idle.json -f '{cost.total_usd} {cost.source}')" '0.0127 payload'
{ response $s 60 && state 0.0065; } >"$project/$s.jsonl"
is "it cannot be in it" "$(spent)" '0.012 transcript true'
# The main chain goes on at 10:04, before it.
{ response $s 60 && state 0.0065 && response $s 240; } >"$project/$s.jsonl"
is "it was later" "$(spent)" '0.0185 cost-state false'

it "a gateway that renames the response, not its passes"
g=$project/99999999-0000-4000-8000-000000000007.jsonl
passes() { printf ',"iterations":[%s]' "$1"; }
of() { printf '{"type":"%s","model":"%s","input_tokens":1000,"output_tokens":%s}' "$1" "$2" "$3"; }
id=99999999-0000-4000-8000-000000000007
gateway() { response $id 1 "$(passes "$1")" | sed 's/"role":"assistant","model":"claude-opus-5-5"/"role":"assistant","model":"claude-sonnet-5"/'; }
gateway "$(of message claude-opus-5-5 100)" >"$g"
# Sonnet 5: 1,000 at $2 and 100 at $10 a million
is "one pass" "$(wick-cost -t "$g" -f '{cost.total_usd} {cost.requests}')" '0.003 1'
gateway "$(of message claude-opus-4-8 0),$(of fallback_message claude-opus-5-5 100)" >"$g"
is "an attempt without output" "$(wick-cost -t "$g" -f '{cost.total_usd}')" 0.003
gateway "$(of message claude-opus-4-8 100),$(of fallback_message claude-opus-5-5 100)" >"$g"
# and the attempt: 1,000 at $5 and 100 at $25
is "an attempt with output" "$(wick-cost -t "$g" -f '{cost.total_usd}')" 0.0105
is "in a history" "$(wick-usage session --no-ledger --json | jq -c --arg id $id '.rows[] | select(.session == $id).cost_usd')" 0.0105
is "in an independent count" "$(python3 "$root/tests/count.py" --by session "$HOME/.claude" | jq ".rows[\"$id\"].cost_usd")" 0.0105
finish
