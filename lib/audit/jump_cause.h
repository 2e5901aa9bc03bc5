// SPDX-License-Identifier: MIT
// Finds the transcript lines of findings, and what made a context jump.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/audit/growth.h"
#include "lib/audit/waste_account.h"
#include "lib/base/file.h"

namespace wick {

/// Counts the lines of a file before given offsets, which must not decrease.
class LineCounter {
 public:
  explicit LineCounter(const OpenFile& file) : file_(file) {}

  std::uint64_t before(std::uint64_t offset) {
    while (at_ < offset) {
      std::size_t got =
          read_at(file_, at_, block_.data(), std::min<std::uint64_t>(kPiece, offset - at_));
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

/// Looks up the line numbers of all findings, reading each file once; does nothing the second time.
void look_up_lines(WasteReport& report);

/// What made a context jump: the largest item in the transcript between two requests. There may be
/// several, because parallel calls return their results together.

struct JumpCause {
  /// "result", "subagent" (its report), "prompt", "attachment", "line" (too long to parse),
  /// "undone" (a compaction), "unknown" (the transcript is gone, or has nothing there).
  std::string kind = "unknown";
  std::string tool, target;       // of a result: the path, host or program in its call's input
  std::string attachment;         // the type of an attachment
  std::uint64_t bytes = 0;        // of the result's content, or of the line
  std::uint64_t line = 0;         // of the transcript, from 1; 0: unknown
  std::uint64_t all_bytes = 0;    // of everything between the two requests
  std::vector<JumpCause> others;  // the remaining items, largest first

  /// Its share of all_bytes, 0 to 1.
  double share() const {
    return all_bytes == 0 ? 1 : static_cast<double>(bytes) / static_cast<double>(all_bytes);
  }
};

/// The causes of the jumps, in their order. Parses only the lines between the two requests; the
/// rest before them is read once, to count its lines.
std::vector<JumpCause> causes_of(const std::vector<Jump>& jumps, const History& history);

/// "result of Read src/main.c", "prompt"; with others, "20% result of Read src/main.c, and 7 more".
/// For people; not made printable.
std::string words_for(const JumpCause& cause);

}  // namespace wick
