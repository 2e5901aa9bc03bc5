// SPDX-License-Identifier: MIT
#include "lib/view/frame.h"

#include "lib/view/width.h"

namespace wick {
namespace {

constexpr std::string_view kBegin = "\x1b[?2026h", kEnd = "\x1b[?2026l";
constexpr std::string_view kEraseLine = "\x1b[K", kEraseBelow = "\x1b[J";

std::string go_to(std::size_t row) { return "\x1b[" + std::to_string(row + 1) + ";1H"; }

}  // namespace

std::string diff_frame(const std::vector<std::string>& before,
                       const std::vector<std::string>& after) {
  std::string out;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (i < before.size() && before[i] == after[i]) continue;
    out += go_to(i) + after[i];
    // Not without need: behind a full line some terminals erase its last character.
    if (i < before.size() && display_width(before[i]) > display_width(after[i])) out += kEraseLine;
  }
  if (before.size() > after.size()) {
    out += go_to(after.size());
    out += kEraseBelow;
  }
  if (out.empty()) return out;
  return std::string(kBegin) + out + std::string(kEnd);
}

std::vector<std::string> fit_frame(std::vector<std::string> lines, int columns, int rows) {
  std::size_t most = rows > 0 ? static_cast<std::size_t>(rows) : lines.size();
  if (lines.size() > most) {
    std::size_t hidden = lines.size() - most + 1;
    lines.resize(most - 1);
    lines.push_back("… " + std::to_string(hidden) + " more");
  }
  if (columns > 0) {
    for (std::string& line : lines) line = truncate_to_width(line, columns);
  }
  return lines;
}

}  // namespace wick
