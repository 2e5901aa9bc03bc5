#!/bin/sh
# SPDX-License-Identifier: MIT
# Contexts and misses of recorded and of other people's transcripts, counted twice: by wick-growth and
# wick-misses, and by an independent script. WICK_PUBLIC names the folder of the latter.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z
burn=$root/tests/burn.py

# agrees WHAT DIR...
agrees() {
  what=$1
  shift
  python3 "$burn" agrees "$@" >why 2>&1
  for tool in misses growth; do
    rows=$(sed -n "s/^$tool: \([0-9]* rows\) agree\$/\1/p" why)
    [ -n "$rows" ]
    ok $? "$what: $tool, $rows" why
  done
}

it "recorded sessions"
agrees "of client 2.1.330" "$data/config"
for folder in "$data"/client/*/*/; do agrees "${folder#"$data/client/"}" "${folder%/}"; done

it "counters"
# jq 1.7 prints 0.0 as it was written, unless it has calculated with it.
sorted() { jq -cS 'map_values(if type == "number" then . + 0 else . end)'; }
for file in "$data"/config/projects/*/*.jsonl; do
  session=$(basename "$file" .jsonl)
  CLAUDE_CONFIG_DIR=$data/config wick-misses --no-ledger --session="$session" --json |
    jq -cS '.prompt_cache | {requests, misses, expected_rebuilds, cache_write_tokens, miss_recache_tokens, hit_ratio}' | sorted >got.json
  python3 "$burn" counters "$session" "$data/config" | sorted >expected.json
  is "$session" "$(cat got.json)" "$(cat expected.json)"
done

it "public transcripts"
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
if [ -d "$public" ]; then
  set --
  for folder in "$public"/*/ "$public/../transcripts/"; do
    folder=${folder%/}
    [ -d "$folder/projects" ] || continue
    agrees "${folder##*/}" "$folder"
    set -- "$@" "$folder"
  done
  agrees "all together" "$@"
else
  skip "none here (WICK_PUBLIC)"
fi
finish
