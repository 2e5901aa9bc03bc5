// SPDX-License-Identifier: MIT
// A back-test for people, for programs, and as a picture.
#pragma once

#include <string>

#include "lib/report/backtest.h"
#include "lib/report/plot.h"
#include "lib/view/table.h"

namespace wick {

std::string backtest_table(const Backtest& test, const TableLook& look);
/// One JSON document: the scores, not the prompts.
std::string backtest_json(const Backtest& test, const BacktestOptions& options);
/// One row per prompt.
std::string backtest_csv(const Backtest& test, const History& history);

/// A picture of it, for draw_picture(): how many prompts cost less than each decile of the forecast,
/// against how many should; and each prompt's cost against its forecast.
PlotPage calibration_plot(const Backtest& test);

}  // namespace wick
