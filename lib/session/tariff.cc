// SPDX-License-Identifier: MIT
#include "lib/session/tariff.h"

namespace wick {

std::optional<Tariff> Tariff::of(const ModelState& model, const CacheState& cache) {
  bool cached = cache.phase != CachePhase::kNone;
  if (!model.price || (cached && !cache.ttl_s)) return std::nullopt;
  Tariff tariff;
  tariff.row_ = model.price;
  tariff.factor_ = model.price->factor(model.fast, model.us) / 1e6;
  tariff.cached_ = cached;
  tariff.hour_ = cached && *cache.ttl_s == 3600;
  return tariff;
}

TokenPrices Tariff::at(double prompt_tokens) const {
  bool above = row_->tier_above > 0 && prompt_tokens > static_cast<double>(row_->tier_above);
  const Rates& rates = above ? row_->tier_rates : row_->rates;
  double output = rates.output * factor_;
  if (!cached_) return {rates.input * factor_, rates.input * factor_, output};
  return {rates.read * factor_, (hour_ ? rates.write_1h : rates.write_5m) * factor_, output};
}

std::optional<double> Tariff::tier_above() const {
  if (row_->tier_above <= 0) return std::nullopt;
  return static_cast<double>(row_->tier_above);
}

bool model_changed(const State& state) {
  return !state.cache.model.empty() && !state.model.id.empty() &&
         parse_model(state.cache.model).canonical != parse_model(state.model.id).canonical;
}

}  // namespace wick
