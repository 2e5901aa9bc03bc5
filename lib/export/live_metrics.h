// SPDX-License-Identifier: MIT
// The current state as gauges for Prometheus: limits, and sessions in use.
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
  std::vector<State> sessions;  // running, or written to in the last hour
  LimitsState limits;
  std::vector<std::string> unreadable;  // "PATH: REASON"
};

LiveMetrics live_metrics_of(const Env& env, const PriceTable& prices);

/// Families with HELP, TYPE and UNIT, only of known values. Projects are named as in `history`;
/// `anonymizer` may be null.
std::string live_metrics_text(const LiveMetrics& live, const History& history,
                              Anonymizer* anonymizer);

}  // namespace wick
