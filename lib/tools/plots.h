// SPDX-License-Identifier: MIT
// The plots of the history tools.
#pragma once

#include <vector>

#include "lib/audit/growth.h"
#include "lib/audit/misses.h"
#include "lib/output/plot.h"

namespace wick {

// Diagrams of how contexts grew.

PlotPage growth_page(const ReplayedHistory& replayed, const GrowthReport& report);

// Diagrams of cache misses.

PlotPage misses_page(const ReplayedHistory& replayed);

}  // namespace wick
