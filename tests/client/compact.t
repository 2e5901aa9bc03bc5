#!/bin/sh
# SPDX-License-Identifier: MIT
# /compact: the context is unknown until the next prompt, which then writes a new cache.
. "$(dirname "$0")/lib.sh"

it "$version, after /compact"
start_client
ask 'hello there'
ask 'and once more'
type_line /compact
wait_for 'Compacted'
settle
# Older clients report nothing after it.
if tells_cache; then check_screen; fi
check_payloads
transcript=$(told .transcript_path)
equals "the transcript tells of it" "$(after context.compacted)" true
equals "and of the size" "$(after context.tokens)" \
  "$(jq -s 'map(select(.subtype == "compact_boundary")) | last.compactMetadata.postTokens' "$transcript")"
if tells_cache; then
  is_near "expiry, from the transcript" "$(after cache.expires_at)" "$(told .prompt_cache.expires_at)" 1
fi

it "$version, the next prompt"
ask 'what did we say'
check_screen
check_cache
check_payloads
if tells_cache; then
  equals "an expected rebuild" "$(state .cache.expected_rebuilds)" 1
fi

it "$version, afterwards"
stop_client
check_after
record
finish
