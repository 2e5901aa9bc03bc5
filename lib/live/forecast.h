// SPDX-License-Identifier: MIT
// What the whole next prompt may cost: a range, estimated from earlier prompts.
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

/// The earlier prompts that a forecast uses.
struct ForecastData {
  std::vector<PromptShape> session;  // the session's earlier prompts, the newest last
  std::int64_t session_prompts = 0;  // all of them, also those no longer kept
  Habits habits;                     // of the project and the user; empty without history
  /// Other users' prompts: the built-in table, unless a back-test has to leave out a session of it.
  const ShapeTable* prior = nullptr;
};

/// Each earlier prompt is a plan for the next one: a number of requests, each adding a number of
/// tokens. Each plan is priced with the current context, cache and tariff (see prompt_cost), and
/// the weighted quantiles of these prices are the forecast. Weights: 0.9^k for the session's prompt
/// k before its last; the prompts of all others weigh as much as 6 prompts together, shared between
/// the project, then the user, then the built-in table according to how many prompts each has. The
/// output per request of others' plans is scaled towards the session's own.
///
/// Requests and output are forecast even if nothing is known of the session; tokens sent need its
/// context, and money its tariff as well. After a compaction the context is unknown until the next
/// request. A mean that single huge prompts pull past p90 (or p10) is clamped to it, because it
/// would not describe the next prompt.
ForecastState forecast_prompt(const State& state, const NextQuery& query, const RestartSizes& sizes,
                              const ForecastData& experience);

/// Pairs of value and weight.
using WeightedValues = std::vector<std::pair<double, double>>;

/// The figures that a plan yields.
enum class Outcome { kRequests, kSent, kOutput, kContextAfter, kWarm, kCold, kCompacts };

/// One figure of every plan, sorted: the whole distribution. Empty where the forecast has no such
/// figure. kCompacts is 1 for a plan with a compaction and 0 for one without.
WeightedValues forecast_values(Outcome outcome, const State& state, const NextQuery& query,
                               const RestartSizes& sizes, const ForecastData& experience);

/// Position of a quantile: `part` of the way from one value to the next.
struct QuantilePlace {
  double below = 0, above = 0, part = 0;
  double value() const { return below + (above - below) * part; }
};
/// `sorted` has at least one value; interpolates between the middles of the weights. `share`: 0 to
/// 1.
QuantilePlace place_of(const WeightedValues& sorted, double share);

/// `values` has at least one value and need not be sorted.
Quantiles quantiles_of(WeightedValues values);

}  // namespace wick
