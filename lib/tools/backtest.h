// SPDX-License-Identifier: MIT
// The forecast against what came: every prompt of a history forecast from what was known before it.
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
  UsageFilter filter;  // of the prompts that are forecast; all are learned from
  /// What others did, whenever that was, but nothing of the session itself, instead of the built-in
  /// prior and of the user's earlier prompts: for a history that the prior was made from.
  bool leave_one_out = false;
  TimeMs now = 0;  // prices what has no date
};

/// One prompt, what was forecast, and what two simpler ways would have said.
struct BacktestRow {
  const PastPrompt* prompt = nullptr;
  std::string model;         // canonical, of the request before
  std::int64_t context = 0;  // tokens that the request before sent
  bool is_warm = false;
  double usd = 0;                      // what it came to
  Quantiles requests;
  Quantiles forecast;                  // USD, as all that follow
  Quantiles global;                    // quantiles of what all earlier prompts cost
  Quantiles session;                   // of those of the session; of all, where it has none
  std::array<double, 9> deciles = {};  // of the forecast
};

/// How good some of them are. Of none all is empty.
struct Score {
  std::int64_t prompts = 0;
  double covered = 0, below = 0, above = 0;  // share within p10 to p90, and on either side
  double requests_covered = 0;
  /// Mean over p10, p50 and p90 and the prompts, in USD: what is off on one side counts q, on the
  /// other 1 - q. The smaller the better.
  double pinball = 0, global_pinball = 0, session_pinball = 0;
  double relative_error = 0;  // median of |p50 - cost| / cost

  std::optional<double> better_than_global() const;  // the share that the pinball loss is less
  std::optional<double> better_than_session() const;
};

struct ScoreGroup {
  std::string name;
  Score score;
};

struct Backtest {
  std::vector<PastPrompt> prompts;  // what the rows point into
  std::vector<BacktestRow> rows;    // in order of time
  /// Answered prompts that no money could be forecast for, by why.
  std::int64_t first_of_session = 0, compacted = 0, no_price = 0, no_ttl = 0, undated = 0,
               nothing_earlier = 0;
  Score all;
  std::vector<ScoreGroup> by_model, by_context, by_prompts_before, by_cache;
  std::array<double, 9> below_decile = {};  // share of the prompts that cost less than each decile
};

/// From strictly earlier records only: of the session what stands before the prompt, of others the
/// prompts whose last response is older, of prices those of its day.
Backtest run_backtest(const History& history, const PriceTable& prices,
                      const BacktestOptions& options);

Score score_of(const std::vector<const BacktestRow*>& rows);

}  // namespace wick
