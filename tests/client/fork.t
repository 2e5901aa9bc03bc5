#!/bin/sh
# SPDX-License-Identifier: MIT
# --fork-session: a new session that repeats the lines of the first. Those of 2.1.119 do not name their session, so
# wick mistakes such a fork for a session that was killed, and counts the money of both. (If the client has just
# written the first session's lines in another order, it repeats none of its responses, and there is nothing to mistake.)
. "$(dirname "$0")/lib.sh"

it "$version, a session that was left"
start_client
ask 'hello there'
first=$(session)
response=$(jq -r 'select(.type == "assistant") | .message.id' "$(told .transcript_path)" | head -n 1)
stop_client

it "$version, forked"
start_client --resume "$first" --fork-session
ask 'and once more'
if [ "$version" = 2.1.119 ] && grep -q "$response" "$(told .transcript_path)"; then
  client_errs "the copies are not known as such"
fi
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
