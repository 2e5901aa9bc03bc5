#!/bin/sh
# SPDX-License-Identifier: MIT
# --fork-session: a new session that repeats the lines of the first.
. "$(dirname "$0")/lib.sh"

it "$version, a session that was left"
start_client
ask 'hello there'
first=$(session)
stop_client

it "$version, forked"
start_client --resume "$first" --fork-session
ask 'and once more'
[ "$(session)" != "$first" ]
ok $? "is another"
check_screen
check_cache
check_payloads

it "$version, afterwards"
stop_client
check_after
record
finish
