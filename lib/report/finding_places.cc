// SPDX-License-Identifier: MIT
#include "lib/report/finding_places.h"

#include <algorithm>
#include <utility>

#include "lib/report/line_counter.h"

namespace wick {

std::map<const WasteRow*, std::uint64_t> lines_of(const Names& names, const std::vector<const WasteRow*>& findings) {
  std::map<Names::Id, std::vector<const WasteRow*>> by_file;
  for (const WasteRow* f : findings)
    if (f->offset != kNoOffset) by_file[f->transcript].push_back(f);
  std::map<const WasteRow*, std::uint64_t> out;
  for (auto& [transcript, of_file] : by_file) {
    auto file = try_open_regular(names[transcript]);
    if (!file) continue;
    std::sort(of_file.begin(), of_file.end(), [](const WasteRow* a, const WasteRow* b) { return a->offset < b->offset; });
    LineCounter counter(*file);
    for (const WasteRow* f : of_file)
      if (f->offset < file->info.size) out[f] = counter.before(f->offset) + 1;
  }
  return out;
}

}  // namespace wick
