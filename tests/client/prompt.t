#!/bin/sh
# SPDX-License-Identifier: MIT
# A plain prompt, and the next: from the first line on the screen to the files left afterwards.
. "$(dirname "$0")/lib.sh"

it "$version, before the first prompt"
start_client
settle
check_screen

it "$version, a prompt"
ask 'hello there'
check_screen
check_cache
is "first request writes all of it" "$(state .context.tokens)" "$(last_request '.usage | .input_tokens + .cache_creation_input_tokens')"
foretell

it "$version, the live registry"
run wick-state -C "$project"
is "has the session" "$(jq -r '"\(.session.id) \(.session.status)"' "$tmp/out")" "$(session) idle"
pid=$(jq .session.pid "$tmp/out")
is "and the client's process" "$(readlink "/proc/$pid/exe")" "$claude"

it "$version, the next prompt"
ask 'and once more'
check_screen
check_cache
is "reads what the first wrote" "$(last_request .usage.cache_read_input_tokens)" \
  "$(main_requests | tail -n 2 | head -n 1 | jq .usage.cache_creation_input_tokens)"
check_foretold

it "$version, all payloads"
check_payloads

it "$version, afterwards"
stop_client
check_after
is "no process" "$(XDG_STATE_HOME=$tmp/no-tap wick-state -C "$project" | jq .session.pid)" null
finish
