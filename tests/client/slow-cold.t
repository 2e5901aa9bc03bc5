#!/bin/sh
# SPDX-License-Identifier: MIT
# Five minutes without a prompt: cold at expiry, not before. Takes six minutes; CLIENT_SLOW=1 runs it.
[ -n "$CLIENT_SLOW" ] || { echo '1..0 # SKIP takes six minutes (CLIENT_SLOW=1)' && exit 0; }
. "$(dirname "$0")/lib.sh"

it "$version, four minutes later"
start_client
ask 'hello there'
expires=$(state .cache.expires_at)
sleep 240
check_cache

it "$version, at the end"
sleep $((expires - $(date +%s) - 2))
equals "warm two seconds before" "$(state .cache.state)" warm
sleep 3
equals "cold one second after" "$(state .cache.state)" cold
equals "and without the payload" "$(after cache.state)" cold
foretell
if tells_cache; then
  settle
  check_payloads
  wait_for 'cold'
fi

it "$version, the next prompt"
ask 'and once more'
equals "reads nothing" "$(last_request .usage.cache_read_input_tokens)" 0
check_cache
check_foretold
if tells_cache; then
  equals "a miss" "$(state .cache.misses)" 1
fi
check_payloads
stop_client
check_after
finish
