# SPDX-License-Identifier: MIT
# What wick-state printed, in the form of told.jq; without the cache's figures where the payload has
# none ($told false), and after a compaction without the context's: those are of the transcript.
[{context: (if .context.compacted then {window_tokens: .context.window_tokens} else .context end), cost, cache: (if $told then .cache else null end)} | paths(type != "object" and . != null) as $path | {key: ($path | join(".")), value: getpath($path)}]
| from_entries
| del(."context.source", ."context.compacted", ."cost.source", ."cost.requests", ."cache.source",
      ."cache.ttl_s", ."cache.age_s", ."cache.model", ."cache.last_miss_cause")
