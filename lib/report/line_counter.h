// SPDX-License-Identifier: MIT
// From offsets in a file to the numbers of its lines.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "lib/base/file.h"

namespace wick {

/// Counts the lines of a file up to offsets that only grow.
class LineCounter {
 public:
  explicit LineCounter(const OpenFile& file) : file_(file) {}

  std::uint64_t before(std::uint64_t offset) {
    while (at_ < offset) {
      std::size_t got = read_at(file_, at_, block_.data(), std::min<std::uint64_t>(kPiece, offset - at_));
      if (got == 0) break;
      auto end = block_.begin() + static_cast<std::ptrdiff_t>(got);
      lines_ += static_cast<std::uint64_t>(std::count(block_.begin(), end, '\n'));
      at_ += got;
    }
    return lines_;
  }

 private:
  static constexpr std::size_t kPiece = 64 * 1024;

  const OpenFile& file_;
  std::string block_ = std::string(kPiece, '\0');
  std::uint64_t at_ = 0, lines_ = 0;
};

}  // namespace wick
