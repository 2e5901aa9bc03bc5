// SPDX-License-Identifier: MIT
// The habits: sizes and costs of past prompts, in total and by project; and back-tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/history/usage_report.h"
#include "lib/live/state.h"
#include "lib/output/columns.h"
#include "lib/output/plot.h"
#include "lib/tools/backtest.h"

namespace wick {

/// The answered prompts of a project, or of all projects.
struct NamedHabit {
  std::string project;  // its directory; empty: all
  std::int64_t prompts = 0;
  Quantiles requests;             // of one prompt
  double growth = 0, output = 0;  // tokens per request: added to the context, generated
  std::optional<Quantiles> usd;   // of one prompt's main chain; empty: no prompt has a price
  double subagents_usd = 0;       // mean per prompt, over the requests that have a price
};

/// The total first, then each project, the one with the most prompts first. Empty without prompts.
std::vector<NamedHabit> named_habits(const History& history, const PriceTable& prices,
                                     const UsageFilter& filter, TimeMs now);

std::string habits_table(const std::vector<NamedHabit>& habits, const std::string& home,
                         const TableStyle& look);
/// One JSON document.
std::string habits_json(const std::vector<NamedHabit>& habits);

// A back-test for people, for programs, and as a plot.

std::string backtest_table(const Backtest& test, const TableStyle& look);
/// One JSON document: the scores, not the prompts.
std::string backtest_json(const Backtest& test, const BacktestOptions& options);
/// One row per prompt.
std::string backtest_csv(const Backtest& test, const History& history);

/// Plots for draw_picture(): the share of prompts that cost less than each decile of their
/// forecast, against the expected share; and each prompt's cost against its forecast.
PlotPage calibration_plot(const Backtest& test);

}  // namespace wick
