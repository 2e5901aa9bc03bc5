// SPDX-License-Identifier: MIT
#include "lib/session/tariff.h"

#include "lib/price/model.h"

namespace wick {

std::optional<Tariff> Tariff::of(const ModelState& model, const CacheState& cache) {
  bool cached = cache.phase != CachePhase::kNone;
  if (!model.price || (cached && !cache.ttl_s)) return std::nullopt;
  Tariff tariff;
  tariff.row_ = model.price;
  tariff.factor_ = model.price->factor(model.fast, model.us);
  tariff.cached_ = cached;
  tariff.hour_ = cached && *cache.ttl_s == 3600;
  return tariff;
}

TokenPrices Tariff::per_million(double prompt_tokens) const {
  bool above = row_->tier_above > 0 && prompt_tokens > static_cast<double>(row_->tier_above);
  const Rates& rates = above ? row_->tier_rates : row_->rates;
  if (!cached_) return {rates.input, rates.input, rates.output};
  return {rates.read, hour_ ? rates.write_1h : rates.write_5m, rates.output};
}

TokenPrices Tariff::at(double prompt_tokens) const {
  TokenPrices prices = per_million(prompt_tokens);
  double factor = factor_ / 1e6;
  return {prices.read * factor, prices.write * factor, prices.output * factor};
}

// Divided once, in the end: so a price is what a person gets who works it out.
double Tariff::price(std::int64_t read, std::int64_t written, std::int64_t output) const {
  TokenPrices prices = per_million(static_cast<double>(read + written));
  double sum = static_cast<double>(read) * prices.read + static_cast<double>(written) * prices.write +
               static_cast<double>(output) * prices.output;
  return sum / 1e6 * factor_;
}

std::optional<double> Tariff::tier_above() const {
  if (row_->tier_above <= 0) return std::nullopt;
  return static_cast<double>(row_->tier_above);
}

std::optional<MissCause> cache_broken(const State& state) {
  const CacheState& cache = state.cache;
  if (cache.model.empty() || state.model.id.empty()) return std::nullopt;
  ModelName had = parse_model(cache.model), asked = parse_model(state.model.id);
  CacheKey before = {number_of(had.canonical), number_of(cache.effort), number_of(cache.client),
                     cache.fast.value_or(state.model.fast), state.model.us, false};
  CacheKey now = {number_of(asked.canonical), number_of(state.model.effort),
                  number_of(state.session.version), state.model.fast, state.model.us,
                  keeps_cache_by_effort(asked)};
  return break_of(before, now);
}

}  // namespace wick
