// SPDX-License-Identifier: MIT
// An overview for a terminal, and as JSON.
#pragma once

#include <string>

#include "lib/history/session_names.h"
#include "lib/tools/overview.h"

namespace wick {

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
