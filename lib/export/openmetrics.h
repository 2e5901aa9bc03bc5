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

/// Metrics as text that both Prometheus' format (0.0.4) and its reader of OpenMetrics take; there a counter's TYPE has
/// its whole name.
class MetricsText {
 public:
  /// What follows are its samples. `unit` is what the name ends with, where it has one. Without a sample the family is
  /// not there.
  void family(std::string_view name, std::string_view type, std::string_view help, std::string_view unit = {});
  void sample(const std::string& labels, std::string_view value);
  std::string take() { return std::move(out_); }

 private:
  std::string name_, heading_, out_;
};

/// The counters and a gauge of a history; `more` families behind them, and "# EOF" in the end.
std::string openmetrics_text(const Metrics& metrics, std::string_view more = {});

/// {project="a \"b\"",...}: a backslash, a quote and a line feed are escaped; what a terminal would
/// act on is replaced before.
std::string metric_label(std::string_view name, std::string_view value);

}  // namespace wick
