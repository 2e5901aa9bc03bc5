// SPDX-License-Identifier: MIT
// What the whole next prompt may come to: a range, learned from how earlier prompts went.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/audit/growth.h"
#include "lib/history/habits.h"
#include "lib/history/past_prompts.h"
#include "lib/live/next.h"
#include "lib/live/state.h"

namespace wick {

/// What there is to learn from.
struct ForecastData {
  std::vector<PromptShape> session;  // its earlier prompts, the newest last
  std::int64_t session_prompts = 0;  // all there were, also those that are no longer kept
  Habits habits;                     // of the project and the user; empty where there is no history
  /// Of others: the built-in one, unless a back-test leaves out the session it is made from.
  const ShapeTable* prior = nullptr;
};

/// Each earlier prompt is a plan for the next one: so many requests, each adding so many tokens. The
/// plan is priced for the context, the cache and the tariff that hold now (see prompt_cost), and the
/// prices' weighted quantiles are the forecast. Weights: 0.9^k for the session's own prompt k before
/// the last; together as much as 6 prompts for what others did, of which the project, then the user,
/// then the built-in table get what the number of their prompts vouches for. The tokens per request
/// that those plans generate are brought near the session's own.
///
/// Requests and output are there without anything known of the session; tokens sent need its context,
/// money its tariff besides. After a compaction nothing was sent yet, so neither is known.
/// A mean that single huge prompts carry past p90 (or p10) is given as that: it says nothing of the
/// next one.
ForecastState forecast_prompt(const State& state, const NextQuery& query, const RestartSizes& sizes,
                              const ForecastData& experience);

/// Values with their weights.
using WeightedValues = std::vector<std::pair<double, double>>;

/// What a plan of such a forecast comes to.
enum class Outcome { kRequests, kSent, kOutput, kContextAfter, kWarm, kCold, kCompacts };

/// What each of the plans comes to, in order: the whole distribution. Empty where the forecast has
/// nothing of it. kCompacts is 1 for a plan with a compaction and 0 for one without.
WeightedValues forecast_values(Outcome outcome, const State& state, const NextQuery& query,
                               const RestartSizes& sizes, const ForecastData& experience);

/// Where a quantile lies: `part` of the way from one value to the next.
struct QuantilePlace {
  double below = 0, above = 0, part = 0;
  double value() const { return below + (above - below) * part; }
};
/// Of values in order, at least one; interpolated between the middles of their weights. `share` is 0
/// to 1.
QuantilePlace place_of(const WeightedValues& sorted, double share);

/// The quantiles of values in any order, at least one.
Quantiles quantiles_of(WeightedValues values);

}  // namespace wick
