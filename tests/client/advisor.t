#!/bin/sh
# SPDX-License-Identifier: MIT
# The advisor: the API runs another model over the whole conversation, within one request. Its pass is
# only in the usage's iterations: it costs money, but is not part of the context.
. "$(dirname "$0")/lib.sh"

it "$version, the advisor"
jq '.advisorModel = "fable"' "$CLAUDE_CONFIG_DIR/settings.json" >"$tmp/settings" && cp "$tmp/settings" "$CLAUDE_CONFIG_DIR/settings.json"
start_client_with CLAUDE_CODE_ENABLE_EXPERIMENTAL_ADVISOR_TOOL=1 --model opus
ask 'hello there'
[ "$(last_request .advisor)" != null ] || skip_rest "this client offers no advisor"
ask 'please ask the advisor'
check_screen
check_cache
equals "has been asked" "$(last_request '[.usage.iterations[].type] | join(" ")')" 'message advisor_message message'
equals "the context is the last pass's" "$(state .context.tokens)" "$(last_request ".usage.iterations[2] | $prompt_tokens")"
equals "as the client says" "$(told ".context_window.current_usage | $prompt_tokens")" "$(state .context.tokens)"
is_near "all passes are in the client's total" "$(told .cost.total_cost_usd)" "$(price_of_requests)" 1e-9
is_near "and in the transcript's sum" "$(after cost.transcript_usd)" "$(price_of_requests)" 1e-9

it "$version, the next prompt"
foretell
ask 'and once more'
check_screen
check_cache
check_foretold
equals "misses nothing" "$(state .cache.misses)" 0
check_payloads

it "$version, afterwards"
stop_client
check_after
finish
