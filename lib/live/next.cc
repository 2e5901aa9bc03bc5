// SPDX-License-Identifier: MIT
#include "lib/live/next.h"

#include <algorithm>
#include <cmath>

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

// Divides only once, at the end, so that the result equals a calculation by hand.
double Tariff::price(std::int64_t read, std::int64_t written, std::int64_t output) const {
  TokenPrices prices = per_million(static_cast<double>(read + written));
  double sum = static_cast<double>(read) * prices.read +
               static_cast<double>(written) * prices.write +
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
  CacheKey before = {number_of(had.canonical), number_of(cache.effort),
                     number_of(cache.client),  cache.fast.value_or(state.model.fast),
                     state.model.us,           false};
  CacheKey now = {number_of(asked.canonical),
                  number_of(state.model.effort),
                  number_of(state.session.version),
                  state.model.fast,
                  state.model.us,
                  keeps_cache_by_effort(asked)};
  return break_of(before, now);
}

namespace {

// Guards against a window that is full again right after each compaction.
constexpr int kMostCompactions = 16;

// How many of `n` requests have at most `bound` tokens, if they start at `first` and grow by
// `growth`.
double count_up_to(double bound, double first, double growth, double n) {
  if (first > bound) return 0;
  if (growth <= 0) return n;
  return std::min(n, std::floor((bound - first) / growth) + 1);
}

class PromptWalk {
 public:
  PromptWalk(const PromptPlan& plan, const StartingPoint& start,
             const std::optional<Tariff>& tariff)
      : plan_(plan), start_(start), tariff_(tariff) {}

  PromptCost run() {
    size_ = start_.context + start_.answer + plan_.added;
    if (must_compact()) compact_first();
    enter();
    double left = plan_.requests - 1;
    for (int i = 0; left > 0; ++i) {
      double n = left;
      if (start_.compacts_at && i < kMostCompactions)
        n = count_up_to(*start_.compacts_at, size_, plan_.growth, left);
      later(n);
      left -= n;
      if (left > 0) compact_between();
    }
    out_.output += plan_.output * plan_.requests;
    out_.context_after = size_;
    resend();
    if (tariff_) out_.warm = warm_, out_.cold = cold_;
    return out_;
  }

 private:
  bool must_compact() const { return start_.compacts_at && size_ > *start_.compacts_at; }

  void pay(double usd) { warm_ += usd, cold_ += usd; }

  // The first request: warm, it reads the previous context from the cache; cold, it reads nothing.
  void enter() {
    out_.sent += size_;
    if (!tariff_) return;
    TokenPrices prices = tariff_->at(size_);
    double prefix = out_.compacts ? 0 : std::min(start_.context, size_);
    warm_ += prefix * prices.read + (size_ - prefix) * prices.write;
    cold_ += size_ * prices.write;
    pay(plan_.output * prices.output);
  }

  // `n` more requests, split where a new tier begins.
  void later(double n) {
    if (n <= 0) return;
    double first = size_ + plan_.growth;
    if (tariff_) {
      auto bound = tariff_->tier_above();
      double below = bound ? count_up_to(*bound, first, plan_.growth, n) : n;
      pay_same_tier(first, below);
      pay_same_tier(first + below * plan_.growth, n - below);
    }
    out_.sent += n * first + plan_.growth * n * (n - 1) / 2;
    size_ += n * plan_.growth;
  }

  void pay_same_tier(double first, double n) {
    if (n <= 0) return;
    TokenPrices prices = tariff_->at(first);
    double read = n * (first - plan_.growth) + plan_.growth * n * (n - 1) / 2;
    pay(read * prices.read + n * (plan_.growth * prices.write + plan_.output * prices.output));
  }

  // A compaction before the first request, which then writes everything that is left. The
  // compaction request itself finds the cache warm or cold.
  void compact_first() {
    double before = compact();
    if (!tariff_) return;
    double prefix = std::min(start_.context, before);
    TokenPrices prices = tariff_->at(before);
    warm_ += prefix * prices.read + (before - prefix) * prices.write;
    cold_ += before * prices.write;
  }

  // A compaction between requests: the next request must write what it left instead of reading it.
  void compact_between() {
    double before = compact();
    if (!tariff_) return;
    TokenPrices left = tariff_->at(size_);
    pay(before * tariff_->at(before).read + size_ * (left.write - left.read));
  }

  // Returns the size before the compaction.
  double compact() {
    out_.compacts = true;
    double before = size_;
    size_ = std::min(start_.compacts_to, size_);
    out_.sent += before;
    out_.output += start_.summary;
    if (tariff_) pay(start_.summary * tariff_->at(before).output);
    return before;
  }

  void resend() {
    if (!tariff_ || plan_.resent <= 0) return;
    double size = out_.sent / plan_.requests;
    TokenPrices prices = tariff_->at(size);
    pay(plan_.resent * size * (prices.write - prices.read));
  }

  const PromptPlan& plan_;
  const StartingPoint& start_;
  const std::optional<Tariff>& tariff_;
  double size_ = 0, warm_ = 0, cold_ = 0;
  PromptCost out_;
};

}  // namespace

PromptCost prompt_cost(const PromptPlan& plan, const StartingPoint& start,
                       const std::optional<Tariff>& tariff) {
  return PromptWalk(plan, start, tariff).run();
}

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
