#!/bin/sh
# SPDX-License-Identifier: MIT
# A tool loop: three requests for one prompt, each reading what the previous ones wrote.
. "$(dirname "$0")/lib.sh"

it "$version, two tools in turn"
start_client
ask 'please use two tools'
screen >"$tmp/why"
grep -q 'Ran 1 shell command\|from the tool' "$tmp/why" && grep -q 'Read 1 file' "$tmp/why"
ok $? "have run" "$tmp/why"
check_screen
check_cache
equals "three requests" "$(main_requests | wc -l | tr -d ' ')" 3
equals "the context is the last one's" "$(state .context.tokens)" \
  "$(last_request '.usage | .input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens')"
if tells_cache; then
  equals "of which wick knows" "$(state .cache.requests)" 3
  equals "and what they wrote" "$(state .cache.write_tokens)" "$(main_requests | jq -s 'map(.usage.cache_creation_input_tokens) | add')"
  equals "none missed" "$(wick-state -p "$(newest)" | jq .cache.misses)" 0
fi
check_payloads

it "$version, afterwards"
stop_client
check_after
finish
