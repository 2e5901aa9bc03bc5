// SPDX-License-Identifier: MIT
// The price of the next prompt's entry: re-sending the context, warm or cold.
#pragma once

#include "lib/session/state.h"

namespace wick {

/// What the user says of the next prompt.
struct NextQuery {
  std::int64_t prompt_tokens = 0;  // U: its own length
  std::int64_t output_tokens = 0;  // A: the answer's length
  std::optional<std::int64_t> requests = {};  // how many it will make; of the forecast only
};

/// With P tokens cached now, O the last output, U and A of the query:
///   warm = P*read + (O+U)*write(ttl) + A*output      cold = (P+O+U)*write(ttl) + A*output
/// at the tier that P+O+U picks, in fast mode and US inference as the session runs. Where the last
/// response had no part in the cache the prompt is sent at the input price and there is no warm
/// price. What breaks the cache since the last response (cache_broken()) makes the price cold.
/// Empty where the model has no price, the TTL is not known, no response has come yet, or
/// the context was compacted since (what the client will send is not known then).
///
/// after_clear is F*write(ttl) with F what the session's first request sent, after_compact
/// S*write(ttl) with S what was sent after its last compaction; `sizes` has both where they are
/// known. Both are cold, so upper bounds: the system prompt may still be in the cache.
struct RestartSizes {
  std::optional<std::int64_t> after_compact, after_clear;
};
NextState next_prompt(const State& state, const NextQuery& query, const RestartSizes& sizes);

}  // namespace wick
