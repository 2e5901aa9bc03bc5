#!/bin/sh
# SPDX-License-Identifier: MIT
# The 1-hour cache, requested through the environment.
. "$(dirname "$0")/lib.sh"

it "$version, an hour"
[ "$version" != 2.1.119 ] || client_errs "the client charges such a write as one for five minutes"
start_client_with ENABLE_PROMPT_CACHING_1H=1
ask 'hello there'
equals "was asked for" "$(last_request .ttl)" 1h
check_screen
check_cache
ask 'and once more'
check_cache
check_payloads

it "$version, afterwards"
stop_client
check_after
record
finish
