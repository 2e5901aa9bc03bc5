// SPDX-License-Identifier: MIT
// What the contexts contained, as tables and as JSON.
#pragma once

#include <string>

#include "lib/audit/carried.h"
#include "lib/output/columns.h"

namespace wick {

struct CarriedStyle {
  TableStyle table;
  std::string home;       // shown as "~"
  std::size_t most = 20;  // rows of files, commands and sites; 0: all
};

/// "results of Read", "skill_listing".
std::string source_name(const CarriedRow& row);

std::string carried_table(const CarriedReport& report, const CarriedStyle& look);
/// One JSON document.
std::string carried_json(const CarriedReport& report, bool kept);
/// A table of the report's page.
void put_carried(HtmlPage& page, const CarriedReport& report);

}  // namespace wick
