// SPDX-License-Identifier: MIT
// How the next requests of a session are charged.
#pragma once

#include <cstdint>
#include <optional>

#include "lib/audit/cache_chain.h"
#include "lib/session/state.h"

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

}  // namespace wick
