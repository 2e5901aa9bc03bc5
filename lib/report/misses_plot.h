// SPDX-License-Identifier: MIT
// Diagrams of cache misses.
#pragma once

#include "lib/audit/misses.h"
#include "lib/report/plot.h"

namespace wick {

/// Hits and misses of main chains by day, and the daily rate.
Plot days_plot(const ReplayedHistory& replayed);
/// What misses cost by the context that they sent, in all and each.
Plot context_cost_plot(const ReplayedHistory& replayed);

PlotPage misses_page(const ReplayedHistory& replayed);

}  // namespace wick
