#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
payload=$data/payloads/2.1.330-warm-1h.json   # expires at 1795327499

it "warm"
WICK_NOW=1795327247
run wick-cache --payload "$payload"
exits 0
prints 'warm, 4m12s left, until 06:04, TTL 1h, age 55m48s, 15k cached, 49% hits, misses 1'
run wick-cache -q --payload "$payload"
exits 0
silent

it "at the expiry"
WICK_NOW=1795327499
run wick-cache --payload "$payload"
exits 0
prints 'cold, since 06:04, TTL 1h, age 1h00m, 15k cached, 49% hits, misses 1'
run wick-cache -q --payload "$payload"
exits 1
silent
run wick-cache --payload "$payload" -f '[{cache.remaining_s}]'
prints '[]'
WICK_NOW=1795327498.999
run wick-cache --payload "$payload" -f '{cache.state} {cache.remaining_s}'
prints 'warm 1'

it "within a second of the request"
WICK_NOW=1795323898.2   # the client rounds the expiry up
run wick-cache --payload "$payload" -f '{cache.remaining_s} {cache.age_s}'
prints '3600 0'

it "the client says cold"
WICK_NOW=1795323000
run wick-cache --payload "$data/payloads/2.1.330-cold-5m.json" -f '{cache.state}'
prints cold

it "the client's counters"
run wick-cache --payload "$payload" -f '{cache.requests} {cache.misses} {cache.expected_rebuilds} {cache.write_tokens} {cache.miss_recache_tokens} {cache.last_miss_at} {cache.last_miss_cause}'
prints '3 1 0 21973 7625 1795323898 likely_server_side'

it "caching is off"
jq -c '.prompt_cache = {warm: false, caching_observed: false, ttl: "5m", expires_at: null, requests: 1, misses: 0}' "$payload" >off.json
run wick-cache --payload off.json -f '{cache.state}[{cache.expires_at}]'
prints 'none[]'
run wick-cache -q --payload off.json
exits 1

it "an old client, without prompt_cache: the transcript's clock"
jq -c 'del(.prompt_cache)' "$payload" >old.json
run wick-cache --payload old.json -f '{cache.expires_at} {cache.ttl} {cache.source}'
prints '1795327588 1h transcript'

it "unknown"
run wick-cache --payload "$data/payloads/2.1.330-start.json" -s nothing-here
exits 69
jq -c '.transcript_path = "" | .session_id = "none"' "$data/payloads/2.1.330-start.json" >start.json
run wick-cache --payload start.json
exits 1
prints 'cache unknown'
finish
