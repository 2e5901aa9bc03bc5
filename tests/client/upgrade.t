#!/bin/sh
# SPDX-License-Identifier: MIT
# A session begun with an older client and left with /exit is resumed with another one: if the older one wrote its
# total (2.1.330), and if it did not (2.1.119), so that the newer one starts again at 0.
. "$(dirname "$0")/lib.sh"

resuming=$version
resumed=yes

# begun_with VERSION MODEL
begun_with() {
  it "$1, then $resuming"
  if [ "$1" = "$resuming" ] || ! printf '%s\n' "$1" "$resuming" | sort -VC; then
    skip "that is no newer one"
    return 1
  fi
  version=$(sh "$here/install.sh" "$1" 2>"$tmp/err") || { skip "$(cat "$tmp/err")"; return 1; }
  claude=$root/build/client/$version/claude
  start_client --model "$2"
  ask 'hello there'
  ask 'and once more'
  id=$(session) cached=$(last_request ".usage | $prompt_tokens")
  stop_client
  marks=$(grep -c '"type":"cost-state"' "$(told .transcript_path)")
  rm "$seen"/*
  seen_before=''
  version=$resuming claude=$root/build/client/$resuming/claude
  start_client --resume "$id" --model "$2"
  settle
  equals "the same session" "$(session)" "$id"
  equals "by another client" "$(told .version)" "$resuming"
  equals "its context is there" "$(state .context.tokens)" "$cached"
  equals "the cache is not counted on" "$(wick-next -p "$(newest)" -f '{next.state} {next.cold_reason}')" 'cold client_upgraded'
}

if begun_with 2.1.330 opus; then
  [ "$marks" -gt 0 ]
  ok $? "the first client wrote its total"
  is_near "which is taken over" "$(told .cost.total_cost_usd)" "$(price_of_requests)" 1e-9
  ask 'what did we say'
  check_screen
  check_cache
  check_payloads
  is_near "both parts" "$(state .cost.total_usd)" "$(price_of_requests)" 1e-9
  stop_client
  check_after
  rm "$seen"/* "$api/requests.ndjson"
fi

if begun_with 2.1.119 claude-opus-4-7; then
  is "the first client wrote no total" "$marks" 0
  client_errs "the client does not know what the first one spent"
  equals "its total is 0" "$(told .cost.total_cost_usd)" 0
  is_near "wick has it" "$(state .cost.total_usd)" "$(price_of_main_requests)" 1e-9
  foretell
  ask 'what did we say'
  equals "reads nothing" "$(last_request .usage.cache_read_input_tokens)" 0
  check_screen
  check_cache
  check_foretold
  check_payloads
  stop_client
  check_after
  is_near "wick-usage has it too" "$(cost_in_usage "$id")" "$(price_of_main_requests)" 1e-9
fi
finish
