// SPDX-License-Identifier: MIT
#include "lib/session/next.h"

#include "lib/session/tariff.h"

namespace wick {
namespace {

std::optional<double> written_anew(const State& state, const NextQuery& query,
                                   std::optional<std::int64_t> tokens) {
  auto tariff = state.cache.ttl_s ? Tariff::of(state.model, state.cache) : std::nullopt;
  if (!tokens || !tariff) return std::nullopt;
  return tariff->price(0, *tokens + query.prompt_tokens, query.output_tokens);
}

void price_entry(NextState& next, const State& state, const NextQuery& query) {
  std::int64_t prefix = *state.context.tokens;
  std::int64_t fresh = state.context.output.value_or(0) + query.prompt_tokens;
  next.tokens = prefix + fresh;
  auto tariff = Tariff::of(state.model, state.cache);
  if (!tariff) return;
  next.cold = tariff->price(0, prefix + fresh, query.output_tokens);
  if (!tariff->is_cached()) {
    next.cold_reason = "no_cache";
  } else if (auto broken = cache_broken(state)) {
    bool expired = state.cache.phase == CachePhase::kCold && broken != MissCause::kModel;
    next.cold_reason = expired ? "expired" : name_of(*broken);
  } else {
    next.warm = tariff->price(prefix, fresh, query.output_tokens);
    if (state.cache.phase == CachePhase::kUnknown) return;
    next.is_warm = state.cache.phase == CachePhase::kWarm;
    if (!next.is_warm) next.cold_reason = "expired";
  }
  next.now = next.is_warm ? next.warm : next.cold;
}

}  // namespace

NextState next_prompt(const State& state, const NextQuery& query, const RestartSizes& sizes) {
  NextState next;
  if (state.context.tokens && !state.context.compacted) price_entry(next, state, query);
  next.after_compact_tokens = sizes.after_compact;
  next.after_clear_tokens = sizes.after_clear;
  next.after_compact = written_anew(state, query, sizes.after_compact);
  next.after_clear = written_anew(state, query, sizes.after_clear);
  return next;
}

}  // namespace wick
