#!/bin/sh
# SPDX-License-Identifier: MIT
# A subagent: its cost counts, its context and its cache do not.
. "$(dirname "$0")/lib.sh"

it "$version, a subagent"
mkdir "$tmp/panel"
cat >"$tmp/panel.sh" <<EOF
#!/bin/sh
now=\$(date +%s%N)
tee "$tmp/panel/\$now.json" | wick-line --subagents --color=never | tee "$tmp/panel/\$now.rows"
EOF
chmod +x "$tmp/panel.sh"
jq --arg command "$tmp/panel.sh" '.subagentStatusLine = {type: "command", command: $command}' \
  "$CLAUDE_CONFIG_DIR/settings.json" >"$tmp/settings.json"
mv "$tmp/settings.json" "$CLAUDE_CONFIG_DIR/settings.json"
start_client
ask 'please ask a subagent'
wait_for 'Agent "Look at it" finished|Done \(2 tool uses'
settle
check_screen
check_payloads
find "$CLAUDE_CONFIG_DIR/projects" -name 'agent-*.jsonl' >"$tmp/agents"
equals "has a file of its own" "$(wc -l <"$tmp/agents" | tr -d ' ')" 1

# Clients before about 2.1.205 do not request rows, and later ones may do so before a transcript exists.
if asked=$(grep -l contextWindowSize "$tmp"/panel/*.json 2>/dev/null | sort | tail -n 1) && [ -n "$asked" ]; then
  it "$version, the row of the subagent"
  rows=${asked%.json}.rows
  is "is for its id" "$(jq -r .id "$rows")" "$(jq -r '.tasks[0].id' "$asked")"
  is "which is that of its file" "agent-$(jq -r .id "$rows").jsonl" "$(basename "$(cat "$tmp/agents")")"
  jq -r .content "$rows" >"$tmp/row"
  { cat "$tmp/row" "$asked"; } >"$tmp/why"
  grep -Eq '^Look at it · Opus 5\.5 · [67]\.[0-9]k/1M 1% · \$0\.0[0-9]\+$' "$tmp/row"
  ok $? "has context and money" "$tmp/why"
fi

it "$version, the main conversation"
main() { jq -s 'map(select(.type == "assistant" and (.isSidechain | not)) | .message.usage) | last' "$(told .transcript_path)"; }
equals "is the context" "$(state .context.tokens)" \
  "$(main | jq '.input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens')"

it "$version, afterwards"
stop_client
check_after
agent=$(jq -s 'map(select(.type == "assistant") | .message) | unique_by(.id) | length' "$(cat "$tmp/agents")")
equals "the subagent's requests" "$agent" 3
equals "are counted" "$(after cost.requests)" "$(main_requests | wc -l | tr -d ' ')"
record
finish
