#!/bin/sh
# SPDX-License-Identifier: MIT
# Every payload recorded from the real client: wick says what the client said.
. "$(dirname "$0")/lib.sh"

# What is compared: its name, where it stands in the state, where in the payload. What the payload does not have is not in
# the state either.
cat >pairs <<'END'
tokens .context.tokens // 0; .context_window.total_input_tokens
window .context.window_tokens; .context_window.context_window_size
percentage .context.used_pct // 0; .context_window.used_percentage // 0
TTL .cache.ttl; .prompt_cache.ttl
expiry .cache.expires_at; .prompt_cache.expires_at
recache .cache.recache_tokens; .prompt_cache.recache_tokens_if_cold
warm .cache.state | if . then . == "warm" else null end; .prompt_cache | if . then .warm else null end
cost .cost.total_usd; .cost.total_cost_usd
requests .cache.requests; .prompt_cache.requests
misses .cache.misses; .prompt_cache.misses
expected_rebuilds .cache.expected_rebuilds; .prompt_cache.expected_rebuilds
hit_ratio .cache.hit_ratio; .prompt_cache.hit_ratio
write_tokens .cache.write_tokens; .prompt_cache.cache_write_tokens
miss_recache_tokens .cache.miss_recache_tokens; .prompt_cache.miss_recache_tokens
last_miss_at .cache.last_miss_at; .prompt_cache.last_miss_at
END
in_state=$(sed 's/^[^ ]* //; s/;.*//; s/.*/(&)/' pairs | paste -sd ,) in_payload=$(sed 's/.*; //; s/.*/(&)/' pairs | paste -sd ,)

for payload in "$data"/payloads/*.json; do
  it "$(basename "$payload" .json)"
  expires=$(jq -r '.prompt_cache.expires_at // empty' "$payload")
  # A hundred seconds before the expiry, and at it.
  [ -z "$expires" ] || WICK_NOW=$((expires - 100))
  run wick-state --payload "$payload"
  exits 0
  jq -r "$in_state" "$tmp/out" >got
  jq -r "$in_payload" "$payload" >expected
  while read -r name_of_it _; do
    read -r value <&3
    read -r right <&4
    is "$name_of_it" "$value" "$right"
  done <pairs 3<got 4<expected
  in=$payload
  run wick-line
  in=/dev/null
  exits 0
  [ -s "$tmp/out" ] && [ ! -s "$tmp/err" ]
  ok $? "renders" "$tmp/err"
  if [ -n "$expires" ]; then
    WICK_NOW=$expires
    run wick-cache -q --payload "$payload"
    exits 1
  fi
done

it "a small part of a large window"
jq -c '.context_window.current_usage |= (.input_tokens = 3 | .cache_creation_input_tokens = 14442 | .cache_read_input_tokens = 0)
  | .context_window.total_input_tokens = 14445' "$data/payloads/2.1.330-warm-1h.json" >small.json
run env WICK_COLOR=never wick-line --payload small.json
matches '14k/1M 1%'

it "after /compact"
WICK_NOW=1795327000
run env WICK_COLOR=never wick-line --payload "$data/payloads/2.1.330-after-compact.json"
prints 'Opus 5.5 · compacted · warm 8m42s · $0.26'
run wick-context --payload "$data/payloads/2.1.330-after-compact.json"
exits 1
prints 'context compacted, size unknown'
use_recorded_sessions
head -n 71 "$data/config/projects/-home-user-proj/d7f47105-0d12-440b-bc75-54b081ddad73.jsonl" \
  >"$project/d7f47105-0d12-440b-bc75-54b081ddad73.jsonl"
run wick-context --payload "$data/payloads/2.1.330-after-compact.json"
exits 0
prints 'compacted to 3k of 1M tokens (0%)'
finish
