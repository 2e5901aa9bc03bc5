#!/bin/sh
# SPDX-License-Identifier: MIT
# -p: the cost to the last digit, as the client computes it.
. "$(dirname "$0")/lib.sh"

# prompt TEXT ARG...: sends it without a screen; writes the result to $tmp/result
prompt() {
  (cd "$project" && claude "$claude" -p "$@" --output-format json --allowedTools 'Bash Read' </dev/null >"$tmp/result" 2>"$tmp/err") ||
    give_up "-p: $(cat "$tmp/err" "$tmp/result")"
  transcript=$(find "$CLAUDE_CONFIG_DIR/projects" -name "$(jq -r .session_id "$tmp/result").jsonl")
}

for model in opus sonnet haiku; do
  it "$version, $model"
  prompt 'please use two tools' --model "$model"
  grep -v '"cost-state"' "$transcript" >"$tmp/lines.jsonl"
  run wick-cost -t "$tmp/lines.jsonl" -j
  equals "requests" "$(jq .cost.requests "$tmp/out")" 3
  is_near "costUSD" "$(jq .cost.total_usd "$tmp/out")" "$(jq --arg model "$model" \
    '[.modelUsage | to_entries[] | select(.key | contains($model)) | .value.costUSD] | add' "$tmp/result")" 1e-9
  is_near "the total" "$(wick-cost -t "$transcript" -f '{cost.total_usd}')" "$(jq .total_cost_usd "$tmp/result")" 1e-9
done
finish
