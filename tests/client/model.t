#!/bin/sh
# SPDX-License-Identifier: MIT
# /model: the other model's cache is cold, even if the first one's is warm.
. "$(dirname "$0")/lib.sh"

it "$version, before the next prompt"
start_client
ask 'hello there'
first=$(told .model.id)
type_line '/model haiku'
wait_for 'Set model to|Yes, switch'
if screen | grep -q 'Yes, switch'; then press Enter; fi
wait_for 'Set model to'
settle
run wick-next -p "$(newest)" -j
equals "the price is a cold one" "$(jq -r '.next.cold_reason' "$tmp/out")" model_changed
foretell

it "$version, the next prompt"
ask 'and once more'
[ "$(told .model.id)" != "$first" ]
ok $? "is another model's"
check_screen
check_cache
check_foretold
check_payloads

it "$version, afterwards"
stop_client
check_after
record
finish
