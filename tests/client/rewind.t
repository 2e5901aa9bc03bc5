#!/bin/sh
# SPDX-License-Identifier: MIT
# /rewind: the conversation continues from an earlier prompt. What was sent before it is read from the cache; what
# followed it does not count as a miss.
. "$(dirname "$0")/lib.sh"

it "$version, rewound"
jq -n '{"read a lot": {calls: [["Bash", {command: "seq 3000", description: "Count"}]], text: "You said: read a lot"}}' >"$api/replies.json"
start_client --model opus
ask 'hello there'
first=$(last_request ".usage | $prompt_tokens")
ask 'read a lot'
equals "after thousands of tokens" "$(jq -n "$(state .context.tokens) > $first + 3000")" true
type_line /rewind
wait_for 'Enter to (continue|restore)|Unknown'
press Up
wait_for '^ +❯ read a lot'
press Enter
wait_for '❯ 1. Restore'
press Enter
tries=0
while screen | grep -q 'You said: read a lot\|Restore' && [ "$tries" -lt 100 ]; do tries=$((tries + 1)) && sleep 0.1; done
wait_for '^[>❯].read a lot'
press C-u
ask 'something else'
equals "reads what was sent before" "$(last_request ".usage.cache_read_input_tokens + 3")" "$first"
equals "the context is the shorter one's" "$(state .context.tokens)" "$(last_request ".usage | $prompt_tokens")"
check_screen
check_cache
if tells_cache; then equals "no miss" "$(state .cache.misses)" 0; fi
check_payloads

it "$version, afterwards"
stop_client
check_after
run wick-misses --no-ledger --session="$(session)" --json
is "no miss" "$(jq .prompt_cache.misses "$tmp/out")" 0
finish
