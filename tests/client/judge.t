#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-waste judge through the real `claude -p`: what is sent to the API, what comes back, what is stored.
. "$(dirname "$0")/lib.sh"

it "$version, judge"
mkdir -p "$tmp/bin"
ln -s "$claude" "$tmp/bin/claude"
PATH=$tmp/bin:$PATH
python3 -B "$root/tests/audit/unclear.py" "$CLAUDE_CONFIG_DIR" 10
echo 'hunter2-memory' >"$CLAUDE_CONFIG_DIR/CLAUDE.md"
jq '.hooks = {UserPromptSubmit: [{hooks: [{type: "command", command: "echo hunter2-hook"}]}]}' \
  "$CLAUDE_CONFIG_DIR/settings.json" >"$tmp/settings" && cp "$tmp/settings" "$CLAUDE_CONFIG_DIR/settings.json"
jq -n '{"Judge each case.": {calls: [["StructuredOutput", {verdicts: [range(1; 21) | {case: ., verdict: (if . % 2 == 1 then "waste" else "useful" end)}]}]], text: "done"}}' >"$api/replies.json"
kill "$api_pid"
rm "$api/port" "$api/requests.ndjson" 2>/dev/null
KEEP_REQUESTS=1
export KEEP_REQUESTS
start_api

before=$(find "$CLAUDE_CONFIG_DIR/projects" -name '*.jsonl' | wc -l)
run claude wick-waste-judge --send --jobs=1
exits 0
matches '^30 cases, 2 requests to haiku'
matches '^30 cases judged by claude-haiku-[0-9-]*: 15 waste, 15 useful, 0 unclear$'
matches '^\$0\.[0-9]+ as reported by Claude Code$'
is "leaves no session of its own" "$(find "$CLAUDE_CONFIG_DIR/projects" -name '*.jsonl' | wc -l)" "$before"
is "all are judged" "$(wick-waste judge --write=- | wc -l | tr -d ' ')" 0
is "the model that answered is kept" "$(wick-waste --json | jq -r '[.list[] | select(.judged_by)][0].judged_by')" \
  "$(jq -r 'select(.model).model' "$api/requests.ndjson" | sed -n 1p)"
cat "$api"/request-*.json >"$tmp/sent"
is "cases were sent" "$(grep -c 'calls given up' "$tmp/sent" | awk '{ print ($1 > 0) }')" 1
is "and nothing that is the user's" "$(grep -c 'hunter2' "$tmp/sent")" 0
is_empty "no tool but the answer's" "$(jq -r '.tools[]?.name' "$api"/request-*.json | grep -vxE 'StructuredOutput|DeferredToolPlaceholder')"

it "$version, no account"
wick-waste judge --forget >"$tmp/out"
kill "$api_pid"
run claude env ANTHROPIC_API_KEY= wick-waste-judge --send --jobs=1
exits 69
complains '^wick-waste-judge: claude: .*; run it again to retry$'
finish
