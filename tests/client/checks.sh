# SPDX-License-Identifier: MIT
# Sourced by lib.sh: checks that must hold whatever the client did.
#
#   newest_line      prints wick-line's last output, without colours and links
#   check_screen     the newest line of wick-line is on the screen, with the newest payload's figures
#   check_payloads   wick-state's figures are those of each payload
#   check_cache      the cache's clock is that of the request as the stand-in saw it
#   foretell, check_foretold   wick-next before a prompt, compared with what the client then charged for it
#   check_after      the transcript alone gives the figures of the newest payload
#   record           keeps the files that were seen, and the figures that the checks expected
#
#   client_errs REASON    from here on the client's total is known to be wrong: compares with the stand-in's log
#
# shellcheck shell=sh disable=SC2034,SC2154

client_errs=''
client_errs() { client_errs=$1; }

# told FIELD: prints it from the newest payload; state FIELD: from wick-state on that payload, now
told() { jq -r "$1 // empty" "$(newest)"; }
state() { wick-state -p "$(newest)" | jq -r "$1 // empty"; }
tells_cache() { jq -e 'has("prompt_cache")' "$(newest)" >/dev/null; }

# equals WHAT GOT EXPECTED: checks that they are equal and not empty
equals() { is "$1" "$2" "${3:-(something)}"; }

# within A B DIFFERENCE
within() { jq -en "$1 - ${2:-null} | fabs <= $3" >/dev/null 2>&1; }
is_near() {
  { echo "got:      $2"; echo "expected: $3, within $4"; } >"$tmp/why"
  within "$2" "$3" "$4"
  ok $? "$1" "$tmp/why"
}

newest_line() { sed 's/\x1b\[[0-9;]*m//g; s/\x1b\]8;[^\x1b]*\x1b\\//g' "$(newest | sed 's/json$/line/')"; }

check_screen() {
  newest_line >"$tmp/line"
  { echo "no such line: $(cat "$tmp/line")"; screen; } >"$tmp/why"
  screen | grep -qF -- "$(cat "$tmp/line")"
  ok $? "the line is on the screen" "$tmp/why"
  expected=$(jq -r -f "$here/line.jq" --argjson errs "$(errs)" "$(newest)")
  { echo "got:      $(cat "$tmp/line")"; echo "expected: $expected"; } >"$tmp/why"
  grep -Eqx -- "$expected" "$tmp/line"
  ok $? "and has the payload's figures" "$tmp/why"
}

errs() { if [ -n "$client_errs" ]; then echo true; else echo false; fi; }

# The transcript may be ahead of the payload when wick reads it: then the sum is used.
overtaken() {
  [ "$payload" != "$(newest)" ] && jq -e '.cost | .source == "transcript" and .total_usd > .client_usd' "$run.state" >/dev/null
}

check_payloads() {
  compared=0
  : >"$tmp/why"
  for payload in "$seen"/*.json; do
    run=${payload%.json}
    [ -e "$run.state" ] || continue  # the client ended it, to start the next
    compared=$((compared + 1))
    errs=$(errs)
    if overtaken; then errs=true; fi
    jq -S -f "$here/told.jq" --argjson errs "$errs" --argjson now "${run##*/}" "$payload" >"$tmp/told"
    jq -S -f "$here/said.jq" --argjson errs "$errs" --argjson told "$(jq 'has("prompt_cache")' "$payload")" "$run.state" >"$tmp/said"
    diff -u "$tmp/told" "$tmp/said" >>"$tmp/why" || cat "$payload" >>"$tmp/why"
  done
  [ "$compared" -gt 0 ] && [ ! -s "$tmp/why" ]
  ok $? "wick-state on $compared payloads" "$tmp/why"
  [ -z "$client_errs" ] || check_cost_despite_client
}

# If the client's total is wrong, the sum is used, and its source says so.
check_cost_despite_client() {
  is_near "the sum, as $client_errs" "$(state .cost.total_usd)" "$(price_of_main_requests)" 1e-9
  equals "which says so" "$(state .cost.source) $(state .cost.lower_bound)" 'transcript true'
  is_near "beside the client's total" "$(state .cost.client_usd)" "$(told .cost.total_cost_usd)" 1e-9
}

prompt_tokens='.input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens'

# The newest answered request of the main conversation, which uses the cache.
main_requests() { jq -c 'select(.ttl and .status == 200)' "$api/requests.ndjson"; }
last_request() { main_requests | tail -n 1 | jq -r "$1"; }

last_expiry() { last_request '.time + (if .ttl == "1h" then 3600 else 300 end)'; }

check_cache() {
  equals "TTL" "$(state .cache.ttl)" "$(last_request .ttl)"
  is_near "the clock starts with the request" "$(state .cache.expires_at)" "$(last_expiry)" 1.5
  if tells_cache; then source=payload; else source=transcript; fi
  equals "as the $source says" "$(state .cache.source)" "$source"
  equals "which is warm" "$(state .cache.state)" warm
}

foretell() {
  predicted=$(state .next.now_usd)
  before=$(told .cost.total_cost_usd)
}

# Except for the answer, which is known now, and the typed text (and an old client's title).
check_foretold() {
  answer=$(wick-state -p "$(newest)" | jq '.context.output_tokens * .price.output_usd_per_mtok / 1e6')
  charged=$(jq -n "$(told .cost.total_cost_usd) - $before - $answer")
  is_near "cost what was foretold" "$charged" "$predicted" "$(jq -n "$predicted * 0.1 + 0.0003")"
}

session() { basename "$(told .transcript_path)" .jsonl; }

# after FIELD: prints it from wick-state with only the transcript
after() {
  XDG_STATE_HOME=$tmp/no-tap wick-state -s "$(session)" -f "{$1}"
}

check_after() {
  equals "context, from the transcript" "$(after context.tokens)" "$(state .context.tokens)"
  equals "percentage" "$(after context.used_pct)" "$(told .context_window.used_percentage)"
  equals "output" "$(after context.output_tokens)" "$(told .context_window.current_usage.output_tokens)"
  equals "source" "$(after context.source) $(after cache.source)" "transcript transcript"
  equals "TTL" "$(after cache.ttl)" "$(last_request .ttl)"
  if tells_cache; then
    is_near "expiry" "$(after cache.expires_at)" "$(told .prompt_cache.expires_at)" 1
    equals "recache" "$(after cache.recache_tokens)" "$(told .prompt_cache.recache_tokens_if_cold)"
    check_counters
  else
    is_near "expiry" "$(after cache.expires_at)" "$(last_expiry)" 1.5
  fi
  check_cost_after
}

# cost_in_usage ID: prints wick-usage's cost of a session
cost_in_usage() {
  wick-usage session --no-ledger --json | jq -r --arg id "$1" '.rows[] | select(.session == $id).cost_usd // empty'
}

# The client's counters, replayed from the transcript. The client counts from 0 again when it resumes a session; wick
# counts the whole session.
check_counters() {
  [ -z "$resumed" ] || return 0
  counters='.prompt_cache | [.requests, .misses, .expected_rebuilds, .hit_ratio, .cache_write_tokens, .miss_recache_tokens]'
  equals "counters" "$(wick-misses --no-ledger --session="$(session)" --json | jq -c "$counters")" "$(told "$counters" | jq -c .)"
  equals "misses" "$(after misses.count)" "$(told .prompt_cache.misses)"
}

# Older clients write no total, so wick adds up the requests that have lines. Titles and compactions have none, so the
# sum is reported as a lower bound.
check_cost_after() {
  transcript=$(told .transcript_path)
  if [ -n "$client_errs" ]; then
    is_near "cost" "$(after cost.total_usd)" "$(price_of_main_requests)" 1e-9
    equals "source" "$(after cost.source) $(after cost.lower_bound)" "transcript true"
  elif grep -q '"type":"cost-state"' "$transcript"; then
    is_near "cost" "$(after cost.total_usd)" "$(told .cost.total_cost_usd)" 1e-9
    equals "source" "$(after cost.source) $(after cost.lower_bound)" "cost-state false"
  else
    is_near "cost" "$(after cost.total_usd)" "$(price_of_lines)" 1e-9
    equals "source" "$(after cost.source) $(after cost.lower_bound)" "transcript true"
  fi
}

# Everything that the stand-in answered, including background requests and all passes, at list prices.
price_of_requests() { price_of <"$api/requests.ndjson"; }
# The same without background requests, which leave no lines.
price_of_main_requests() { main_requests | price_of; }
price_of() {
  jq -s --slurpfile prices "$data/client_unit_prices.jsonl" '
    ($prices | map({(.requested): .}) | add) as $list
    | map(select(.status == 200) | .usage.speed as $speed
        | {model, speed: $speed} + .usage, (.usage.iterations[]? | select(.type == "advisor_message") | {speed: "standard"} + .))
    | map($list[.model] as $price | (.input_tokens * $price.input + .output_tokens * $price.output
        + .cache_creation.ephemeral_5m_input_tokens * $price.write_5m
        + .cache_creation.ephemeral_1h_input_tokens * $price.write_1h
        + .cache_read_input_tokens * $price.read) * (if .speed == "fast" then $price.input_fast / $price.input else 1 end))
    | add / 1e6'
}

# The transcript's requests, including subagents', at list prices.
price_of_lines() {
  for file in "$transcript" "${transcript%.jsonl}"/subagents/*.jsonl; do
    [ ! -e "$file" ] || cat "$file"
  done | jq -s --slurpfile prices "$data/client_unit_prices.jsonl" '
    ($prices | map({(.requested): .}) | add) as $list
    | map(select(.type == "assistant") | .message | select(.model != "<synthetic>")) | unique_by(.id)
    | map($list[.model] as $price | .usage | .input_tokens * $price.input + .output_tokens * $price.output
      + .cache_creation.ephemeral_5m_input_tokens * $price.write_5m
      + .cache_creation.ephemeral_1h_input_tokens * $price.write_1h
      + .cache_read_input_tokens * $price.read)
    | add / 1e6'
}

record() {
  [ -n "$RECORD" ] && [ "$failed" -eq 0 ] || return 0
  folder=$data/client/$version/$(basename "$0" .t)
  python3 -B "$here/scrub.py" "$tmp" "$folder" || give_up "cannot be recorded"
  cost=$(told .cost.total_cost_usd) source=cost-state
  transcript=$(told .transcript_path)
  grep -q '"type":"cost-state"' "$transcript" || { cost=$(price_of_lines) source=transcript; }
  expires=$(told .prompt_cache.expires_at)
  jq -n --arg session "$(session)" --argjson tokens "$(state .context.tokens)" --arg ttl "$(last_request .ttl)" \
    --argjson expires "${expires:-$(last_expiry)}" --argjson cost "$cost" --arg source "$source" \
    '{session: $session, tokens: $tokens, ttl: $ttl, expires_at: $expires, cost_usd: $cost, cost_source: $source}' \
    >"$folder/expected.json"
}
