// SPDX-License-Identifier: MIT
// An overview on a screen, and as JSON.
#pragma once

#include <string>

#include "lib/history/session_names.h"
#include "lib/tools/overview.h"

namespace wick {

struct OverviewStyle {
  TableStyle table;    // 0 columns: 80
  int rows = 0;       // of the screen, for the prompt too; 0: as many as it takes
  std::string home;   // shown as "~"
  SessionNames& names;
};

/// At most so wide, and on a screen of 24 rows or more no longer than that.
std::string overview_text(const Overview& overview, const OverviewStyle& look);
/// One document.
std::string overview_json(const Overview& overview, SessionNames& names);

}  // namespace wick
