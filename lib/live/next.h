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
  double read = 0;   // the prefix, read from the cache
  double write = 0;  // new tokens, or all of them when the cache is cold
  double output = 0;
};

/// The prices of a session's model with its fast mode, US inference and TTL. Where the session does
/// not use the cache (CachePhase::kNone) reads and writes cost the input price.
class Tariff {
 public:
  /// Empty where the model has no price or the TTL is unknown.
  static std::optional<Tariff> of(const ModelState& model, const CacheState& cache);

  /// For a request whose prompt has this many tokens.
  TokenPrices at(double prompt_tokens) const;
  /// USD of one request, from the tokens that it reads from the cache, writes to it and generates.
  double price(std::int64_t read, std::int64_t written, std::int64_t output) const;
  /// Longer prompts have the prices of another tier; empty: there is only one tier.
  std::optional<double> tier_above() const;
  bool is_cached() const { return cached_; }

 private:
  TokenPrices per_million(double prompt_tokens) const;

  const PriceRow* row_ = nullptr;
  double factor_ = 1;
  bool cached_ = true, hour_ = false;
};

/// Why the next request cannot read what the last response left in the cache, however warm it is:
/// another model, fast mode turned on, another effort where the model keeps one cache per effort,
/// another client version.
std::optional<MissCause> cache_broken(const State& state);

// The arithmetic of one prompt: what its requests send and cost while the context grows.

/// The assumed course of a prompt.
struct PromptPlan {
  double requests = 1;  // at least 1
  double added = 0;     // tokens of the prompt itself
  double growth = 0;    // tokens that each request after the first adds to the context
  double output = 0;    // tokens that each request generates
  double resent = 0;    // cache misses after the first request, in units of whole contexts
};

/// The context that a prompt starts from.
struct StartingPoint {
  double context = 0;  // tokens that the last request sent
  double answer = 0;   // tokens of the last answer
  /// The context size, in tokens, above which the client compacts before the next request, and the
  /// size that this leaves; empty: unknown.
  std::optional<double> compacts_at;
  double compacts_to = 0;
  double summary = 0;  // tokens that a compaction generates
};

/// Money is empty without a tariff.
struct PromptCost {
  double sent = 0, output = 0;  // tokens of all requests
  double context_after = 0;     // tokens that the last request sent
  bool compacts = false;
  std::optional<double> warm, cold;  // USD if the first request finds the cache warm, or cold
};

/// With C1 = context + answer + added, each later request reads what the previous one sent and
/// writes `growth`; so n requests read (n-1)*C1 + growth*(n-1)(n-2)/2 after the first, each at the
/// tier of its own size. A compaction is an additional request that reads the context and generates
/// a summary; the next request writes what it left. Closed formulas: the run time does not depend
/// on the number of requests.
PromptCost prompt_cost(const PromptPlan& plan, const StartingPoint& start,
                       const std::optional<Tariff>& tariff);

// The price of the next prompt's first request, which sends the context again, warm or cold.

/// What the user said about the next prompt.
struct NextQuery {
  std::int64_t prompt_tokens = 0;  // U: its own length
  std::int64_t output_tokens = 0;  // A: the answer's length
  // Used by the forecast only:
  std::optional<std::int64_t> requests = {};
  double tokens_factor = 1;  // tokens of the model per token of the earlier prompts
};

/// With P tokens cached now, O the last output, U and A of the query:
///   warm = P*read + (O+U)*write(ttl) + A*output      cold = (P+O+U)*write(ttl) + A*output
/// at the tier of P+O+U, with the session's fast mode and US inference. Where the last response did
/// not use the cache the prompt is sent at the input price and there is no warm price. A change
/// since the last response that breaks the cache (cache_broken()) makes the price cold. Empty where
/// the model has no price, the TTL is unknown, there was no response yet, or the context was
/// compacted since (then it is unknown what the client will send).
///
/// after_clear is F*write(ttl), where F is what the session's first request sent; after_compact is
/// S*write(ttl), where S is what was sent after its last compaction. `sizes` has F and S where they
/// are known. Both prices are cold and so upper bounds: the system prompt may still be in the
/// cache.
struct RestartSizes {
  std::optional<std::int64_t> after_compact, after_clear;
};
NextState next_prompt(const State& state, const NextQuery& query, const RestartSizes& sizes);

}  // namespace wick
