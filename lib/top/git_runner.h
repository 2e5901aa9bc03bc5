// SPDX-License-Identifier: MIT
// Has git count what changed in the work trees in which sessions run, now and then, as wick-line
// does behind the line.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "lib/top/board.h"

namespace wick {

class GitRunner {
 public:
  GitRunner() = default;
  ~GitRunner();
  GitRunner(const GitRunner&) = delete;
  GitRunner& operator=(const GitRunner&) = delete;

  /// Looks at one running session, each time another, and runs git where it is due: one at a time,
  /// and no more often than takes a hundredth of a processor. What it says is kept where
  /// read_kept_git() finds it. `monotonic` is the time by a clock that only goes forward.
  void look(const Board& board, const Env& env, std::int64_t monotonic);

 private:
  void end_run(std::int64_t monotonic);

  pid_t pid_ = -1;
  std::int64_t started_ = 0, next_ = 0;
  std::size_t turn_ = 0;
};

}  // namespace wick
