// SPDX-License-Identifier: MIT A back-test: forecasts every prompt of a history from earlier
// records and compares the actual cost.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "lib/history/habits.h"
#include "lib/history/usage_report.h"
#include "lib/live/forecast.h"

namespace wick {

struct BacktestOptions {
  UsageFilter filter;  // selects the prompts to forecast; the forecasts use all earlier ones
  /// For a history that the built-in prior was made from: instead of the prior and the user's
  /// earlier prompts, forecasts use the prompts of all other sessions, whatever their time.
  bool leave_one_out = false;
  TimeMs now = 0;  // the date for prices of undated requests
};

/// One prompt, its forecast, and the forecasts of two simpler methods.
struct BacktestRow {
  const PastPrompt* prompt = nullptr;
  std::string model;         // canonical name, of the previous request
  std::int64_t context = 0;  // tokens sent by the previous request
  bool is_warm = false;
  double usd = 0;  // the actual cost
  Quantiles requests;
  Quantiles forecast;                  // USD, like the following ones
  Quantiles global;                    // of the costs of all earlier prompts
  Quantiles session;                   // of those in the session; if it has none, of all
  std::array<double, 9> deciles = {};  // of the forecast
};

/// The accuracy over some rows; all 0 without rows.
struct Score {
  std::int64_t prompts = 0;
  double covered = 0, below = 0, above = 0;  // shares of prompts within p10 to p90, below, above
  double requests_covered = 0;
  /// The pinball loss in USD, the mean over p10, p50, p90 and the prompts: deviations to one side
  /// of the quantile q are weighted with q, to the other with 1 - q. Smaller is better.
  double pinball = 0, global_pinball = 0, session_pinball = 0;
  double relative_error = 0;  // median of |p50 - cost| / cost

  std::optional<double> better_than_global() const;  // by which share the pinball loss is smaller
  std::optional<double> better_than_session() const;
};

struct ScoreGroup {
  std::string name;
  Score score;
};

struct Backtest {
  std::vector<PastPrompt> prompts;  // the rows point into this
  std::vector<BacktestRow> rows;    // in order of time
  /// Answered prompts for which no cost could be forecast, by reason.
  std::int64_t first_of_session = 0, compacted = 0, no_price = 0, no_ttl = 0, undated = 0,
               nothing_earlier = 0;
  Score all;
  std::vector<ScoreGroup> by_model, by_context, by_prompts_before, by_cache;
  std::array<double, 9> below_decile = {};  // share of the prompts that cost less than each decile
};

/// Uses only earlier records: the session's lines before the prompt, other sessions' prompts whose
/// last response is older, and the prices of the day.
Backtest run_backtest(const History& history, const PriceTable& prices,
                      const BacktestOptions& options);

Score score_of(const std::vector<const BacktestRow*>& rows);

}  // namespace wick
