#!/bin/sh
# SPDX-License-Identifier: MIT
# What wick-usage counts, against an independent count; its options and its output.
. "$(dirname "$0")/lib.sh"
. "$root/tests/usage.sh"
use_recorded_sessions
config=$HOME/.claude
ledger=$XDG_DATA_HOME/wick/ledger.db

it "the recorded sessions"
for by in day week month model session block; do
  agrees "by $by" --by $by --no-ledger "$config"
  agrees "by $by, with the ledger" --by $by "$config"
done
is "by project" "$(figures project requests prompts)" '/home/user/proj 23 18'
wick-usage session -j --no-ledger --threads 1 >one.json
for options in '--no-ledger --threads=2' '--no-ledger --threads 64' '--threads=1' '--threads=2' ''; do
  # shellcheck disable=SC2086
  wick-usage session -j $options | sed 's/"source":"ledger"/"source":"transcripts"/' >other.json
  cmp one.json other.json >why 2>&1
  ok $? "the same with: $options" why
done
is "the rows have all" "$(jq -c '[.rows[] | .requests] | add' one.json)" "$(jq .totals.requests one.json)"
is "and the models of each row" "$(jq -c '[.rows[].models[].cost_usd] | add * 1e9 | round' one.json)" \
  "$(jq '.totals.cost_usd * 1e9 | round' one.json)"

it "Claude Code's own totals"
# The last total of each session, minus requests that only it includes: a compaction in two of them. A fork's total
# includes its parent's.
for pair in 7ac9f9c7:0.0165004 d7f47105:0.0165004 d25fe0c6:0 4f732b6d:0; do
  id=${pair%:*}
  told=$(grep -h '"type":"cost-state"' "$project/$id"*.jsonl | tail -n 1 | jq .totalCostUSD)
  jq -e --arg id "$id" --argjson told "$told" --argjson more "${pair#*:}" '.rows[] | select(.session | startswith($id))
    | ((.cost_usd + $more - $told) * 1e9 | round == 0) and ((.background_usd - $more) * 1e9 | round == 0)' one.json >why
  ok $? "$id is $told" why
done
is "together" "$(jq -c '.reconciliation | [.sessions, .skipped_sessions, (.background_usd * 1e7 | round)]' one.json)" '[4,1,330008]'
run wick-usage
matches "^\\\$0.03 more by Claude Code's own totals of 4 sessions: background requests, which no transcript shows$"
run wick-usage --since=7d
is "not of a part" "$(grep -c 'own totals' "$tmp/out")" 0

it "a table"
run wick-usage
exits 0
prints "DAY               MODELS                           REQUESTS  PROMPTS  INPUT  WRITE 5M  WRITE 1H  READ  OUTPUT  TOKENS  SUBAGENTS  SAVED   COST
2026-11-22 today  Opus 5.5, Sonnet 5.5, Haiku 5.5        23       18     69       56k      103k  154k     677    313k        11%  \$0.16  \$1.01
total                                                    23       18     69       56k      103k  154k     677    313k        11%  \$0.16  \$1.01
\$0.03 more by Claude Code's own totals of 4 sessions: background requests, which no transcript shows"
is_empty "nothing on standard error" "$err"
run wick-usage session --since=today --no-names
is "sessions have short ids and a project" "$(sed -n 2p "$tmp/out" | tr -s ' ' | cut -d ' ' -f 1-3)" 'd7f47105 /home/user/proj 2026-11-22'
run wick-usage week
matches '^2026-11-16 this week '
run wick-usage month
matches '^2026-11 this month '
run wick-usage block
matches '^2026-11-22 04:28-09:28 ~ now '
matches '^~ inferred: '
run wick-usage block --tz Asia/Kolkata
matches '^2026-11-22 09:58-14:58 ~ now '
too_wide=
for columns in 1 2 5 10 20 33 47 60 80 100 200; do
  for by in day week month project model session block; do
    widest=$(COLUMNS=$columns wick-usage $by | wc -L)
    if [ "$widest" -gt $columns ]; then too_wide="$too_wide $by:$columns"; fi
  done
done
is_empty "never wider than the terminal" "$too_wide"
is "the money is left" "$(COLUMNS=25 wick-usage | head -n 1 | tr -s ' ')" 'DAY COST'
is "bold where it is now" "$(WICK_COLOR=always wick-usage | grep -c "$(printf '\033\\[1m2026-11-22 today')")" 1
is "and nothing else than colours" "$(WICK_COLOR=always wick-usage | sed 's/\x1b\[[0-9;]*m//g')" "$(wick-usage)"

it "CSV"
run wick-usage --csv model
exits 0
prints 'model,requests,input_tokens,cache_write_5m_tokens,cache_write_1h_tokens,cache_read_tokens,output_tokens,web_searches,cost_usd,saved_usd,subagents_cost_usd,unpriced_requests
claude-opus-5-5,21,63,41210,87576,153867,661,0,0.9509034,0.1931806,0.114392,0
claude-sonnet-5-5,1,3,0,14955,0,8,0,0.059906,-0.02991,0,0
claude-haiku-5-5,1,3,14884,0,0,8,0,0.0018648,-0.0003721,0,0'
run wick-usage --csv --json
exits 64
complains '^wick-usage: --json: not with --csv$'

it "operands"
run wick-usage day week
exits 64
complains '^wick-usage: week: rows of two kinds are joined by a comma: day,model$'
for word in daily days sesion; do
  run wick-usage $word
  exits 64
  silent
  complains "^wick-usage: $word: not day, week, .* or entrypoint; did you mean (day|session)\?$"
done
run wick-usage "$(printf '\033[2J')"
exits 64
complains '^wick-usage: �\[2J: not day'

it "--since, --until"
is "a date with all of its day" "$(figures day requests -- --since=2026-11-22 --until 20261122)" '2026-11-22 23'
for pair in today=23 yesterday=23 1h=23 3m=0 2026-11-22T05:05:00Z=4 2026-11-22T06:05+01:00=4 2026-11-23=0; do
  is "--since=${pair%=*}" "$(wick-usage -j --since="${pair%=*}" | jq .totals.requests)" "${pair#*=}"
done
for pair in today=23 yesterday=0 1h=0 3m=23 2026-11-22T05:05:00Z=19 2026-11-21=0; do
  is "--until=${pair%=*}" "$(wick-usage -j --until="${pair%=*}" | jq .totals.requests)" "${pair#*=}"
done
# --since is the first time that counts, --until the first that does not.
at=$(figures session first | sort -k 2 | sed -n '2s/.* //p')
before=$(wick-usage -j --until="$at" | jq .totals.requests) since=$(wick-usage -j --since="$at" | jq .totals.requests)
is "together they have all" $((before + since)) 23
is "a local time" "$(figures day requests -- --tz=Asia/Kolkata --since=2026-11-22T10:30)" \
  "$(figures day requests -- --since=2026-11-22T05:00Z --tz=Asia/Kolkata)"
for when in 7 x 2026-13-01 2026-02-30 2026-11 '' 2026-11-22T25:00 tomorrow; do
  [ -n "$when" ] || continue
  run wick-usage --since "$when"
  exits 64
  silent
  complains "^wick-usage: --since $when: not a date such as 2026-11-24, a time or a span such as 7d$"
done
run wick-usage --since=2026-11-23 --until=2026-11-22
exits 64
complains '^wick-usage: --until 2026-11-22: not later than --since 2026-11-23$'
run wick-usage --since=2026-11-23
exits 1
silent
run wick-usage --json --until=2026-11-20
exits 1
is "JSON all the same" "$(jq -c '[.rows, .totals.requests, .totals.cost_usd]' "$tmp/out")" '[[],0,0]'

it "--tz"
for zone in nowhere /etc/passwd ../x '' x; do
  run wick-usage --tz "$zone"
  exits 64
  complains '^wick-usage: --tz .*: no such time zone$'
done
is "a rule of one's own" "$(figures day requests -- --tz='<+20>-20')" '2026-11-23 23'

it "--project"
mkdir -p "$config/projects/-home-you-shop-api"
{
  prompt 2026-11-20T10:00:00Z
  response 2026-11-20T10:00:01Z
} | sed 's,/home/you/shop,/home/you/shop/api,; s/"one"/"api"/' >"$config/projects/-home-you-shop-api/api.jsonl"
for dir in /home/you/shop /home/you /home/you/shop/api/ api; do
  is "$dir" "$(figures project requests -- --project="$dir")" '/home/you/shop/api 1'
done
for dir in shop /home/you/shop/a /home/you/shop/api/x pi; do
  is_empty "not $dir" "$(figures project requests -- --project="$dir")"
done
is "two" "$(figures project requests -- --project=api --project=proj)" '/home/user/proj 23
/home/you/shop/api 1'
mkdir -p "$HOME/down/api"
mkdir "$config/projects/-down"
response 2026-11-20T10:00:01Z | sed "s,/home/you/shop,$HOME/down/api," >"$config/projects/-down/down.jsonl"
tilde='~'
for dir in . ./ .. ../api/ ../../down $tilde/down; do
  is "$dir" "$(cd "$HOME/down/api" && figures project requests -- --project="$dir")" "$HOME/down/api 1"
done
is "not the one beside it" "$(cd "$HOME" && wick-usage -q --project=./api; echo $?)" 1
rm -r "$config/projects/-down" "$XDG_DATA_HOME"

it "directories that share a project folder"
# Claude Code makes the same name of them.
mkdir "$config/projects/-home-you-my-app"
for dir in my-app my.app; do
  response 2026-11-20T10:00:01Z | sed "s,/home/you/shop,/home/you/$dir/src,; s/one/$dir/g; s/\([gq]_\)[0-9]*/\1$dir/g" >"$config/projects/-home-you-my-app/$dir.jsonl"
  is "$dir" "$(figures project requests -- --project=/home/you/$dir)" "/home/you/$dir 1"
done
rm -r "$config/projects/-home-you-my-app" "$XDG_DATA_HOME"

it "--model"
is "a word" "$(figures model requests -- --model=opus)" 'claude-opus-5-5 22'
is "two" "$(figures model requests -- --model=haiku-5-5 --model SONNET)" 'claude-sonnet-5-5 1
claude-haiku-5-5 1'
is "no part of a word" "$(figures model requests -- --model=opu --model=5)" "$(figures model requests -- --model=5)"
is "prompts are no model's" "$(wick-usage -j --model=opus | jq .totals.prompts)" 0

it "a cache that did not pay"
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[[price]]\nmodel = "claude-opus-5-5"\ninput = 1\nwrite_5m = 2\nwrite_1h = 2\nread = 1\noutput = 1\n' >"$XDG_CONFIG_HOME/wick/prices.toml"
# A million tokens at $2, which would have been $1 without the cache, and were never read.
printf '%s\n' '{"type":"assistant","sessionId":"s","timestamp":"2026-11-22T05:00:00.000Z","requestId":"r","message":{"id":"m","role":"assistant","model":"claude-opus-5-5","usage":{"input_tokens":0,"output_tokens":0,"cache_creation_input_tokens":1000000,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":1000000,"ephemeral_1h_input_tokens":0}}}}' >lost.jsonl
mkdir -p "$tmp/lost/projects/-x" && cp lost.jsonl "$tmp/lost/projects/-x/s.jsonl"
CLAUDE_CONFIG_DIR=$tmp/lost wick-usage --no-ledger >out.txt
is "what it lost" "$(grep -c 'lost \$1.00 *\$2.00' out.txt)" 2
is "is explained where it is shown" "$(CLAUDE_CONFIG_DIR=$tmp/lost COLUMNS=40 wick-usage --no-ledger | grep -c lost)" 0
is "is explained" "$(tail -n 1 out.txt)" 'lost: more was paid for writing to the cache than reading from it saved'
is "scripts get a number" "$(CLAUDE_CONFIG_DIR=$tmp/lost wick-usage --no-ledger -j | jq .totals.saved_usd)" -1
rm "$XDG_CONFIG_HOME/wick/prices.toml"
run wick-usage
is "elsewhere nothing is said" "$(grep -c '^lost' "$tmp/out")" 0

it "--threads"
for n in x -1 1.5 0; do
  run wick-usage --threads="$n"
  exits 64
  silent
done
complains '^wick-usage: --threads 0: less than 1$'

it "--quiet"
rm -rf "$XDG_DATA_HOME"
run wick-usage -q
exits 0
silent
is_empty "nothing on standard error" "$err"
is "the ledger is its owner's alone" "$(stat -c %a "$ledger")" 600
run wick-usage -qj
silent

it "none"
run env CLAUDE_CONFIG_DIR=/nowhere wick-usage
exits 1
silent
complains '^wick-usage: /nowhere: no Claude Code folder'

it "the ledger"
before=$(wick-usage session -j | jq -c '[.rows, .totals]')
run wick-usage -v
is "what is known is not read again" "$(head -n 1 "$tmp/err")" 'wick-usage: read 0 bytes of 0 files, of 8 files found'
rm -r "$project"/7ac9f9c7*  # of its 8 requests a fork has 2 too
is "outlives transcripts" "$(wick-usage session -j | jq -c '[.rows, .totals]')" "$before"
is "--no-ledger knows what is there" "$(wick-usage -j --no-ledger | jq -c '[.source, .totals.requests]')" '["transcripts",18]'
XDG_DATA_HOME=$tmp/other wick-usage -q --no-ledger
[ ! -e other ]
ok $? "and keeps nothing"
grep -aqE 'do it|"type"' "$ledger"
is "has no text" $? 1
agrees "after it was made anew" --by session --no-ledger "$config"
head -c 5000 /dev/urandom >"$ledger"
run wick-usage session
exits 66
is "is told" "$(grep -cE "^wick-usage: $ledger: .*; moved to $ledger.damaged-[0-9]+, and replaced by a new ledger$" "$tmp/err")" 1
run wick-usage session
exits 66
complains "^wick-usage: $ledger.damaged-[0-9]+: a damaged ledger; what it has lost is missing from the figures \(remove it to end this message\)$"
rm "$ledger".damaged-*
agrees "after that" --by session "$config"
run env XDG_DATA_HOME=/dev/null/x wick-usage -j
exits 0
complains '^wick-usage: /dev/null/x/wick/ledger.db: .*; read from the transcripts, nothing kept$'
is "the same figures" "$(jq -c '[.source, .totals]' "$tmp/out")" "$(wick-usage -j --no-ledger | jq -c '[.source, .totals]')"
run env -u HOME -u XDG_DATA_HOME CLAUDE_CONFIG_DIR="$config" wick-usage -j
is "no place for one" "$(jq .totals.requests "$tmp/out") $err" '18 '
it "what was typed and sent nothing"
# Two prompts: a text, and /review, which the client turns into one. In clients 1.0 to 2.1.114 (public transcripts),
# a command begins with its message if it becomes a prompt, and with its name if it does not.
CLAUDE_CONFIG_DIR=$tmp/typed
export CLAUDE_CONFIG_DIR
mkdir -p "$tmp/typed/projects/-typed"
python3 - >"$tmp/typed/projects/-typed/70000000-0000-4000-8000-000000000000.jsonl" <<'PYTHON'
import json
texts = ["look at this", None,
         "<command-name>/clear</command-name>\n            <command-message>clear</command-message>",
         "<local-command-stdout></local-command-stdout>",
         "<command-name>/model</command-name>\n            <command-message>model</command-message>",
         "<local-command-stdout>Set model</local-command-stdout>",
         "<bash-input>ls</bash-input>", "<bash-stdout>a</bash-stdout><bash-stderr></bash-stderr>",
         "<command-message>review</command-message>\n<command-name>/review</command-name>", None,
         "<command-name>/exit</command-name>\n            <command-message>exit</command-message>"]
for i, text in enumerate(texts):
    line = {"uuid": "u%d" % i, "sessionId": "70000000-0000-4000-8000-000000000000", "cwd": "/typed",
            "timestamp": "2026-11-22T05:00:%02d.000Z" % i}
    if text is None:
        line.update(type="assistant", requestId="r%d" % i, message={"id": "m%d" % i, "model": "claude-opus-5-5", "usage": {
            "input_tokens": 5, "output_tokens": 9}})
    else:
        line.update(type="user", message={"role": "user", "content": text})
    print(json.dumps(line))
PYTHON
is "is no prompt" "$(wick-usage session --no-ledger --json | jq -c '[.totals.prompts, .totals.requests]')" '[2,2]'
is "nor does an independent count have it" "$(python3 "$root/tests/count.py" "$tmp/typed" | jq -c '[.totals.prompts, .totals.requests]')" '[2,2]'
is "nor is it for wick-misses" "$(wick-misses --no-ledger --json | jq .main.prompts)" 2
finish
