// SPDX-License-Identifier: MIT
// A history as counters for Prometheus, and the current state as gauges.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/export/request_rows.h"
#include "lib/export/texts.h"
#include "lib/history/merge_records.h"
#include "lib/history/usage_report.h"
#include "lib/live/state.h"
#include "lib/price/price.h"

namespace wick {

/// All requests of one project and model, of main chains or of subagents.
struct MetricSeries {
  std::string project, model;
  bool subagent = false;
  UsageSums sums;
  TimeMs last = kUndated;
};

struct Metrics {
  std::vector<MetricSeries> series;             // sorted by label
  std::map<std::string, std::int64_t> prompts;  // by project
};

Metrics metrics_of(RequestRows& rows);

/// The counters and a gauge of a history, then the families in `more`, then "# EOF".
std::string openmetrics_text(const Metrics& metrics, std::string_view more = {});

/// {project="a \"b\"",...}: escapes backslashes, quotes and line feeds, after replacing terminal
/// control characters.
std::string metric_label(std::string_view name, std::string_view value);

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
