#!/bin/sh
# SPDX-License-Identifier: MIT
# A subagent: its money counts, its context and its cache do not.
. "$(dirname "$0")/lib.sh"

it "$version, a subagent"
start_client
ask 'please ask a subagent'
wait_for 'Agent "Look at it" finished|Done \(2 tool uses'
settle
check_screen
check_payloads
find "$CLAUDE_CONFIG_DIR/projects" -name 'agent-*.jsonl' >"$tmp/agents"
equals "has a file of its own" "$(wc -l <"$tmp/agents" | tr -d ' ')" 1

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
