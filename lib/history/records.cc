// SPDX-License-Identifier: MIT
#include "lib/history/records.h"

namespace wick {

Names::Id Names::id(std::string_view text) {
  if (text.empty()) return 0;
  auto [at, is_new] = ids_.try_emplace(std::string(text), static_cast<Id>(texts_.size()));
  if (is_new) texts_.emplace_back(text);
  return at->second;
}

LeftOut& LeftOut::operator+=(const LeftOut& other) {
  malformed_lines += other.malformed_lines;
  unfinished_lines += other.unfinished_lines;
  oversized_lines += other.oversized_lines;
  foreign_lines += other.foreign_lines;
  fillers += other.fillers;
  return *this;
}

}  // namespace wick
