// SPDX-License-Identifier: MIT
// Counts the history in a child process, repeatedly while wick-top runs.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "lib/base/file.h"
#include "lib/tools/history_tool.h"
#include "lib/top/past.h"

namespace wick {

/// Reads the history and counts it as of `now`; what could not be read is in Past::troubles.
Past read_past(HistoryArguments arguments, TimeMs now);

class PastReader {
 public:
  /// Counts as of `now`, in the child process; an exception becomes an entry of Past::troubles.
  using Count = std::function<Past(TimeMs now)>;
  explicit PastReader(Count count) : count_(std::move(count)) {}
  ~PastReader();
  PastReader(const PastReader&) = delete;
  PastReader& operator=(const PastReader&) = delete;

  /// Starts a count, unless one is running, or counting again this soon would use more than a
  /// hundredth of a processor. `monotonic`: monotonic_ms().
  void ask(TimeMs now, std::int64_t monotonic);
  /// Returns each result once; empty if there is no new one.
  std::optional<Past> take(std::int64_t monotonic);
  bool is_busy() const { return pid_ > 0; }
  /// Becomes readable when take() should be called; -1 if no count is running.
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
