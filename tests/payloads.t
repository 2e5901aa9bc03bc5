#!/bin/sh
# SPDX-License-Identifier: MIT
# Every payload recorded from the real client: wick says what the client said.
. "$(dirname "$0")/lib.sh"

# field FILE JQ: what the payload says
field() { jq -r "$2 // empty" "$1"; }

# What the payload does not have is not in the state either.
same() { is "$1" "${2:-absent}" "${3:-absent}"; }

for payload in "$data"/payloads/*.json; do
  it "$(basename "$payload" .json)"
  expires=$(field "$payload" .prompt_cache.expires_at)
  # A hundred seconds before the expiry, and at it.
  [ -z "$expires" ] || WICK_NOW=$((expires - 100))
  run wick-state --payload "$payload"
  exits 0
  cp "$tmp/out" state.json
  is tokens "$(jq -r '.context.tokens // 0' state.json)" "$(jq -r '.context_window.total_input_tokens' "$payload")"
  is window "$(jq -r '.context.window_tokens' state.json)" "$(field "$payload" .context_window.context_window_size)"
  is percentage "$(jq -r '.context.used_pct // 0' state.json)" "$(jq -r '.context_window.used_percentage // 0' "$payload")"
  same TTL "$(jq -r '.cache.ttl // empty' state.json)" "$(field "$payload" .prompt_cache.ttl)"
  same expiry "$(jq -r '.cache.expires_at // empty' state.json)" "$expires"
  same recache "$(jq -r '.cache.recache_tokens // empty' state.json)" "$(field "$payload" .prompt_cache.recache_tokens_if_cold)"
  same warm "$(jq -r '.cache.state // empty | . == "warm"' state.json)" "$(jq -r 'if .prompt_cache then .prompt_cache.warm else empty end' "$payload")"
  is cost "$(jq -r '.cost.total_usd' state.json)" "$(jq -r '.cost.total_cost_usd' "$payload")"
  for pair in requests:requests misses:misses expected_rebuilds:expected_rebuilds hit_ratio:hit_ratio \
    write_tokens:cache_write_tokens miss_recache_tokens:miss_recache_tokens last_miss_at:last_miss_at; do
    is "${pair%%:*}" "$(jq -r ".cache.${pair%%:*}" state.json)" "$(jq -r ".prompt_cache.${pair#*:}" "$payload")"
  done
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
