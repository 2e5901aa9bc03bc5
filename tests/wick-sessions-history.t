#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-sessions --all and show: past sessions, compared with an independent count of the transcripts.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
ledger=$XDG_DATA_HOME/wick/ledger.db
one=7ac9f9c7-bc77-4273-b974-6f025fd290fc

ids() { jq -r '.session[:4]' "$tmp/out" | paste -sd ' '; }
prefixes() { awk '!/^[$]|^no price/ { print substr($1, 1, 4) }' "$tmp/out" | paste -sd ' '; }

it "a table"
run wick-sessions --all --no-names
exits 0
prints "ID        PROJECT          MODEL                 LAST              PROMPTS  REQUESTS  PEAK  SUBAGENTS  HITS  COMPACTIONS     COST
d7f47105  /home/user/proj  Opus 5.5, Sonnet 5.5  2026-11-22 05:06        8         8   15k          1   50%            1    \$0.43
d25fe0c6  /home/user/proj  Opus 5.5              2026-11-22 05:04        2         2   14k               0%                 \$0.14
82a2e042  /home/user/proj  Haiku 5.5             2026-11-22 04:50        1         1   15k               0%               \$0.0019
7ac9f9c7  /home/user/proj  Opus 5.5              2026-11-22 04:50        6         8   15k          1   64%            1    \$0.37
4f732b6d  /home/user/proj  Opus 5.5              2026-11-22 04:28        1         4   13k              75%                 \$0.08
\$0.03 more by Claude Code's own totals of 4 sessions: background requests, which no transcript shows"
is_empty "nothing on standard error" "$err"
run env TZ=Asia/Tokyo wick-sessions -a
matches '^d7f47105 .* 2026-11-22 14:06 '
run wick-sessions -aq
exits 0
silent

it "the order"
run wick-sessions -a --sort=last
is last "$(prefixes)" 'ID d7f4 d25f 82a2 7ac9 4f73'
run wick-sessions -a --sort cost
is cost "$(prefixes)" 'ID d7f4 7ac9 d25f 4f73 82a2'
run wick-sessions -a --sort=peak
is peak "$(prefixes)" 'ID d7f4 7ac9 82a2 d25f 4f73'
run wick-sessions -aj --sort=peak
is "of all to the token" "$(jq -s -c 'map(.peak_context_tokens) | . == (sort | reverse)' "$tmp/out")" true
other=$HOME/.claude/projects/-home-a
mkdir "$other"
sed 's|/home/user/proj|/home/a|g; s/d25fe0c6/d25fe0c7/g; s/"msg_/"msg_2/g; s/"req_/"req_2/g; s/"uuid":"/"uuid":"2/' \
  "$project"/d25fe0c6*.jsonl >"$other/d25fe0c7-f244-4f4d-b6b1-0929509cce11.jsonl"
run wick-sessions -a --sort=project
is project "$(awk '{ print $1 }' "$tmp/out" | sed '/^\$/d' | paste -sd ' ')" 'ID d25fe0c7 d7f47105 d25fe0c6 82a2e042 7ac9f9c7 4f732b6d'

it "filters"
run wick-sessions -aj --project=a
is "--project" "$(ids)" 'd25f'
is "the directory" "$(jq -r .project "$tmp/out")" /home/a
run wick-sessions -aj --project=/home/user --project=/home/a
is "--project with what is below, twice" "$(wc -l <"$tmp/out")" 6
run wick-sessions -aj --model=sonnet
is "--model" "$(jq -c '[.session[:4], .requests, .models]' "$tmp/out")" '["d7f4",1,["claude-sonnet-5-5"]]'
run wick-sessions -aj --since=2026-11-22T05:00:00Z --project=proj
is "--since a time" "$(jq -c '[.session[:4], .requests]' "$tmp/out" | paste -sd ' ')" '["d7f4",8] ["d25f",1]'
run wick-sessions -aj --since=10m --project=proj
is "--since a span" "$(ids)" 'd7f4 d25f'
run wick-sessions -aj --until=2026-11-22T04:45:00Z
is "--until" "$(ids)" '4f73'
run wick-sessions -aj --until=yesterday
exits 1
silent
complains '^wick-sessions: --until=yesterday: no sessions in ~/.claude; '
run wick-sessions -a --since=2026-11-23
exits 1
rm -r "$other" "$XDG_DATA_HOME"

it "figures"
cat >count.py <<'PYTHON'
import json, pathlib, sys
from datetime import datetime
prices = {p["canonical"]: p for p in map(json.loads, open(sys.argv[1]))}
requests, sessions, compactions = {}, {}, {}
for path in sorted(pathlib.Path(sys.argv[2]).rglob("*.jsonl")):
    for line in map(json.loads, open(path)):
        kind = line.get("type")
        if kind == "system" and line.get("subtype") == "compact_boundary" and not line.get("isSidechain"):
            compactions.setdefault(line["uuid"], line["sessionId"])  # a fork's file comes later
        if kind == "user" and not line.get("isSidechain") and not line.get("isMeta") and not line.get("isCompactSummary"):
            content = line["message"]["content"]
            typed = isinstance(content, str) or all(block["type"] == "text" for block in content)
            origin = (line.get("origin") or {}).get("kind", "human")
            if typed and origin == "human" and line.get("promptSource") != "system" and not str(content).startswith("<local-command"):
                sessions.setdefault("prompt " + line["uuid"], []).append((line["timestamp"], line["sessionId"]))
        if kind == "assistant" and "usage" in line["message"] and line["message"]["model"] != "<synthetic>":
            requests.setdefault(line["message"]["id"], []).append(line)
rows = {}
def row(session):
    return rows.setdefault(session, {"requests": 0, "prompts": 0, "tokens": 0, "cost": 0, "main": [0, 0], "peak": 0, "agents": set(), "models": set(), "compactions": 0})
for lines in requests.values():
    own = [l for l in lines if l.get("requestSessionId", l["sessionId"]) == l["sessionId"]]
    first = min(own or lines, key=lambda l: l["timestamp"])
    most = lambda key: max(l["message"]["usage"].get(key) or 0 for l in lines)
    five = max((l["message"]["usage"].get("cache_creation") or {}).get("ephemeral_5m_input_tokens", 0) for l in lines)
    fresh, write, read, out = map(most, ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"))
    if fresh + write + read + out == 0:
        continue
    model = first["message"]["model"]
    p, r = prices[model], row(first["sessionId"])
    r["requests"] += 1
    r["tokens"] += fresh + write + read + out
    r["cost"] += (fresh * p["input"] + five * p["write_5m"] + (write - five) * p["write_1h"] + read * p["read"] + out * p["output"]) / 1e6
    r["models"].add(model)
    if first.get("isSidechain"):
        r["agents"].add(first["agentId"])
    else:
        r["main"][0] += read
        r["main"][1] += fresh + write + read
        r["peak"] = max(r["peak"], fresh + write + read)
for places in sessions.values():
    row(min(places)[1])["prompts"] += 1
for session in compactions.values():
    row(session)["compactions"] += 1
for session, r in sorted(rows.items()):
    print(session, r["requests"], r["prompts"], r["tokens"], "%.7f" % r["cost"], r["peak"], len(r["agents"]), r["compactions"],
          "%.6f" % (r["main"][0] / r["main"][1]), ",".join(sorted(r["models"])))
PYTHON
if command -v python3 >/dev/null; then
  python3 count.py "$data/client_unit_prices.jsonl" "$HOME/.claude/projects" >expected
  wick-sessions --all --json | jq -c . | python3 -c '
import json, sys
for r in sorted(map(json.loads, sys.stdin), key=lambda r: r["session"]):
    print(r["session"], r["requests"], r["prompts"], sum(v for k, v in r.items() if k.endswith("_tokens") and "context" not in k),
          "%.7f" % r["cost_usd"], r["peak_context_tokens"], r["subagents"], r["compactions"], "%.6f" % r["hit_ratio"], ",".join(sorted(r["models"])))
' >got
  diff -u expected got >"$tmp/why" 2>&1 && [ "$(wc -l <got)" -eq 5 ]
  ok $? "those of another count" "$tmp/why"
else
  skip "no python3"
fi
if command -v wick-usage >/dev/null; then
  wick-usage session --json | jq -cS '.rows[] | .subagents_requests = .subagents.requests
    | .subagents_cost_usd = .subagents.cost_usd | del(.subagents, .models)' | sort >expected
  wick-sessions -aj | jq -cS 'del(.subagents, .compactions, .peak_context_tokens, .hit_ratio, .models)' | sort >got
  diff -u expected got >"$tmp/why" 2>&1 && [ -s got ]
  ok $? "those of wick-usage" "$tmp/why"
else
  skip "no wick-usage"
fi
wick-sessions -aj >with-ledger
run wick-sessions -aj --no-ledger
prints_file with-ledger

it "a fork"
run wick-sessions -aj
is "its copies are its parent's" "$(jq -c 'select(.session[:4] == "82a2") | [.requests, .prompts, .models]' "$tmp/out")" '[1,1,["claude-haiku-5-5"]]'
run env CLAUDE_CONFIG_DIR="$data/client/2.1.330/fork" wick-sessions -aj
is "every request counts once" "$(jq -s 'map(.requests) | add' "$tmp/out")" \
  "$(cat "$data"/client/2.1.330/fork/projects/*/*.jsonl | jq -r 'select(.type == "assistant" and .message.usage.output_tokens > 0) | .message.id' | sort -u | wc -l | tr -d ' ')"

it "one session"
run wick-sessions show 7ac9
exits 0
prints "session     $one
project     /home/user/proj
first       2026-11-22 04:48
last        2026-11-22 04:50, 1m23s later
prompts     6
requests    8, including 1 by subagents; 1.3 per prompt
context     14k at first, 15k at most (2026-11-22 04:49), 15k last
cache       64% hits; read 65k, written for 5m 151, written for 1h 37k; saved \$0.10
cost        \$0.37: main \$0.31, subagents \$0.06
background  \$0.02 more by Claude Code's own total, for requests that no transcript shows
transcript  ~/.claude/projects/-home-user-proj/$one.jsonl

MODEL     REQUESTS  INPUT  WRITE 5M  WRITE 1H  READ  OUTPUT   COST
Opus 5.5         8     24       151       44k   65k     228  \$0.37

SUBAGENT           MODEL     REQUESTS  PEAK   COST
a8ceccf21c60cbf41  Opus 5.5         1  7.1k  \$0.06

COMPACTED         FROM    TO  HOW
2026-11-22 04:49   15k  2.9k  manual"
run wick-sessions show 82a2
matches '^requests    1; 1.0 per prompt$'
matches '^cache       0% hits; read 0, written for 5m 15k; cost \$0.0004 more than without$'
matches '^cost        \$0.0019$'
run wick-sessions show $one -q
exits 0
silent

it "one session as JSON"
run wick-sessions show $one --json
exits 0
is "one document" "$(jq -c '[.main.requests, .requests, .context, .compacted[0].before_tokens]' "$tmp/out")" \
  '[7,8,{"floor_tokens":13987,"floor_at":"2026-11-22T04:48:49Z","peak_tokens":14945,"peak_at":"2026-11-22T04:49:17Z","last_tokens":14642,"last_at":"2026-11-22T04:50:12Z"},14953]'
is "its parts add up" "$(jq -c 'def close(a; b): (a - b) | fabs < 1e-9;
  [close(.cost_usd; .main.cost_usd + .subagents_cost_usd), close(.cost_usd; [.by_model[].cost_usd] | add),
   close(.subagents_cost_usd; [.by_subagent[].cost_usd] | add), .by_subagent[0].peak_context_tokens]' "$tmp/out")" '[true,true,true,7126]'
is "the transcript" "$(jq -r '.transcripts[]' "$tmp/out")" "$project/$one.jsonl"
jq -cS 'del(.main, .context, .by_model, .by_subagent, .compacted, .transcripts)' "$tmp/out" >got
wick-sessions -aj | jq -cS "select(.session == \"$one\")" >expected
is "the rest is as with --all" "$(cat got)" "$(cat expected)"

it "an id"
for id in 7acx 'no such' 7ac9f9c7-x; do
  run wick-sessions show "$id"
  exits 69
  silent
  complains "^wick-sessions: session $id: not found; .*"
done
cp "$project"/$one.jsonl "$project/7ac9-again.jsonl"
sed -i 's/7ac9f9c7-bc77-4273-b974-6f025fd290fc/7ac9-again/g; s/"msg_/"msg_3/g; s/"uuid":"/"uuid":"3/' "$project/7ac9-again.jsonl"
run wick-sessions show 7ac9
exits 64
silent
complains '^wick-sessions: session 7ac9: matches 2 sessions$'
run wick-sessions show 7ac9-
is "that is long enough" "$status $(head -n 1 "$tmp/out")" '0 session     7ac9-again'
rm -r "$project/7ac9-again.jsonl" "$XDG_DATA_HOME"

it "what cannot be meant"
refuses() {
  why=$1
  shift
  run wick-sessions "$@"
  exits 64
  silent
  complains "^wick-sessions: $why$"
}
refuses 'show: id of a session missing' show
refuses 'show: id of a session missing' show ''
refuses 'b: one session at a time' show a b
refuses 'all: unexpected operand' all
refuses '--all: not with show' show 7ac9 --all
refuses '--since: not with show' show 7ac9 --since=1d
refuses '--format: not with show' show 7ac9 -f x
refuses '--live: not with --all' -al
refuses '--watch: not with --all' -aw
refuses '--sort: only with --all' --sort=cost
refuses '--until: only with --all' --until=today
refuses '--no-ledger: only with --all or show' --no-ledger
refuses '--sort: must be one of last, cost, peak, project \(got name\)' -a --sort=name
refuses '--since x: not a date such as 2026-11-24, a time or a span such as 7d' -a --since x
refuses '--since: empty argument' -a --since=
refuses '--until: empty argument' -a --until=
refuses '--since 7y: not a date such as 2026-11-24, a time or a span such as 7d' --since=7y
refuses '--project: empty argument' -a --project=
refuses '--model: empty argument' -a --model=

it "without --all and show"
run wick-sessions --since=7d
exits 0
[ ! -e "$ledger" ]
ok $? "there is no ledger"

it "a transcript that is gone"
run wick-sessions -aj
cp "$tmp/out" before
rm "$project/$one.jsonl"
run wick-sessions -aj
prints_file before
run wick-sessions show 7ac9
matches '^transcript  gone; figures from the ledger$'
matches '^cost        \$0.37: main \$0.31, subagents \$0.06$'
run wick-sessions show 7ac9 -j
is "JSON names none" "$(jq -c .transcripts "$tmp/out")" '[]'
run wick-sessions -aj --no-ledger
is "without the ledger" "$(jq -c 'select(.session[:4] == "7ac9") | .requests' "$tmp/out")" 1
cp "$data/config/projects/-home-user-proj/$one.jsonl" "$project/"

it "a model without a price"
sed -i 's/"model":"claude-haiku-5-5"/"model":"new-model-1"/g' "$project"/82a2*.jsonl
sed -i 's/"model":"claude-sonnet-5-5"/"model":"new-model-1"/g' "$project"/d7f4*.jsonl
rm -r "$XDG_DATA_HOME"
run wick-sessions -a
matches '^82a2e042 .* new-model-1 .* \?$'
matches '^d7f47105 .* Opus 5.5, new-model-1 .* \$0.37\+$'
matches '^no price for new-model-1: 2 requests, 30k tokens, not included in the cost$'
run wick-sessions -aj
is "JSON has no cost" "$(jq -c 'select(.session[:4] == "82a2") | [has("cost_usd"), .unpriced_requests]' "$tmp/out")" '[false,1]'
run wick-sessions show d7f4
matches '^cost        \$0.37\+: main \$0.31\+, subagents \$0.06$'
matches '^no price for new-model-1: 1 request, 15k tokens, not included in the cost$'

it "as wide as the terminal"
too_wide=
for columns in 1 2 5 10 20 33 47 60 72 80 81 100 200; do
  widest=$(COLUMNS=$columns wick-sessions -a | grep -v 'in the cost$\|transcript shows$' | wc -L)
  if [ "$widest" -gt $columns ]; then too_wide="$too_wide $columns"; fi
done
is_empty "never wider" "$too_wide"
run env COLUMNS=60 wick-sessions -a
is "the most important columns are left" "$(head -n 1 "$tmp/out" | tr -s ' ')" 'ID NAME PROJECT PEAK HITS COST'

it "text that others wrote"
esc=$(printf '\033')
sed 's/82a2e042-20a1-4517-80e0-0b965333b750/evil\\u001b[2J\\nid/g; s|"cwd":"[^"]*"|"cwd":"/home/\\u001b]0;x\\u0007\\na\\tb"|g; s/"msg_/"msg_4/g; s/"uuid":"/"uuid":"4/; s/new-model-1/model\\u001b[1m\\n/g; s/"requestSessionId":"[^"]*",//' \
  "$project"/82a2*.jsonl >"$project/evil.jsonl"
mkdir "$HOME/.claude/projects/-evil"
mv "$project/evil.jsonl" "$HOME/.claude/projects/-evil/"
for arguments in -a -aj 'show evil' 'show evil -j' 'show none'; do
  # shellcheck disable=SC2086
  run wick-sessions $arguments
  ! grep -qE "$esc|$(printf '[\t\a]')" "$tmp/out" "$tmp/err"
  ok $? "steers no terminal: $arguments" "$tmp/out"
done
run wick-sessions -a
is "and starts no line" "$(grep -c . "$tmp/out")" 10
matches '^evil�\[2J .*/home/�\]0;x��a�b .* model�\[1m '
run wick-sessions -aj
is "JSON gives it back" "$(jq -r 'select(.session[:4] == "evil") | .session' "$tmp/out")" "$(printf 'evil\033[2J\nid')"
run wick-sessions show "$(printf 'evil\033[2J\n')"
exits 0
run wick-sessions show "$(printf 'x\033[2J')"
complains '^wick-sessions: session x�\[2J: not found; '

it "no history"
run env CLAUDE_CONFIG_DIR=/nowhere wick-sessions --all
exits 1
silent
complains '^wick-sessions: /nowhere: no Claude Code folder; '
run env CLAUDE_CONFIG_DIR=/nowhere wick-sessions -aq --json
exits 1
run env CLAUDE_CONFIG_DIR=/nowhere wick-sessions show 7ac9
exits 69
finish
