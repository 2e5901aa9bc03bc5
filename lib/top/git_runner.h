// SPDX-License-Identifier: MIT
// Runs `git status` from time to time in the work trees of running sessions, as wick-line does after
// printing its line.
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

  /// Examines one running session, a different one on each call, and runs git if its counts are due:
  /// one process at a time, using at most a hundredth of a processor. The counts are kept where
  /// read_kept_git() finds them. `monotonic`: monotonic_ms().
  void look(const Board& board, const Env& env, std::int64_t monotonic);

 private:
  void end_run(std::int64_t monotonic);

  pid_t pid_ = -1;
  std::int64_t started_ = 0, next_ = 0;
  std::size_t turn_ = 0;
};

}  // namespace wick
