#!/bin/sh
# SPDX-License-Identifier: MIT
# /effort: models before generation 5 have a cache for each effort, current ones a single cache.
. "$(dirname "$0")/lib.sh"

# switch_effort LEVEL
switch_effort() {
  type_line "/effort $1"
  wait_for "effort.* $1|Unknown|unknown|Yes, switch"
  if screen | grep -q 'Yes, switch'; then press Enter; fi
  settle
}

it "$version, a model before generation 5"
start_client --model claude-opus-4-8
ask 'hello there'
first=$(told .effort.level)
[ "$(last_request .effort)" = "${first:-none}" ] || skip_rest "this client sends no effort"
writes effort || skip_rest "this client does not write it into the transcript"
switch_effort low
equals "the payload says low" "$(told .effort.level)" low
run wick-next -p "$(newest)" -j
equals "the price is a cold one" "$(jq -r '.next.cold_reason' "$tmp/out")" effort_changed
foretell
ask 'and once more'
equals "was sent" "$(last_request .effort)" low
check_screen
check_cache
check_foretold
if tells_cache; then equals "a miss" "$(state .cache.misses)" 1; fi

it "$version, a model of generation 5"
type_line '/model opus'
wait_for 'Set model to|Yes, switch'
if screen | grep -q 'Yes, switch'; then press Enter; fi
wait_for 'Set model to'
settle
ask 'and with another'
effort=$(last_request .effort)
switch_effort high
run wick-next -p "$(newest)" -j
is "the price is a warm one" "$(jq -r '.next | "\(.state) \(.cold_reason)"' "$tmp/out")" 'warm null'
cached=$(state .cache.cached_tokens)
ask 'and at last'
equals "was sent" "$(last_request .effort)" high
[ "$effort" != high ]
ok $? "another than before"
equals "and read what there was" "$(last_request .usage.cache_read_input_tokens)" "$cached"
check_payloads

it "$version, afterwards"
stop_client
check_after
finish
