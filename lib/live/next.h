// SPDX-License-Identifier: MIT
// How the next requests of a session are charged.
#pragma once

#include <cstdint>
#include <optional>

#include "lib/audit/cache_chain.h"
#include "lib/live/state.h"

namespace wick {

/// USD per token.
struct TokenPrices {
  double read = 0;    // of the prefix, from the cache
  double write = 0;   // of what is new, or of all once the cache is cold
  double output = 0;
};

/// The prices of a session's model as it runs: fast mode, US inference, TTL. Without a part of the
/// cache (CachePhase::kNone) reads and writes are at the input price.
class Tariff {
 public:
  /// Empty where the model has no price, or the TTL is not known.
  static std::optional<Tariff> of(const ModelState& model, const CacheState& cache);

  /// For a request whose prompt has so many tokens.
  TokenPrices at(double prompt_tokens) const;
  /// USD of one request that reads so many tokens from the cache and sends so many that are new.
  double price(std::int64_t read, std::int64_t written, std::int64_t output) const;
  /// Prompts of more tokens have other prices; empty: all have the same.
  std::optional<double> tier_above() const;
  bool is_cached() const { return cached_; }

 private:
  TokenPrices per_million(double prompt_tokens) const;

  const PriceRow* row_ = nullptr;
  double factor_ = 1;
  bool cached_ = true, hour_ = false;
};

/// Why the next request cannot read what the last response left, however warm it is: another model,
/// fast mode turned on, another effort where the model keeps a cache for each, another client.
std::optional<MissCause> cache_broken(const State& state);

// The arithmetic of one prompt: what its requests send and cost as the context grows under them.

/// How a prompt is assumed to go.
struct PromptPlan {
  double requests = 1;  // at least 1
  double added = 0;     // tokens of the prompt itself
  double growth = 0;    // tokens that each request after the first adds to the context
  double output = 0;    // tokens that each request generates
  double resent = 0;    // cache misses after the first request, in contexts
};

/// What it starts from.
struct StartingPoint {
  double context = 0;  // tokens that the last request sent
  double answer = 0;   // tokens of the last answer
  /// From so many tokens on the client compacts before the next request, and leaves so many; empty:
  /// not known.
  std::optional<double> compacts_at;
  double compacts_to = 0;
  double summary = 0;  // tokens that a compaction generates
};

/// What comes of it. Money is empty without a tariff.
struct PromptCost {
  double sent = 0, output = 0;   // tokens, of all requests
  double context_after = 0;      // that the last one sent
  bool compacts = false;
  std::optional<double> warm, cold;  // USD, by how the first request finds the cache
};

/// With C1 = context + answer + added, each later request reads what the one before sent and writes
/// `growth`; so n requests read (n-1)*C1 + growth*(n-1)(n-2)/2 after the first, each at the tier of
/// its own size. A compaction is one request more, which reads the context and generates a summary;
/// what it leaves is written anew by the next. The sums are closed: the time does not depend on the
/// number of requests.
PromptCost prompt_cost(const PromptPlan& plan, const StartingPoint& start, const std::optional<Tariff>& tariff);

// The price of the next prompt's entry: re-sending the context, warm or cold.

/// What the user says of the next prompt.
struct NextQuery {
  std::int64_t prompt_tokens = 0;  // U: its own length
  std::int64_t output_tokens = 0;  // A: the answer's length
  std::optional<std::int64_t> requests = {};  // how many it will make; of the forecast only
  double tokens_factor = 1;  // tokens of the model for each that earlier prompts took: likewise
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
