// SPDX-License-Identifier: MIT
// Diagrams of how contexts grew.
#pragma once

#include <vector>

#include "lib/audit/growth.h"
#include "lib/report/plot.h"

namespace wick {

/// The context at each prompt, one line per session: the largest ones in colour, the windows and the
/// compactions marked.
Plot context_plot(const ReplayedHistory& replayed, const GrowthReport& report);
/// Tokens that each prompt sent, against the context that it began with, and their medians by the
/// number of its requests.
Plot sent_plot(const GrowthReport& report);
/// How many prompts made how many requests.
Plot requests_plot(const GrowthReport& report);

PlotPage growth_page(const ReplayedHistory& replayed, const GrowthReport& report);

}  // namespace wick
