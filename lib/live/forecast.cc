// SPDX-License-Identifier: MIT
#include "lib/live/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lib/base/format.h"
#include "lib/live/next.h"

namespace wick {
namespace {

// Chosen by back-tests: recent prompts predict better, and a weight of six for others' prompts
// keeps three own prompts from deciding everything.
constexpr double kFade = 0.9;
constexpr double kOthers = 6;
// With this many prompts a project, or a user, gets half of the weight that is left.
constexpr double kHalfVouched = 20;
// For the output per request, others' mean weighs as much as this many of the session's requests.
constexpr double kOutputPrior = 1;

struct Weighted {
  const PromptShape* shape;
  double weight;
  bool own;
};

double output_per_request(const std::vector<Weighted>& shapes, bool own, double& requests) {
  double output = 0;
  requests = 0;
  for (const Weighted& each : shapes) {
    if (each.own != own) continue;
    double weight = own ? 1 : each.weight;
    output += weight * static_cast<double>(each.shape->output);
    requests += weight * static_cast<double>(each.shape->requests);
  }
  return requests > 0 ? output / requests : 0;
}

// Growth per request over all shapes; used for shapes of a single request, which have none.
double mean_growth(const std::vector<Weighted>& shapes) {
  double grown = 0, steps = 0;
  for (const Weighted& each : shapes) {
    grown += each.weight * static_cast<double>(each.shape->grown);
    steps += each.weight * static_cast<double>(std::max<std::int64_t>(0, each.shape->requests - 1));
  }
  return steps > 0 ? grown / steps : 0;
}

double mean_of(const WeightedValues& values) {
  double sum = 0, weights = 0;
  for (const auto& [value, weight] : values) sum += value * weight, weights += weight;
  return sum / weights;
}

class Forecaster {
 public:
  Forecaster(const State& state, const NextQuery& query, const RestartSizes& sizes,
             const ForecastData& experience)
      : state_(state), query_(query), sizes_(sizes), in_(experience) {}

  ForecastState run() {
    if (!take_all()) return {};
    return finish();
  }

  WeightedValues values(Outcome outcome) {
    only_ = outcome;
    bool any = take_all();
    bool known = outcome == Outcome::kRequests || outcome == Outcome::kOutput || has_context_;
    return any && known ? std::move(of(outcome)) : WeightedValues{};
  }

 private:
  bool take_all() {
    weigh();
    find_start();
    adapt_output();
    growth_ = mean_growth(shapes_);
    for (WeightedValues& values : values_) values.reserve(only_ ? 0 : shapes_.size());
    for (const Weighted& each : shapes_) take(each);
    return !shapes_.empty();
  }

  WeightedValues& of(Outcome outcome) { return values_[static_cast<std::size_t>(outcome)]; }

  bool is_known() const { return !has_warm_ || state_.cache.phase != CachePhase::kUnknown; }
  bool is_warm() const { return has_warm_ && state_.cache.phase == CachePhase::kWarm; }

  void weigh() {
    double weight = 1;
    for (auto own = in_.session.rbegin(); own != in_.session.rend(); ++own, weight *= kFade)
      shapes_.push_back({&*own, weight, true});
    double left = kOthers;
    for (const ShapeTable* table : {&in_.habits.project, &in_.habits.user}) {
      auto prompts = static_cast<double>(table->prompts);
      left -= add(*table, left * prompts / (prompts + kHalfVouched));
    }
    if (in_.prior) add(*in_.prior, left);
  }

  double add(const ShapeTable& table, double weight) {
    if (table.rows.empty()) return 0;
    double each = weight / static_cast<double>(table.rows.size());
    if (each > 0)
      for (const PromptShape& shape : table.rows) shapes_.push_back({&shape, each, false});
    return weight;
  }

  void find_start() {
    tariff_ = Tariff::of(state_.model, state_.cache);
    has_warm_ = tariff_ && tariff_->is_cached() && !cache_broken(state_);
    has_context_ = state_.context.tokens && !state_.context.compacted;
    start_.context = static_cast<double>(state_.context.tokens.value_or(0));
    start_.answer = static_cast<double>(state_.context.output.value_or(0));
    if (!state_.context.compacts_at) return;
    start_.compacts_at = static_cast<double>(*state_.context.compacts_at);
    start_.compacts_to = static_cast<double>(sizes_.after_compact.value_or(kAfterCompaction));
    start_.summary = static_cast<double>(kSummaryTokens);
  }

  // The output per request depends on the model and the task, so the session's own is the best
  // estimate. Also, old clients logged less than was generated.
  void adapt_output() {
    double own_requests = 0, others_requests = 0;
    double own = output_per_request(shapes_, true, own_requests);
    double others = output_per_request(shapes_, false, others_requests);
    if (own_requests <= 0 || others <= 0) return;
    double near = (own * own_requests + others * kOutputPrior) / (own_requests + kOutputPrior);
    output_factor_ = near / others;
  }

  PromptPlan plan_of(const Weighted& each) const {
    const PromptShape& shape = *each.shape;
    auto requests = static_cast<double>(shape.requests);
    PromptPlan plan;
    plan.requests = query_.requests ? static_cast<double>(*query_.requests) : requests;
    plan.added = query_.prompt_tokens > 0 ? static_cast<double>(query_.prompt_tokens)
                                          : static_cast<double>(shape.added) * query_.tokens_factor;
    plan.growth = shape.growth().value_or(growth_) * query_.tokens_factor;
    plan.output = static_cast<double>(shape.output) / requests * (each.own ? 1 : output_factor_) *
                  query_.tokens_factor;
    if (query_.output_tokens > 0)
      plan.output = static_cast<double>(query_.output_tokens) / plan.requests;
    plan.resent = static_cast<double>(shape.resent_pm) / 1000 * plan.requests / requests;
    return plan;
  }

  void take(const Weighted& each) {
    PromptPlan plan = plan_of(each);
    PromptCost course = prompt_cost(plan, start_, tariff_);
    auto put = [&](Outcome outcome, double value) {
      if (!only_ || *only_ == outcome) of(outcome).emplace_back(value, each.weight);
    };
    put(Outcome::kRequests, plan.requests);
    put(Outcome::kOutput, course.output);
    put(Outcome::kSent, course.sent);
    put(Outcome::kContextAfter, course.context_after);
    if (start_.compacts_at) put(Outcome::kCompacts, course.compacts ? 1 : 0);
    if (!tariff_) return;
    if (has_warm_) put(Outcome::kWarm, *course.warm);
    put(Outcome::kCold, *course.cold);
  }

  ForecastState finish() {
    ForecastState out;
    auto quantiles = [this](Outcome outcome) { return quantiles_of(std::move(of(outcome))); };
    out.requests = quantiles(Outcome::kRequests);
    out.output_tokens = quantiles(Outcome::kOutput);
    out.subagents_mean = in_.habits.subagents_usd;
    out.basis = basis();
    if (!has_context_) return out;
    out.sent_tokens = quantiles(Outcome::kSent);
    out.context_after = quantiles(Outcome::kContextAfter);
    if (start_.compacts_at) out.compaction_chance = mean_of(of(Outcome::kCompacts));
    if (!tariff_) return out;
    out.cold = quantiles(Outcome::kCold);
    if (has_warm_) out.warm = quantiles(Outcome::kWarm);
    if (is_known()) out.now = is_warm() ? out.warm : out.cold;
    return out;
  }

  std::string basis() const {
    std::string text;
    auto add = [&text](std::string_view name, std::int64_t prompts) {
      if (prompts <= 0) return;
      if (!text.empty()) text += ", ";
      text += fmt::format("{} {}", name, prompts);
    };
    add("session", in_.session_prompts);
    add("project", in_.habits.project.prompts);
    add("user", in_.habits.user.prompts);
    if (in_.prior) add("prior", in_.prior->prompts);
    return text;
  }

  const State& state_;
  const NextQuery& query_;
  const RestartSizes& sizes_;
  const ForecastData& in_;
  std::vector<Weighted> shapes_;
  std::optional<Tariff> tariff_;
  StartingPoint start_;
  bool has_context_ = false;
  bool has_warm_ = false;  // a price of its own while the cache is warm
  double output_factor_ = 1, growth_ = 0;
  std::optional<Outcome> only_;           // collect only this one
  std::array<WeightedValues, 7> values_;  // indexed by Outcome
};

}  // namespace

QuantilePlace place_of(const WeightedValues& sorted, double share) {
  double all = 0;
  for (const auto& [value, weight] : sorted) all += weight;
  double before_at = 0, before = sorted.front().first, sum = 0;
  for (const auto& [value, weight] : sorted) {
    double at = sum + weight / 2;
    if (at >= share * all) {
      if (sum == 0 || at <= before_at) return {value, value, 0};
      return {before, value, (share * all - before_at) / (at - before_at)};
    }
    before_at = at, before = value, sum += weight;
  }
  return {before, before, 0};
}

Quantiles quantiles_of(WeightedValues values) {
  std::sort(values.begin(), values.end());
  Quantiles out;
  out.p10 = place_of(values, 0.1).value();
  out.p50 = place_of(values, 0.5).value();
  out.p90 = place_of(values, 0.9).value();
  out.mean = std::clamp(mean_of(values), out.p10, out.p90);
  return out;
}

ForecastState forecast_prompt(const State& state, const NextQuery& query, const RestartSizes& sizes,
                              const ForecastData& experience) {
  return Forecaster(state, query, sizes, experience).run();
}

WeightedValues forecast_values(Outcome outcome, const State& state, const NextQuery& query,
                               const RestartSizes& sizes, const ForecastData& experience) {
  WeightedValues values = Forecaster(state, query, sizes, experience).values(outcome);
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace wick
