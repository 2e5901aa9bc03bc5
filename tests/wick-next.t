#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
payload=$data/payloads/2.1.330-warm-1h.json   # 14751 tokens, 12 output, Opus 5.5, 1h
WICK_NOW=1795327247

# close FIELDS EXPECTED...: checks that the numbers agree to 1e-12
close() {
  fields=$1
  shift
  is "$fields" "$(jq -nc --arg got "$out" --args '[$got | split(" ")[] | tonumber] as $g
    | [$ARGS.positional[] | tonumber] as $e | [range($e | length) | ($g[.] - $e[.]) | fabs < 1e-12] | all' "$@")" true
}

it "warm"
run wick-next --payload "$payload" -f '{next.warm_usd} {next.cold_usd} {next.difference_usd} {next.now_usd} {next.tokens}'
close "warm, cold, difference, now" 0.0030462 0.118104 0.1150578 0.0030462 14763
run wick-next --payload "$payload"
prints 'next $0.0030 entry, ~$0.14 ($0.01 to $0.86); cold after 06:04: entry $0.12'

it "--prompt-tokens, --output-tokens"
run wick-next --payload "$payload" --prompt-tokens 1000 --output-tokens=2000 -f '{next.warm_usd} {next.cold_usd}'
close "warm, cold" 0.0510462 0.166104
run wick-next --payload "$payload" --prompt-tokens=-1
exits 64
complains '^wick-next: --prompt-tokens -1: not a whole number$'

it "cold"
WICK_NOW=1795327499
run wick-next --payload "$payload"
exits 0
prints 'next $0.12 entry (cold, expired), ~$0.26 ($0.13 to $0.97)'
WICK_NOW=1795327247

it "fast mode"
jq -c '.fast_mode = true' "$payload" >fast.json
run wick-next --payload fast.json -f '{next.warm_usd} {next.cold_usd}'
close "twice as much" 0.0060924 0.236208

it "a price tier"
jq -c '.model.id = "claude-haiku-5-5" | .context_window.current_usage.cache_read_input_tokens = 92360' "$payload" >tier.json
run wick-next --payload tier.json -f '{next.tokens} {next.cold_usd}'
close "below the bound" 100000 0.02
run wick-next --payload tier.json --prompt-tokens=1 -f '{next.tokens} {next.cold_usd}'
close "above it, all of it" 100001 0.100001

it "US inference, as the transcript says"
use_recorded_sessions
id=d7f47105-0d12-440b-bc75-54b081ddad73
sed 's/"inference_geo":"global"/"inference_geo":"us"/g' "$data/config/projects/-home-user-proj/$id.jsonl" >"$project/$id.jsonl"
WICK_NOW=2026-11-22T05:10:00Z
run wick-next -s $id -f '{next.warm_usd} {next.cold_usd}'
close "a tenth more" 0.00168058 0.0658504
rm -r "$project" && use_recorded_sessions

it "another model than the one that has the cache"
run wick-next --payload "$data/payloads/2.1.330-warm-1h.json" -f '{next.state} {next.cold_reason}[{next.warm_usd}]'
prints 'cold model_changed[]'
transcript=$project/$(jq -r .session_id "$data/payloads/2.1.330-warm-1h.json").jsonl
printf '{"type":"attachment","isSidechain":false,"attachment":{"text":"%s"}}\n' "$(head -c 70000 /dev/zero | tr '\0' x)" >>"$transcript"
run wick-next --payload "$data/payloads/2.1.330-warm-1h.json" -f '{next.state} {next.cold_reason}[{next.warm_usd}]'
prints 'cold model_changed[]'
rm -r "$project" && use_recorded_sessions

it "a gateway that answers with another model's name is no switch"
for asked in claude-opus-5-5 claude-haiku-5-5; do
    sed "s/\"model\":\"claude-[a-z0-9-]*\"/\"model\":\"glm-5.2\"/; s/\"requestedModel\":\"[^\"]*\"/\"requestedModel\":\"$asked\"/" \
        "$data/config/projects/-home-user-proj/$id.jsonl" >"$project/$id.jsonl"
    grep -q "\"requestedModel\":\"$asked\"" "$project/$id.jsonl" || printf '%s\n' "no requestedModel in the data" >&2
    run wick-state -s $id -f '{cache.model} {model.id}'
    prints "$asked $asked"
done
rm -r "$project" && use_recorded_sessions

it "after /compact and /clear"
run wick-next -s $id -f '{next.after_compact_tokens} {next.after_clear_tokens} {next.after_compact_usd} {next.after_clear_usd}'
close "sizes as they were sent, at the write price" 14575 13987 0.0583 0.055948

it "no cache at all"
jq -c '.session_id = "x" | .transcript_path = "" | .prompt_cache = {warm: false, caching_observed: false}' "$payload" >off.json
run wick-next --payload off.json -f '{next.now_usd} {next.state} {next.cold_reason}'
prints '0.059052 cold no_cache'

it "an unknown model"
jq -c '.model = {id: "claude-unknown-9", display_name: "Unknown 9"} | .session_id = "x"' "$payload" >unknown.json
run wick-next --payload unknown.json
exits 1
prints 'next unknown: no price for claude-unknown-9'
run wick-next --payload unknown.json -f '{next.tokens}[{next.now_usd}{next.cold_usd}{next.p50_usd}]'
exits 1
prints '14763[]'

it "a price of the user's own"
mkdir -p "$XDG_CONFIG_HOME/wick"
cat >"$XDG_CONFIG_HOME/wick/prices.toml" <<'END'
[[price]]
model = "claude-unknown-9"
input = 1
write_5m = 2
write_1h = 3
read = 4
output = 5
END
run wick-next --payload unknown.json -f '{next.cold_usd} {next.warm_usd}'
close "is used" 0.044289 0.05904
echo 'price = 3' >"$XDG_CONFIG_HOME/wick/prices.toml"
run wick-next --payload "$payload"
exits 78
silent
complains '^wick-next: .*/prices.toml:1:9: expected an array$'
rm "$XDG_CONFIG_HOME/wick/prices.toml"

it "--over"
jq -c '.session_id = "x"' "$payload" >plain.json
WICK_NOW=1795327247
run wick-next -q --payload plain.json --over=0.0030
exits 0
silent
run wick-next -q --payload plain.json --over='$0.0031'
exits 1
finish
