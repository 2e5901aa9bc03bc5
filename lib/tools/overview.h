// SPDX-License-Identifier: MIT
// Where the money went lately, against the time before, and what to do about it: everything at a glance.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/audit/misses.h"
#include "lib/history/usage_report.h"
#include "lib/live/state.h"
#include "lib/tools/waste_output.h"

namespace wick {

/// Whole local days and what went into them.
struct OverviewSpan {
  TimeMs from = 0, until = 0;  // [from, until)
  UsageSums usage;
  MissSums misses;             // of main chains and subagents
  WasteCost wasted, all;       // as the audit has them

  /// 0 to 1; only where something was wasted.
  double wasted_share() const { return static_cast<double>(wasted.money) / static_cast<double>(all.money); }
};

struct Overview {
  OverviewSpan now, before;  // before: as many days, just before
  By steps = By::kDay;       // what `time` goes by: days, of longer spans weeks or months
  std::vector<UsageRow> time;  // each day of `now`, or the weeks and months that have something
  // Of `now`, the most expensive first.
  std::vector<UsageRow> projects, models, sessions, skills, servers, agents;
  LimitsState limits;
  std::vector<Remedy> remedies;  // of the whole history
  std::vector<UnknownModel> unknown_models;

  /// What `now` costs more than `before`, in percent. Empty where either has requests without a price, or
  /// `before` cost nothing.
  std::optional<double> change_pct() const;
  bool empty() const { return now.usage.requests == 0 && now.usage.prompts == 0; }
};

struct OverviewInput {
  const ReplayedHistory& replayed;  // of everything
  const PriceTable& prices;
  const WasteReport& waste;         // likewise
  std::string home;
  TimeMs now = 0;
  std::optional<TimeMs> since, until;  // the days in which these lie; else today and the six days before
  std::vector<std::int64_t> windows;   // see blocks_of()
};

/// All but the limits.
Overview overview_of(const OverviewInput& input);

}  // namespace wick
