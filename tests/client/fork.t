#!/bin/sh
# SPDX-License-Identifier: MIT
# --fork-session: a new session that repeats the lines of the first. Those of 2.1.119 do not say whose they are, so
# that wick takes such a fork for a session that was killed, and has the money of both. (Where it has just written the
# first session's lines in another order, it repeats none of its responses: then there is nothing to take wrongly.)
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
