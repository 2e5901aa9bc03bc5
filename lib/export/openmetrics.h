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

/// Writes metrics that can be read as Prometheus text (0.0.4) and by Prometheus' OpenMetrics
/// parser. The TYPE of a counter has its complete name.
class MetricsText {
 public:
  /// Starts a family; the following samples belong to it. `unit`: the suffix of the name, if it has
  /// one. A family without samples is omitted.
  void family(std::string_view name, std::string_view type, std::string_view help,
              std::string_view unit = {});
  void sample(const std::string& labels, std::string_view value);
  std::string take() { return std::move(out_); }

 private:
  std::string name_, heading_, out_;
};

/// The counters and a gauge of a history, then the families in `more`, then "# EOF".
std::string openmetrics_text(const Metrics& metrics, std::string_view more = {});

/// {project="a \"b\"",...}: escapes backslashes, quotes and line feeds, after replacing terminal
/// control characters.
std::string metric_label(std::string_view name, std::string_view value);

}  // namespace wick
