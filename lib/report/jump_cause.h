// SPDX-License-Identifier: MIT
// What made a context jump: the largest thing that stands in the transcript between two requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/audit/growth.h"

namespace wick {

struct JumpCause {
  /// "result", "subagent" (its report), "prompt", "attachment", "line" (too long to be read), "undone"
  /// (a compaction), "unknown" (the transcript is gone, or holds nothing there).
  std::string kind = "unknown";
  std::string tool, target;  // of a result: the path, host or program in its call's input
  std::string attachment;    // the type of an attachment
  std::uint64_t bytes = 0;   // of the result's content, or of the line
  std::uint64_t line = 0;    // of the transcript, from 1; 0: not known
};

/// The cause of each, in their order. Reads of a transcript what stands between the two requests, and
/// once the rest before it, to count its lines.
std::vector<JumpCause> causes_of(const std::vector<Jump>& jumps, const History& history);

/// "result of Read src/main.c", "prompt": for people; not made printable.
std::string words_for(const JumpCause& cause);

}  // namespace wick
