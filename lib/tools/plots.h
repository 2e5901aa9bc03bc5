// SPDX-License-Identifier: MIT
// The pictures of the history tools.
#pragma once

#include <vector>

#include "lib/audit/growth.h"
#include "lib/audit/misses.h"
#include "lib/output/plot.h"

namespace wick {

// Diagrams of how contexts grew.

/// The context at each prompt, one line per session: the largest ones in colour, the windows and the
/// compactions marked.
Plot context_plot(const ReplayedHistory& replayed, const GrowthReport& report);
/// Tokens that each prompt sent, against the context that it began with, and their medians by the
/// number of its requests.
Plot sent_plot(const GrowthReport& report);
/// How many prompts made how many requests.
Plot requests_plot(const GrowthReport& report);

PlotPage growth_page(const ReplayedHistory& replayed, const GrowthReport& report);

// Diagrams of cache misses.

/// Hits and misses of main chains by day, and the daily rate.
Plot days_plot(const ReplayedHistory& replayed);
/// What misses cost by the context that they sent, in all and each.
Plot context_cost_plot(const ReplayedHistory& replayed);

PlotPage misses_page(const ReplayedHistory& replayed);

}  // namespace wick
