#!/bin/sh
# SPDX-License-Identifier: MIT
# --resume: the same session continues, and its cost adds up.
. "$(dirname "$0")/lib.sh"

it "$version, a session that was left"
start_client
ask 'hello there'
id=$(session)
before=$(told .cost.total_cost_usd)
stop_client
resumed=yes

it "$version, resumed"
start_client --resume "$id"
settle
equals "is the same" "$(session)" "$id"
# Current clients know immediately what was spent before.
if tells_cache; then is_near "with its money" "$(told .cost.total_cost_usd)" "$before" 1e-9; fi
ask 'and once more'
equals "and stays it" "$(session)" "$id"
check_screen
check_cache
check_payloads

it "$version, afterwards"
stop_client
check_after
finish
