// SPDX-License-Identifier: MIT
// The recent costs compared with the time before, and what would reduce them: for a terminal, and
// as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/audit/misses.h"
#include "lib/history/session_names.h"
#include "lib/history/usage_report.h"
#include "lib/live/state.h"
#include "lib/tools/waste_output.h"

namespace wick {

/// The figures of some whole local days.
struct OverviewSpan {
  TimeMs from = 0, until = 0;  // [from, until)
  UsageSums usage;
  MissSums misses;        // of main chains and subagents
  WasteCost wasted, all;  // from the audit

  /// 0 to 1; call it only if something was wasted.
  double wasted_share() const {
    return static_cast<double>(wasted.money) / static_cast<double>(all.money);
  }
};

struct Overview {
  OverviewSpan now, before;    // before: the same number of days, just before
  By steps = By::kDay;         // the steps of `time`: days, or for longer spans weeks or months
  std::vector<UsageRow> time;  // every day of `now`, or the weeks or months with requests
  // For `now`, the most expensive first.
  std::vector<UsageRow> projects, models, sessions, skills, servers, agents;
  LimitsState limits;
  std::vector<Remedy> remedies;  // from the whole history
  std::vector<UnknownModel> unknown_models;

  /// The increase of the cost from `before` to `now`, in percent. Empty if either has requests
  /// without a price, or `before` cost nothing.
  std::optional<double> change_pct() const;
  bool empty() const { return now.usage.requests == 0 && now.usage.prompts == 0; }
};

struct OverviewInput {
  const ReplayedHistory& replayed;  // of the whole history
  const PriceTable& prices;
  const WasteReport& waste;  // of the whole history
  std::string home;
  TimeMs now = 0;
  std::optional<TimeMs> since, until;  // the days of these; default: today and the six days before
  std::vector<std::int64_t> windows;   // see blocks_of()
};

/// Everything except the limits.
Overview overview_of(const OverviewInput& input);

struct OverviewStyle {
  TableStyle table;  // 0 columns: 80
  int rows = 0;      // of the terminal, including the shell prompt's; 0: no limit
  std::string home;  // shown as "~"
  SessionNames& names;
};

/// At most as wide as the table style; on a terminal of 24 rows or more, no longer than that.
std::string overview_text(const Overview& overview, const OverviewStyle& look);
/// One JSON document.
std::string overview_json(const Overview& overview, SessionNames& names);

}  // namespace wick
