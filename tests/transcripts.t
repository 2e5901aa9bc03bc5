#!/bin/sh
# SPDX-License-Identifier: MIT
# The recorded sessions without payload and tap: the figures from the transcript alone, compared with jq's and with
# the client's at the same moment.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions

last_context() {
  jq -s '[.[] | select(.type == "assistant" and (.isSidechain | not)) | .message.usage
    | .input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens | select(. > 0)] | last' "$1"
}

for file in "$project"/*.jsonl; do
  id=$(basename "$file" .jsonl)
  it "$id"
  run wick-context --session "$id" --format '{context.tokens} {context.source}'
  prints "$(last_context "$file") transcript"
  run wick-cost --session "$id" --format '{cost.total_usd} {cost.source} {cost.lower_bound}'
  prints "$(jq -s '[.[] | select(.type == "cost-state")] | last | .totalCostUSD' "$file") cost-state false"
  is_empty "leaves no tap" "$(ls "$XDG_STATE_HOME" 2>/dev/null)"
done

# Each moment: the recorded payload and how many lines the transcript had by then.
while read -r payload id lines; do
  it "$payload"
  head -n "$lines" "$data/config/projects/-home-user-proj/$id.jsonl" >"$project/$id.jsonl"
  expires=$(jq .prompt_cache.expires_at "$data/payloads/2.1.330-$payload.json")
  run wick-cache -s "$id" -f '{cache.expires_at} {cache.ttl}'
  is "expiry within a second" "$(jq -n "(${out%% *} - $expires) | . >= -1 and . <= 1")" true
  is TTL "${out#* }" "$(jq -r .prompt_cache.ttl "$data/payloads/2.1.330-$payload.json")"
done <<'END'
warm-5m d25fe0c6-f244-4f4d-b6b1-0929509cce11 29
cold-5m d25fe0c6-f244-4f4d-b6b1-0929509cce11 29
after-miss d25fe0c6-f244-4f4d-b6b1-0929509cce11 38
warm-1h d7f47105-0d12-440b-bc75-54b081ddad73 45
warm-1h-second-prompt d7f47105-0d12-440b-bc75-54b081ddad73 66
after-compact d7f47105-0d12-440b-bc75-54b081ddad73 79
after-compact-next d7f47105-0d12-440b-bc75-54b081ddad73 108
model-switched-response d7f47105-0d12-440b-bc75-54b081ddad73 124
END

it "a compaction newer than the last response"
id=d7f47105-0d12-440b-bc75-54b081ddad73
head -n 79 "$data/config/projects/-home-user-proj/$id.jsonl" >"$project/$id.jsonl"
run wick-context -s "$id" -f '{context.tokens} {context.compacted}'
prints '3013 true'
run wick-next -s "$id"
exits 1
prints 'next unknown: compacted, and nothing sent since'

it "without cost-state"
grep -v '"cost-state"' "$data/config/projects/-home-user-proj/$id.jsonl" >"$project/$id.jsonl"
run wick-cost -s "$id" -f '{cost.total_usd} {cost.source} {cost.lower_bound} {cost.requests}'
is "the deduplicated sum" "$(jq -n "(${out%% *} - 0.42516340) | fabs < 1e-9")" true
is "marked" "${out#* }" "transcript true 8"
run wick-cost -s "$id"
prints '$0.43 or more (transcript)'

it "a transcript that grew"
cp "$data/config/projects/-home-user-proj/$id.jsonl" whole.jsonl
head -n 60 whole.jsonl | grep -v '"cost-state"' >"$project/$id.jsonl"
wick-cost -s "$id" >/dev/null
tail -n +61 whole.jsonl | grep -v '"cost-state"' >>"$project/$id.jsonl"
if strace -o /dev/null true 2>/dev/null; then
  strace -e trace=openat,pread64 -o trace wick-cost -s "$id" -f '{cost.total_usd}' >out.txt
  is "reads only what was added" "$(awk -v all="$(wc -c <"$project/$id.jsonl")" \
    '/jsonl/ {file = 1} /openat/ && !/jsonl/ {file = 0} /pread64/ && file && $NF > 1 {read += $NF} END {print (read < all / 2 + 40000)}' trace)" 1
fi
run wick-cost -s "$id" -f '{cost.total_usd}'
is "and has the same sum" "$(jq -n "($out - 0.42516340) | fabs < 1e-9")" true

it "requests behind the client's total"
id=7ac9f9c7-bc77-4273-b974-6f025fd290fc
head -n 109 "$data/config/projects/-home-user-proj/$id.jsonl" >"$project/$id.jsonl"
run wick-cost -s "$id" -f '{cost.total_usd} {cost.source}'
is "are added to it" "$(jq -n "(${out%% *} - 0.38491040) | fabs < 1e-9")" true
finish
