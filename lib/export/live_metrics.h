// SPDX-License-Identifier: MIT
// What holds now, as gauges for Prometheus: limits, and the sessions that somebody works in.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/export/anonymizer.h"
#include "lib/history/merge_records.h"
#include "lib/live/state.h"
#include "lib/price/price.h"

namespace wick {

struct LiveMetrics {
  std::vector<State> sessions;  // that run, or were written to in the last hour
  LimitsState limits;
  std::vector<std::string> unreadable;  // "PATH: REASON"
};

LiveMetrics live_metrics_of(const Env& env, const PriceTable& prices);

/// Families with HELP, TYPE and UNIT, of what is known. Projects have the names that `history` has for them;
/// `anonymizer` may be null.
std::string live_metrics_text(const LiveMetrics& live, const History& history, Anonymizer* anonymizer);

}  // namespace wick
