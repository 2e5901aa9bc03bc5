# SPDX-License-Identifier: MIT
# What wick-state printed, in the form of told.jq: without what it took from the transcript because
# the payload lacks it (the cache's figures when $told is false; the context's before the first
# response and after a compaction), and with --argjson errs true without the total.
(if .context.compacted or .context.source != "payload"
 then {window_tokens: .context.window_tokens} else .context end) as $context
| {$context, cost, cache: (if $told then .cache else null end)}
| [paths(type != "object" and . != null) as $path | {key: ($path | join(".")), value: getpath($path)}]
| from_entries
| del(."context.left_pct", ."context.compact_at_tokens", ."context.to_compact_tokens", ."context.to_compact_pct",
      ."context.source", ."context.compacted", ."cost.source", ."cost.requests", ."cost.transcript_usd",
      ."cache.source",
      if $ARGS.named.errs then ."cost.total_usd", ."cost.lower_bound" else empty end,
      ."cache.ttl_s", ."cache.age_s", ."cache.model", ."cache.last_miss_cause", ."cache.miss_causes")
