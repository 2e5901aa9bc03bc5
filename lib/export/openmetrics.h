// SPDX-License-Identifier: MIT
// A history as counters for Prometheus.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/export/request_rows.h"
#include "lib/history/usage_report.h"

namespace wick {

/// All requests of one project with one model, by the main chain or by subagents.
struct MetricSeries {
  std::string project, model;
  bool subagent = false;
  UsageSums sums;
  TimeMs last = kUndated;
};

struct Metrics {
  std::vector<MetricSeries> series;             // in order of their labels
  std::map<std::string, std::int64_t> prompts;  // by project
};

Metrics metrics_of(RequestRows& rows);

/// Counters and a gauge with HELP and TYPE, "# EOF" in the end. It is text that both Prometheus'
/// format (0.0.4) and its reader of OpenMetrics take; there a counter's TYPE has its whole name.
std::string openmetrics_text(const Metrics& metrics);

/// {project="a \"b\"",...}: a backslash, a quote and a line feed are escaped; what a terminal would
/// act on is replaced before.
std::string metric_label(std::string_view name, std::string_view value);

}  // namespace wick
