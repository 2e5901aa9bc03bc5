#!/bin/sh
# SPDX-License-Identifier: MIT
# All tools give the same usage and cost of a session: with gateways, advisors, killed sessions, own prices.
. "$(dirname "$0")/lib.sh"
export WICK_NOW=2026-11-28T12:00:00Z
python3 "$root/tests/account.py" "$HOME/.claude" "$tmp" || exit 1
id() { echo "${1}0000000-0000-4000-8000-000000000000"; }
# Prints wick-usage's row of a session, with exact figures.
row() { wick-usage session --no-ledger --json | jq -r --arg id "$(id "$1")" '.rows[] | select(.session == $id) | '"$2"; }
of() { wick-state -s "$(id "$1")" -f "$2"; }
# Within a millionth of a dollar.
near() {
  awk -v a="$2" -v b="$3" 'BEGIN { exit !(a != "" && a - b < 1e-6 && b - a < 1e-6) }'
  ok $? "$1: $2, not $3"
}

it "an advisor's pass"
# The client's own payload reports 494,590 tokens for such a response. Opus 5.5 reads at $0.20, writes for an hour at
# $8, puts out at $20: 2 4 + 2500 8 + 490000 .2 + 400 20, and 4 4 + 3722 8 + 984228 .2 + 380 20; Fable 5.2
# takes $8 and $40: 497522 8 + 1500 40.
advised=$(awk 'BEGIN { printf "%.6f", (8 + 20000 + 98000 + 8000 + 16 + 29776 + 196845.6 + 7600 + 3980176 + 60000) / 1e6 }')
is "context" "$(of 1 '{context.tokens} {context.used_pct}')" '494590 49'
is "what the cache holds" "$(of 1 '{cache.cached_tokens}')" 494588
near "cost" "$(of 1 '{cost.total_usd}')" "$advised"
is "requests" "$(of 1 '{cost.requests}')" 2

it "one message id for three responses"
# $5 to write, $0.2 to read, $20 out, $4 in: 150000 5 + 2000 5 2 + (150000 + 152000) .2 + 3000 20 + 6 4
for n in 2 3; do
  near "cost, session $n" "$(of $n '{cost.total_usd}')" "$(awk 'BEGIN { printf "%.6f", (750000 + 20000 + 60400 + 60000 + 24) / 1e6 }')"
  is "context" "$(of $n '{context.tokens}')" 154002
  is "requests" "$(of $n '{cost.requests}')" 3
done
is "a request id on one line of two" "$(of 4 '{cost.requests}')" 1
near "its cost" "$(of 4 '{cost.total_usd}')" 0.025008

it "a client that was killed and resumed"
# Three requests of 200000 5 + 20000 20 + 2 4; the client's total has only the last one.
near "cost-state is below what the lines prove" "$(of 5 '{cost.total_usd}')" 4.200024
is "and so it says" "$(of 5 '{cost.source} {cost.lower_bound}')" 'transcript true'
near "a payload's total too" "$(wick-state -p killed.json -f '{cost.total_usd}')" 4.200024
near "a payload without a total" "$(wick-state -p unknown.json -f '{cost.total_usd}')" 4.200024
is "a higher one stands" "$(wick-state -p higher.json -f '{cost.total_usd} {cost.source}')" '5.5 payload'
# After a /clear in older clients it includes the cost of the previous session.
jq -c '.cost.total_cost_usd = 541.2' higher.json >carried.json
near "not one that another session ran up" "$(wick-state -p carried.json -f '{cost.total_usd}')" 4.200024
is "which is told all the same" "$(wick-state -p carried.json -f '{cost.client_usd} {cost.source} {cost.lower_bound}')" '541.2 transcript true'
near "beside what the lines have" "$(wick-state -p higher.json -f '{cost.transcript_usd}')" 4.200024

it "a price of one's own"
mkdir -p "$XDG_CONFIG_HOME/wick"
cat >"$XDG_CONFIG_HOME/wick/prices.toml" <<'TOML'
[[price]]
model = "glm-5.2"
input = 0.6
write_5m = 0.6
write_1h = 0.6
read = 0.11
output = 2.2
TOML
# 100000 .6 + 10000 2.2; the client charges its default model's price.
near "the payload's total is another account" "$(wick-state -p own.json -f '{cost.total_usd}')" 0.082
is "source" "$(wick-state -p own.json -f '{cost.source}')" transcript

it "a gateway that reports nothing"
is_empty "of zeros" "$(wick-state -p zeros.json -f '{context.tokens}{context.compacted}')"
is_empty "of the output only" "$(wick-state -p output.json -f '{context.tokens}')"
is "is not free" "$(of 7 '{cost.requests} {cost.untold_requests} {cost.total_usd}{cost.transcript_usd}')" '1 1 '
jq -c '.cost.total_cost_usd = 0' zeros.json >free.json
is "whatever the client says" "$(wick-state -p free.json -f '{cost.client_usd} {cost.total_usd}')" '0 '
is "which wick-cost tells" "$(wick-cost -p free.json)" 'cost unknown: responses without usage: 1'
is "a total stands as a lower bound" "$(wick-state -p zeros.json -f '{cost.total_usd} {cost.lower_bound}')" '0.1 true'
is "wick-usage has no price for it either" "$(row 7 '"\(.requests) \(.cost_usd) \(.unpriced_requests)"')" '1 null 1'
is "and says why" "$(wick-usage session --no-ledger | grep -c '^no usage for claude-opus-5-5: 1 request with unknown tokens, not included in the cost$')" 1
# The client counts it too.
is "wick-misses counts as many requests" "$(wick-misses --no-ledger --json --session="$(id 7)" | jq -c '[.prompt_cache.requests, .main.requests, .main.misses]')" '[1,1,0]'
# The client charges nothing for that, or the output; the state of the cache is unknown.
for kind in zeros output; do
  is "the total of $kind is not all" "$(wick-state -p $kind.json -f '{cost.total_usd} {cost.lower_bound}')" '0.1 true'
  is_empty "the cache of $kind is unknown" "$(wick-state -p $kind.json -f '{cache.state}{cache.cached_tokens}{cache.recache_tokens}{next.now_usd}')"
done
jq -c '.cost.total_cost_usd = 0' zeros.json >free.json
is "a total of 0 is none" "$(wick-state -p free.json -f '{cost.total_usd}{cost.source} {cost.client_usd}')" ' 0'
jq -c '.cost.total_cost_usd = 0 | del(.prompt_cache)' zeros.json >free.json
is "of an older client too" "$(wick-state -p free.json -f '{cost.total_usd}{cost.source} {cost.client_usd}')" ' 0'

it "a session that went into a work tree"
# 121000 5 + 100000 .2 + 300 20 + 6 4, in three files of two folders.
near "cost" "$(of 8 '{cost.total_usd}')" 0.631024
is "requests" "$(of 8 '{cost.requests}')" 3
is "again, from what was kept" "$(of 8 '{cost.requests}')" 3
projects=$HOME/.claude/projects
sed 's/80000000/90000000/g' "$projects/-proj/$(id 8).jsonl" >"$projects/-proj/$(id 9).jsonl"
near "before it went there: 100000 5 + 100 20 + 2 4" "$(of 9 '{cost.total_usd}')" 0.502008
sed 's/80000000/90000000/g' "$projects/-proj-tree/$(id 8).jsonl" >"$projects/-proj-tree/$(id 9).jsonl"
head -n 1 "$projects/-proj-tree/$(id 9).jsonl" >>"$projects/-proj/$(id 9).jsonl"
near "and once it is there: 120000 5 + 100000 .2 + 200 20 + 4 4" "$(wick-state -t "$projects/-proj/$(id 9).jsonl" -f '{cost.total_usd}')" 0.624016
sed 's/80000000/a0000000/g' "$projects/-proj/$(id 8).jsonl" >"$projects/-proj/$(id a).jsonl"
near "another one, before" "$(of a '{cost.total_usd}')" 0.502008
mkdir -p "$projects/-proj-tree/$(id a)/subagents"
for file in "$(id 8).jsonl" "$(id 8)/subagents/agent-a.jsonl"; do
  sed 's/80000000/a0000000/g' "$projects/-proj-tree/$file" >"$projects/-proj-tree/$(id a)${file#"$(id 8)"}"
done
head -n 1 "$projects/-proj-tree/$(id a).jsonl" >>"$projects/-proj/$(id a).jsonl"
near "and there, at once with its subagent: as session 8" "$(wick-state -t "$projects/-proj/$(id a).jsonl" -f '{cost.total_usd}')" 0.631024
is "its project is the one that it was started in" "$(row 8 .project)" /proj
is "which has all of it" "$(wick-usage project --no-ledger --json | jq -r '.rows[].project')" /proj

it "a total at the beginning of what is read anew"
# 20000 5 + 100000 .2 + 100 20 + 2 4 of its own, 1000 5 + 100 20 + 2 4 of its subagent's: the rest of $1.50 left no lines.
CLAUDE_CONFIG_DIR=$tmp/later
export CLAUDE_CONFIG_DIR
mkdir -p "$CLAUDE_CONFIG_DIR/projects"
cp -R "$projects/-proj-tree" "$CLAUDE_CONFIG_DIR/projects/"
rm -r "$CLAUDE_CONFIG_DIR/projects/-proj-tree/$(id 9)"* "$CLAUDE_CONFIG_DIR/projects/-proj-tree/$(id a)"*
later=$CLAUDE_CONFIG_DIR/projects/-proj-tree/$(id 8).jsonl
printf '{"type":"system","subtype":"turn_duration","sessionId":"%s","timestamp":"2026-11-28T11:59:00.000Z"}\n' "$(id 8)" >>"$later"
wick-usage session --json >before.json
near "first the lines" "$(jq '.rows[0].cost_usd' before.json)" 0.129016
printf '{"type":"cost-state","sessionId":"%s","totalCostUSD":1.5,"hasUnknownModelCost":false,"modelUsage":{}}\n' "$(id 8)" >>"$later"
near "is later than what stands before it" "$(wick-usage session --json | jq .reconciliation.background_usd)" 1.370984
near "as read at once" "$(wick-usage session --no-ledger --json | jq .reconciliation.background_usd)" 1.370984

it "a total that a subagent may have preceded"
# It has no time. Each request is 1000 4 + 10 20 = $0.0042, the total is two of them.
CLAUDE_CONFIG_DIR=$tmp/agents
one() {
  printf '{"type":"assistant","sessionId":"%s","cwd":"/p","timestamp":"2026-11-28T10:0%s.000Z","uuid":"u%s","requestId":"r%s","message":{"id":"m%s","model":"claude-opus-5-5","content":[],"usage":{"input_tokens":1000,"output_tokens":10}}}\n' \
    "$1" "$2" "$1$2" "$1$2" "$1$2"
}
for id in $(id 1) $(id 2); do
  mkdir -p "$CLAUDE_CONFIG_DIR/projects/-p/$id/subagents"
  one "$id" 0:00 >"$CLAUDE_CONFIG_DIR/projects/-p/$id.jsonl"
  printf '{"type":"cost-state","sessionId":"%s","totalCostUSD":0.0084,"hasUnknownModelCost":false,"modelUsage":{}}\n' "$id" >>"$CLAUDE_CONFIG_DIR/projects/-p/$id.jsonl"
done
one "$(id 1)" 0:05 >"$CLAUDE_CONFIG_DIR/projects/-p/$(id 1)/subagents/agent-a.jsonl"
near "nothing is without lines" "$(wick-usage --no-ledger --json | jq '.reconciliation.background_usd - 0.0042')" 0
one "$(id 2)" 1:00 >>"$CLAUDE_CONFIG_DIR/projects/-p/$(id 2).jsonl"
one "$(id 2)" 2:00 >"$CLAUDE_CONFIG_DIR/projects/-p/$(id 2)/subagents/agent-a.jsonl"
near "one that is surely later is not in it" "$(wick-usage --no-ledger --json | jq .reconciliation.background_usd)" 0.0042
unset CLAUDE_CONFIG_DIR

it "the same everywhere"
for n in 1 2 3 4 6 8; do
  near "wick-usage's row of session $n" "$(row $n .cost_usd)" "$(of $n '{cost.total_usd}')"
done
near "of the killed one" "$(row 5 .cost_usd)" 4.200024

# SESSIONS=5000 takes some minutes.
it "random sessions"
python3 "$root/tests/same-account.py" write "$tmp/random" "${SESSIONS:-150}" "${SEED:-1}"
CLAUDE_CONFIG_DIR=$tmp/random python3 "$root/tests/same-account.py" compare "$tmp/random" >why 2>many
[ ! -s why ] && [ "$(cut -d ' ' -f 1 many)" -ge "${SESSIONS:-150}" ]
ok $? "history, a ledger and the live tools have what an independent count has: $(cat many)" why
finish
