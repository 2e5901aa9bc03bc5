#!/bin/sh
# SPDX-License-Identifier: MIT
# A gateway that responds with another model's name than the requested one, and one with a model that the client does
# not know: the client charges the requested model, or its default model's price for one without a price.
. "$(dirname "$0")/lib.sh"

it "$version, answered by another model"
jq -n '{model: "glm-5.2"}' >"$api/gateway.json"
start_client --model opus
ask 'hello there'
writes requestedModel || skip_rest "this client's transcripts do not have the model asked for"
foretell
ask 'and once more'
equals "the transcript has its name" "$(jq -r 'select(.type == "assistant").message.model' "$(told .transcript_path)" | sort -u)" glm-5.2
equals "the payload that of the one asked for" "$(told .model.id)" "$(last_request .model)"
equals "as wick has" "$(state .model.id) $(state .price.model)" "$(last_request .model) $(last_request .model)"
check_screen
check_cache
check_foretold
check_payloads
is_near "the client charges that one" "$(told .cost.total_cost_usd)" "$(price_of_requests)" 1e-9

it "$version, which the user has priced"
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[[price]]\nmodel = "glm-5.2"\nsame_as = "claude-opus-4-8"\n' >"$XDG_CONFIG_HOME/wick/prices.toml"
theirs=$(main_requests | jq -c '.model = "claude-opus-4-8"' | price_of)
equals "the sum stands" "$(state .cost.source) $(state .cost.lower_bound)" 'transcript true'
is_near "at that price" "$(state .cost.total_usd)" "$theirs" 1e-9
is_near "beside the client's" "$(state .cost.client_usd)" "$(told .cost.total_cost_usd)" 1e-9
is_near "in wick-usage too" "$(cost_in_usage "$(session)")" "$theirs" 1e-9
rm "$XDG_CONFIG_HOME/wick/prices.toml"

it "$version, afterwards"
stop_client
check_after

it "$version, a model that the client does not know"
start_client --model glm-5.2
ask 'hello there'
equals "asked for" "$(last_request .model)" glm-5.2
equals "the payload's window" "$(state .context.window_tokens)" "$(told .context_window.context_window_size)"
check_cache
equals "the client has a figure" "$(jq -n "$(told .cost.total_cost_usd) > 0")" true
equals "which wick tells" "$(state .cost.client_usd)" "$(told .cost.total_cost_usd)"
is "and does not believe" "$(state .cost.total_usd) $(state .next.now_usd)" ' '
equals "but says why" "$(state .cost.unknown_model)" glm-5.2
newest_line >"$tmp/line"
is "no money on the line" "$(grep -c '[$]' "$tmp/line")" 0
stop_client
if grep '"type":"cost-state"' "$(told .transcript_path)" >"$tmp/mark"; then
  equals "nor in the cost-state" "$(jq .hasUnknownModelCost "$tmp/mark" | tail -n 1)" true
fi
is_empty "no money afterwards" "$(after cost.total_usd)"
is_empty "in wick-usage neither" "$(cost_in_usage "$(session)")"
finish
