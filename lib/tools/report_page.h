// SPDX-License-Identifier: MIT
// All that the analyses say of a history, on one page.
#pragma once

#include <string>

#include "lib/audit/cache_replay.h"
#include "lib/audit/waste_audit.h"
#include "lib/base/env.h"
#include "lib/history/usage_report.h"

namespace wick {

struct ReportInput {
  const ReplayedHistory& replayed;
  const UsageReport &by_session, &by_model;
  const WasteReport& waste;
  std::string words;  // what it is of: "since 2026-11-01, project shop"; empty: all
};

struct ReportPage {
  std::string html;
  std::string problem;  // why it has no pictures; empty when it has them
};

/// One HTML page without scripts, which loads nothing.
ReportPage report_page(const ReportInput& input, const Env& env);

}  // namespace wick
