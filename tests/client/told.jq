# SPDX-License-Identifier: MIT
# A payload, as the figures that wick must give for it at $now (milliseconds): one flat object. What
# the payload does not say is not there; nor, with --argjson errs true, a total that is known to be wrong.
def prompt: .input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens;
def some: if . == 0 then null else . end;
def ended_at($now): . * 1000 <= $now;

. as $payload
| (.context_window.current_usage // {} | if (prompt // 0) > 0 then . else null end) as $usage
| .prompt_cache as $cache
| (if $cache.expires_at and $cache.warm and ($cache.expires_at | ended_at($now) | not)
   then [($cache.expires_at * 1000 - $now) / 1000 | ceil, (if $cache.ttl == "1h" then 3600 else 300 end)] | min
   else null end) as $left
| {
    "context.tokens": ($usage | if . then prompt else null end),
    "context.output_tokens": $usage.output_tokens,
    "context.input_tokens": $usage.input_tokens,
    "context.cache_write_tokens": $usage.cache_creation_input_tokens,
    "context.cache_read_tokens": $usage.cache_read_input_tokens,
    "context.exceeds_200k": ($usage | if . then $payload.exceeds_200k_tokens else null end),
    "context.window_tokens": .context_window.context_window_size,
    "context.left_tokens": ($usage | if . then $payload.context_window.context_window_size - prompt else null end),
    "context.used_pct": ($usage | if . then $payload.context_window.used_percentage | round else null end),
    "cost.total_usd": .cost.total_cost_usd,
    "cost.client_usd": .cost.total_cost_usd,
    "cost.lower_bound": false,
    "cost.duration_s": (.cost.total_duration_ms / 1000 | floor),
    "cost.api_duration_s": (.cost.total_api_duration_ms / 1000 | floor),
    "cost.lines_added": .cost.total_lines_added,
    "cost.lines_removed": .cost.total_lines_removed
  } + if $cache.caching_observed then {
    "cache.state": (if $left then "warm" else "cold" end),
    "cache.remaining_s": $left,
    "cache.ttl": $cache.ttl,
    "cache.expires_at": $cache.expires_at,
    "cache.cached_tokens": ($usage | if . then .cache_creation_input_tokens + .cache_read_input_tokens else null end),
    "cache.recache_tokens": $cache.recache_tokens_if_cold,
    "cache.requests": $cache.requests,
    "cache.misses": $cache.misses,
    "cache.expected_rebuilds": $cache.expected_rebuilds,
    "cache.hit_ratio": $cache.hit_ratio,
    "cache.write_tokens": $cache.cache_write_tokens,
    "cache.miss_recache_tokens": $cache.miss_recache_tokens,
    "cache.last_miss_at": $cache.last_miss_at
  } else {} end
| if $ARGS.named.errs then del(."cost.total_usd", ."cost.lower_bound") else . end
| with_entries(select(.value != null))
