#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-24T12:00:00Z
use_recorded_sessions

it "without a history"
run env CLAUDE_CONFIG_DIR="$tmp/none" wick-waste
exits 1
silent

it "all of it"
run wick-waste
exits 0
matches 'productive'
wick-waste --json >all.json
is "the classes sum to all tokens" "$(jq '[.classes[].tokens] | add' all.json)" "$(jq .tokens all.json)"
is "which wick-usage counts" "$(jq .tokens all.json)" \
  "$(wick-usage --json | jq '.totals | .input_tokens + .cache_write_5m_tokens + .cache_write_1h_tokens + .cache_read_tokens + .output_tokens')"
wick-waste --no-ledger --json | jq 'del(.source)' >files.json
jq 'del(.source)' all.json >ledger.json
diff ledger.json files.json >why
ok $? "the ledger knows what the transcripts say" why
is "rows are findings" "$(wick-waste --csv | tail -n +2 | wc -l | tr -d ' ')" "$(jq '.list | length' all.json)"
is "later ones alone" "$(wick-waste --json --since=2026-11-23 | jq .requests)" "$(wick-usage --json --since=2026-11-23 | jq .totals.requests)"

it "a session"
session=$(jq -r '.list[0].session' all.json)
run wick-waste --session="$session"
exits 0
matches "$(printf %s "$session" | cut -c1-8)"
matches 'wasted'

it "kinds, and what to do"
for by in project model tool server week session; do
  run wick-waste --by=$by
  exits 0
done
run wick-waste --fix
exits 0
matches '  '
run wick-waste --min-usd=1000 --json
is "nothing cost so much" "$(jq -c '[.list, .clusters]' out)" '[[],[]]'
is "but it counts" "$(jq .wasted_tokens out)" "$(jq .wasted_tokens all.json)"

it "for hooks"
# As in all tools, 0 means above the bound.
run wick-waste -q --over=0
exits 0
silent
run wick-waste -q --over=100
exits 1
silent
is_empty "nothing is said" "$err"
share=$(jq '([.classes[].usd] | add) as $all | ($all - .classes.productive.usd) / $all * 100' all.json)
run wick-waste -q --over="$(jq -n "$share + 0.01")"
exits 1
run wick-waste -q --over="$(jq -n "$share - 0.01")"
exits 0
run wick-waste -q --over=0 --since=2027-01-01
exits 1

it "what figures mean"
run wick-waste --explain=reread
exits 0
matches 'source: '

it "in a line"
id=$(jq -r '.by_session | map(select(.wasted_usd > 0)) | .[0].session' all.json)
transcript=$(jq -r --arg s "$id" '[.list[] | select(.session == $s and (.agent | not)).transcript] | .[0]' all.json)
WICK_NOW=2026-11-23T12:00:00Z
wick-waste -q
is "the share of the session" "$(wick-state -t "$transcript" -j | jq '.waste.session_pct | . * 1000 | round')" \
  "$(jq --arg s "$id" '.by_session[] | select(.session == $s) | .wasted_usd / ([.classes[].usd] | add) * 100000 | round' all.json)"
is "and its money" "$(wick-state -t "$transcript" -j | jq '.waste.session_usd * 1e8 | round')" \
  "$(jq --arg s "$id" '.by_session[] | select(.session == $s) | .wasted_usd * 1e8 | round' all.json)"
rm -rf "$XDG_CACHE_HOME/wick"
wick-line -t "$transcript" -f '{waste.session_pct}' >/dev/null
tries=0
until [ -n "$(wick-state -t "$transcript" -f '{waste.session_pct}')" ] || [ $tries -gt 100 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
is "a line has it audited behind it" "$(wick-state -t "$transcript" -f '{waste.source}')" ledger
run wick-waste -q --project=none
is "a filter leaves it alone" "$(wick-state -t "$transcript" -f '{waste.source}')" ledger
WICK_NOW=2026-11-24T12:00:00Z

it "limits of one's own"
mkdir -p "$XDG_CONFIG_HOME/wick"
echo '[waste]
listing_tokens = 1000000
unread_tokens = 1000000' >"$XDG_CONFIG_HOME/wick/wick.toml"
is "fewer are found" "$(wick-waste --json | jq --slurpfile a all.json '(.list | length) < ($a[0].list | length)')" true
is "no listing" "$(wick-waste --json | jq '[.list[] | select(.why | test("listing"))] | length')" 0
for bad in 'rides = -1' 'rides = "many"' 'ride = 1'; do
  printf '[waste]\n%s\n' "$bad" >"$XDG_CONFIG_HOME/wick/wick.toml"
  run wick-waste
  exits 78
  complains "wick.toml:2:"
done
rm "$XDG_CONFIG_HOME/wick/wick.toml"

it "an audit that is kept"
wick-waste --json >first
audit=$(echo "$XDG_CACHE_HOME"/wick/audit*)
before=$(cksum "$audit")
is "serves again" "$(wick-waste --json | cmp - first && cksum "$audit")" "$before"
is "alike in all forms" "$(for o in '' --csv --fix --by=week; do wick-waste $o; done | cksum)" \
  "$(for o in '' --csv --fix --by=week; do wick-waste $o --no-ledger; done | cksum)"
other() { wick-waste --json | cmp -s - first; [ $? -eq 1 ]; }
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[waste]\nlisting_tokens = 1000000\nunread_tokens = 1000000\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
other
ok $? "not with other limits"
rm "$XDG_CONFIG_HOME/wick/wick.toml"
printf '[[price]]\nmodel = "claude-opus-5-5"\ninput = 1\nwrite_5m = 1\nwrite_1h = 1\nread = 1\noutput = 1\n' >"$XDG_CONFIG_HOME/wick/prices.toml"
other
ok $? "not with other prices"
rm "$XDG_CONFIG_HOME/wick/prices.toml"
is "nor in another time zone" "$(wick-waste --by=week --tz=Pacific/Kiritimati | cksum)" "$(wick-waste --by=week --tz=Pacific/Kiritimati --no-ledger | cksum)"
wick-waste --json >/dev/null
transcript=$(jq -r '.list[0].transcript' first)
sed -n '/"type":"assistant"/p' "$transcript" | tail -n 1 | sed 's/"id":"msg_[^"]*"/"id":"msg_new"/; s/"requestId":"[^"]*"/"requestId":"req_new"/' >added
cat added >>"$transcript"
is "not after a request" "$(wick-waste --json | jq .requests)" "$(($(jq .requests first) + 1))"
is "as the transcripts say" "$(wick-waste --json | jq -c .classes)" "$(wick-waste --no-ledger --json | jq -c .classes)"
# If it is damaged anywhere, it is ignored and a new audit is made.
size=$(wc -c <"$audit")
for at in 0 5 20 100 $((size / 2)) $((size - 1)); do
  printf 'X' | dd of="$audit" bs=1 seek="$at" conv=notrunc 2>/dev/null
  wick-waste --json | jq -c .classes
done | sort -u >classes
is "nor when it is damaged" "$(cat classes)" "$(wick-waste --no-ledger --json | jq -c .classes)"
head -c 100 "$audit" >half && cp half "$audit"
is "nor half of it" "$(wick-waste --json | jq -c .classes)" "$(cat classes)"
ok "$(case $(ls -l "$audit") in -rw-------*) echo 0 ;; *) echo 1 ;; esac)" "nobody else may read it"

it "bad arguments"
for bad in --over=x --over=-1 --min-usd=x --min-usd=nan --by=colour --session= --explain=x; do
  run wick-waste $bad
  exits 64
done
run wick-waste --by=colour
complains '^wick-waste: --by: must be one of project, model, tool, server, day, week, session \(got colour\)$'
run wick-waste --json --csv
exits 64
run wick-waste --by=tool --json
exits 64

it "no text of the conversation"
mkdir -p secret/projects/p
python3 - >secret/projects/p/s.jsonl <<'EOF'
import json
def line(n, kind, message, **more):
    print(json.dumps({"type": kind, "uuid": "u%d" % n, "sessionId": "s", "version": "2.1.330", "cwd": "/home/you",
                      "timestamp": "2026-11-22T05:00:%02dZ" % n, "message": message, **more}))
def response(n, content, read, written):
    line(n, "assistant", {"id": "m%d" % n, "role": "assistant", "model": "claude-opus-5-5", "content": [content],
                          "usage": {"input_tokens": 1, "cache_read_input_tokens": read, "cache_creation_input_tokens": written,
                                    "output_tokens": 50}}, requestId="r%d" % n)
secret = "hunter2-%s "
line(0, "user", {"role": "user", "content": secret % "prompt" * 20})
for n, (tool, given) in enumerate((("Bash", {"command": "PASS=hunter2-env nosuch --key hunter2-argument"}),
                                   ("Edit", {"file_path": "/home/you/a.c", "old_string": secret % "old", "new_string": secret % "new"}),
                                   ("WebFetch", {"url": "https://me:hunter2-url@example.com/hunter2-path", "prompt": secret % "question"}))):
    response(3 * n + 1, {"type": "tool_use", "id": "t%d" % n, "name": tool, "input": given}, 20000 * n, 20000)
    line(3 * n + 2, "user", {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t%d" % n, "is_error": True,
         "content": ("Exit code 127\nnosuch: command not found ", "String to replace not found ", "Request failed with status code 403 ")[n] + secret % "result"}]})
response(20, {"type": "text", "text": secret % "answer"}, 60000, 20)
print(json.dumps({"type": "attachment", "uuid": "a", "sessionId": "s", "timestamp": "2026-11-22T05:00:40Z",
                  "attachment": {"type": "session_context", "email": "hunter2-mail", "content": secret % "note"}}))
EOF
CLAUDE_CONFIG_DIR=$tmp/secret
export CLAUDE_CONFIG_DIR
rm -rf "$XDG_DATA_HOME"
wick-waste --csv >found.csv
is "what is planted is found" "$(tail -n +2 found.csv | cut -d, -f5 | sort | tr '\n' ' ')" 'failed_call platform web_wall '
for options in '' --json --csv --fix --session=s --by=tool --by=session; do
  # shellcheck disable=SC2086
  wick-waste $options
done >said 2>&1
is "not in what is printed" "$(grep -c hunter2 said)" 0
is "not in what is kept" "$(grep -rlaF hunter2 "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME" 2>/dev/null | wc -l | tr -d ' ')" 0
finish
