#!/bin/sh
# SPDX-License-Identifier: MIT
# /fast: a separate cache at twice the price; and back, while the first one is still warm.
. "$(dirname "$0")/lib.sh"

# toggle ON|OFF
toggle() {
  type_line /fast
  wait_for 'Fast mode +(ON|OFF)|Fast mode (ON|OFF)|unavailable|Unknown'
  if screen | grep -Eq 'unavailable|Unknown'; then return 1; fi
  press Space
  wait_for "Fast mode  +$1"
  press Enter
  wait_for "Fast mode $1"
  settle
}

it "$version, before the next prompt"
start_client_with CLAUDE_CODE_SKIP_FAST_MODE_ORG_CHECK=1 --model opus
ask 'hello there'
equals "was at the usual speed" "$(told '.fast_mode | tostring') $(last_request .usage.speed)" 'false standard'
model=$(told .model.id)
toggle ON || skip_rest "this client has no fast mode without an account"
[ "$(told .model.id)" = "$model" ] || skip_rest "this client's fast mode is another model's"
equals "the payload says fast" "$(told '.fast_mode | tostring')" true
run wick-next -p "$(newest)" -j
equals "the price is a cold one" "$(jq -r '.next.cold_reason' "$tmp/out")" fast_mode_changed
foretell

it "$version, the next prompt"
ask 'and once more'
equals "was fast" "$(last_request '"\(.speed) \(.usage.cache_read_input_tokens)"')" 'fast 0'
check_screen
check_cache
check_foretold
equals "a miss" "$(state .cache.misses)" 1
is_near "at the fast price" "$(told .cost.total_cost_usd)" "$(price_of_requests)" 1e-9

it "$version, off again"
foretell
toggle OFF
equals "the payload says so" "$(told '.fast_mode | tostring')" false
ask 'and a third time'
equals "was not fast" "$(last_request '"\(.speed) \(.usage.cache_read_input_tokens > 0)"')" 'null true'
check_screen
check_cache
check_payloads
is_near "each at its own price" "$(after cost.transcript_usd)" "$(price_of_requests)" 1e-9

it "$version, afterwards"
stop_client
check_after
finish
