#!/bin/sh
# SPDX-License-Identifier: MIT
# A gateway that reports no usage but zeros, which look like a compaction in the payload. And one that reports only the
# output.
. "$(dirname "$0")/lib.sh"

# gateway OUTPUT
gateway() {
  jq -n --argjson output "$1" '{usage: {input_tokens: 0, output_tokens: $output, cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0, cache_creation: {ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0}}}' >"$api/gateway.json"
}

# known FIELDS: prints how many of them are known
known() { state "[$1 | values] | length"; }

# nothing_known: checks that nothing is known of the context, the cache and the next prompt
nothing_known() {
  equals "the client has zeros" "$(told ".context_window.current_usage | $prompt_tokens")" 0
  is "the context is unknown" "$(known '.context | .tokens, .used_pct, .compacted')" 0
  is "and what the next prompt costs" "$(known '.next | .now_usd, .warm_usd, .cold_usd')" 0
  is "and the cache" "$(known '.cache | .state, .cached_tokens, .recache_tokens')" 0
  newest_line >"$tmp/line"
  is "no percentage on the line" "$(grep -c '%\|next' "$tmp/line")" 0
}

it "$version, zeros"
gateway 0
start_client --model opus
ask 'hello there'
ask 'and once more'
nothing_known
equals "the client says that it cost nothing" "$(told .cost.total_cost_usd)" 0
is_empty "wick does not" "$(state .cost.total_usd)"
is "nor on the line" "$(grep -c '[$]' "$tmp/line")" 0

it "$version, the output only"
gateway 25
ask 'and a third time'
nothing_known
is_near "it costs that at least" "$(state .cost.total_usd)" "$(price_of_requests)" 1e-9
equals "or more" "$(state .cost.lower_bound)" true

it "$version, at last all of it"
rm "$api/gateway.json"
client_errs "responses that said nothing cost it nothing"
ask 'how far are we'
check_screen
check_cache
is_near "the sum of what is known" "$(state .cost.total_usd)" "$(price_of_requests)" 1e-9
finish
