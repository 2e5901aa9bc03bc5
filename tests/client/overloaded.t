#!/bin/sh
# SPDX-License-Identifier: MIT
# A server that is overloaded at first: the refused request leaves no trace in the figures.
. "$(dirname "$0")/lib.sh"

it "$version, an overloaded server"
start_client
ask 'please be overloaded once'
equals "refused once" "$(jq -r 'select(.ttl).status' "$api/requests.ndjson" | tr '\n' ' ')" '529 200 '
check_screen
check_cache
check_payloads
if tells_cache; then equals "one request" "$(state .cache.requests)" 1; fi

it "$version, afterwards"
stop_client
check_after
equals "one request" "$(after cost.requests)" 1
finish
