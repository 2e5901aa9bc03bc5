// SPDX-License-Identifier: MIT
// How contexts grew, as tables, as JSON, as CSV and on the page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/audit/growth.h"
#include "lib/audit/jump_cause.h"
#include "lib/audit/model_switch.h"
#include "lib/audit/what_if.h"
#include "lib/history/read_history.h"
#include "lib/history/session_names.h"
#include "lib/output/columns.h"
#include "lib/output/plot.h"

namespace wick {

struct GrowthStyle {
  TableStyle table;
  std::string home;               // shown as "~"
  std::size_t id_length = 0;      // characters that make an id unique
  std::size_t most = 20;          // sessions; 0: all
  SessionNames* names = nullptr;  // null: names are not shown
};

struct JumpWithCause {
  Jump jump;
  JumpCause cause;
};

struct WhatIfAnswer {
  WhatIf policy;
  std::string text;  // as the user wrote it
  WhatIfReport report;
  std::vector<SwitchedModel> switched = {};  // for kModel
};

/// One side of a split.
struct GrowthSide {
  std::string name;  // "before 2026-03-13"
  GrowthReport report;
};

/// Over all prompts.
struct PromptQuantiles {
  std::int64_t median_requests = 0, p90_requests = 0, median_sent = 0, p90_sent = 0;
  std::int64_t median_context = 0, p90_context = 0;
};
PromptQuantiles prompt_quantiles(const GrowthReport& report);

/// Sessions, contexts, the distribution of the money, jumps.
std::string growth_table(const ReplayedHistory& replayed, const GrowthReport& report,
                         const std::vector<JumpWithCause>& jumps, const GrowthStyle& look);
/// One session, prompt by prompt.
std::string session_growth(const ReplayedHistory& replayed, const SessionGrowth& session,
                           const std::vector<JumpWithCause>& jumps, const GrowthStyle& look);
std::string what_if_table(const ReplayedHistory& replayed, const WhatIfAnswer& answer,
                          const GrowthStyle& look);
std::string split_table(const std::vector<GrowthSide>& sides, const TableStyle& look);

std::string growth_json(const ReplayedHistory& replayed, const GrowthReport& report,
                        const std::vector<JumpWithCause>& jumps,
                        const std::vector<WhatIfAnswer>& answers,
                        const std::vector<GrowthSide>& sides, SessionNames& names, bool kept);
/// One row per request of the main chains.
std::string growth_csv(const ReplayedHistory& replayed);
/// Tables of the report's page.
void put_growth(HtmlPage& page, const GrowthReport& report);
/// Diagrams for --plot.
PlotPage growth_page(const ReplayedHistory& replayed, const GrowthReport& report);

}  // namespace wick
