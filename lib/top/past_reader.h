// SPDX-License-Identifier: MIT
// Has the history counted by a process of its own, now and then.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "lib/base/file.h"
#include "lib/tools/history_tool.h"
#include "lib/top/past.h"

namespace wick {

/// The history as it is at a time, and what could not be read of it.
Past read_past(HistoryArguments arguments, TimeMs now);

class PastReader {
 public:
  /// Counts at a time; what it throws becomes a trouble.
  using Count = std::function<Past(TimeMs now)>;
  explicit PastReader(Count count) : count_(std::move(count)) {}
  ~PastReader();
  PastReader(const PastReader&) = delete;
  PastReader& operator=(const PastReader&) = delete;

  /// Starts a count, unless one is under way, or the last one took so long that another now would
  /// take more than a hundredth of a processor. `monotonic` is the time by a clock that only goes
  /// forward.
  void ask(TimeMs now, std::int64_t monotonic);
  /// What was counted, once; empty while nothing new was.
  std::optional<Past> take(std::int64_t monotonic);
  bool is_busy() const { return pid_ > 0; }
  /// Can be read when take() is worth while; -1 without a count.
  int descriptor() const { return pipe_.get(); }

 private:
  void give(TimeMs now, int to) const;

  Count count_;
  pid_t pid_ = -1;
  Fd pipe_;
  std::string bytes_;
  std::int64_t started_ = 0, next_ = 0;
};

}  // namespace wick
