// SPDX-License-Identifier: MIT
#include "lib/report/finding_places.h"

#include <algorithm>
#include <map>
#include <utility>

#include "lib/report/line_counter.h"

namespace wick {

void look_up_lines(WasteReport& report) {
  if (std::exchange(report.has_lines, true)) return;
  std::map<Names::Id, std::vector<WasteRow*>> by_file;
  for (WasteRow& row : report.findings)
    if (row.offset != kNoOffset) by_file[row.transcript].push_back(&row);
  for (auto& [transcript, rows] : by_file) {
    auto file = try_open_regular(report.names[transcript]);
    if (!file) continue;
    std::sort(rows.begin(), rows.end(), [](const WasteRow* a, const WasteRow* b) { return a->offset < b->offset; });
    LineCounter counter(*file);
    for (WasteRow* row : rows)
      if (row->offset < file->info.size) row->line = counter.before(row->offset) + 1;
  }
}

}  // namespace wick
