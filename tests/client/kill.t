#!/bin/sh
# SPDX-License-Identifier: MIT
# kill -9 and --resume: the client writes no total and starts again at 0, so its total has only the second part.
# wick reports everything: the sum that the transcript proves.
. "$(dirname "$0")/lib.sh"

it "$version, killed"
start_client
ask 'hello there'
ask 'and once more'
id=$(session) first=$(told .cost.total_cost_usd)
kill -9 "$(wick-state -C "$project" | jq .session.pid)"
end_client
is "has written no total" "$(grep -c '"type":"cost-state"' "$(told .transcript_path)")" 0
equals "wick has the sum" "$(after cost.source) $(after cost.lower_bound)" 'transcript true'
is_near "of all requests with lines" "$(after cost.total_usd)" "$(price_of_main_requests)" 1e-9

it "$version, resumed"
resumed=yes
start_client --resume "$id"
ask 'what did we say'
equals "the same session" "$(session)" "$id"
check_cache
jq -en "$(told .cost.total_cost_usd) < $first" >/dev/null
ok $? "the client's total has the second part only"
state .cost >"$tmp/cost"
is_near "which wick tells" "$(jq .client_usd "$tmp/cost")" "$(told .cost.total_cost_usd)" 1e-9
equals "and does not believe" "$(jq -r '"\(.source) \(.lower_bound)"' "$tmp/cost")" 'transcript true'
is_near "but the sum" "$(jq .total_usd "$tmp/cost")" "$(price_of_main_requests)" 1e-9
equals "for which it has no other name" "$(jq '.total_usd == .transcript_usd' "$tmp/cost")" true
newest_line >"$tmp/line"
grep -q " · \$$(jq -nr "$(price_of_main_requests) * 100 | round / 100")[0-9]*+\$" "$tmp/line"
ok $? "the line shows it with a plus" "$tmp/line"

it "$version, afterwards"
stop_client
equals "the cost-state is not believed either" "$(after cost.source) $(after cost.lower_bound)" 'transcript true'
is_near "but the sum" "$(after cost.total_usd)" "$(price_of_main_requests)" 1e-9
if grep -q '"type":"cost-state"' "$(told .transcript_path)"; then
  is_near "nor hidden" "$(after cost.client_usd)" "$(told .cost.total_cost_usd)" 1e-9
fi
is_near "wick-usage has the same" "$(cost_in_usage "$id")" "$(price_of_main_requests)" 1e-9
finish
