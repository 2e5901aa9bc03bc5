// SPDX-License-Identifier: MIT
#include "lib/report/finding_places.h"

#include <algorithm>
#include <utility>

#include "lib/report/line_counter.h"

namespace wick {

std::map<const Finding*, std::uint64_t> lines_of(const History& history, const std::vector<const Finding*>& findings) {
  std::map<std::uint32_t, std::vector<const Finding*>> by_file;
  for (const Finding* f : findings) by_file[f->request->file].push_back(f);
  std::map<const Finding*, std::uint64_t> out;
  for (auto& [number, of_file] : by_file) {
    const HistoryFile& known = history.files[number];
    auto file = known.rewritten ? std::nullopt : try_open_regular(known.path);
    if (!file) continue;
    std::sort(of_file.begin(), of_file.end(),
              [](const Finding* a, const Finding* b) { return a->offset < b->offset; });
    LineCounter counter(*file);
    for (const Finding* f : of_file)
      if (f->offset < file->info.size) out[f] = counter.before(f->offset) + 1;
  }
  return out;
}

}  // namespace wick
