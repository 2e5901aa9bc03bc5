// SPDX-License-Identifier: MIT
#include "lib/session/next.h"

namespace wick {
namespace {

// USD for tokens of one kind each, at the tier that the prompt's size picks.
struct Bill {
  const ModelState& model;
  const NextQuery& query;
  std::int64_t prompt;

  const Rates& rates() const { return model.price->rates_for(prompt); }
  double of(double input_side) const {
    double output = static_cast<double>(query.output_tokens) * rates().output;
    return (input_side + output) / 1e6 * model.price->factor(model.fast, model.us);
  }
};

double write_rate(const Rates& rates, std::int64_t ttl_s) {
  return ttl_s == 3600 ? rates.write_1h : rates.write_5m;
}

std::optional<double> written_anew(const State& state, const NextQuery& query,
                                   std::optional<std::int64_t> tokens) {
  if (!tokens || !state.model.price || !state.cache.ttl_s) return std::nullopt;
  Bill bill{state.model, query, *tokens + query.prompt_tokens};
  return bill.of(static_cast<double>(bill.prompt) * write_rate(bill.rates(), *state.cache.ttl_s));
}

bool model_changed(const State& state) {
  return !state.cache.model.empty() && !state.model.id.empty() &&
         parse_model(state.cache.model).canonical != parse_model(state.model.id).canonical;
}

void price_entry(NextState& next, const State& state, const NextQuery& query) {
  std::int64_t prefix = *state.context.tokens;
  std::int64_t fresh = state.context.output.value_or(0) + query.prompt_tokens;
  next.tokens = prefix + fresh;
  if (!state.model.price) return;
  Bill bill{state.model, query, prefix + fresh};
  double all = static_cast<double>(bill.prompt);
  if (state.cache.phase == CachePhase::kNone) {
    next.cold = next.now = bill.of(all * bill.rates().input);
    next.cold_reason = "no_cache";
    return;
  }
  if (!state.cache.ttl_s) return;
  double write = write_rate(bill.rates(), *state.cache.ttl_s);
  next.cold = bill.of(all * write);
  if (model_changed(state)) {
    next.cold_reason = "model_changed";
  } else {
    next.warm = bill.of(static_cast<double>(prefix) * bill.rates().read +
                        static_cast<double>(fresh) * write);
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
