// SPDX-License-Identifier: MIT
// The results of all analyses of a history, on one page.
#pragma once

#include <string>

#include "lib/audit/cache_replay.h"
#include "lib/audit/carried.h"
#include "lib/audit/waste_account.h"
#include "lib/base/env.h"
#include "lib/history/session_names.h"
#include "lib/history/usage_report.h"

namespace wick {

struct ReportInput {
  const ReplayedHistory& replayed;
  const WasteReport& waste;
  const CarriedReport& carried;
  SessionNames& names;
  // All from the same requests.
  const UsageReport &by_session, &by_model, &by_project, &by_skill, &by_server, &by_agent, &by_day;
  const UsageReport& by_time;  // by day, week or month, then by model
  std::string words;           // the filter in words: "since 2026-11-01, project shop"; empty: none
};

/// The steps of `by_time`: days for up to two months, weeks for up to a year, else months.
By steps_of(const UsageReport& by_day);

/// One HTML page, without scripts or external resources.
std::string report_page(const ReportInput& input, const Env& env);

}  // namespace wick
