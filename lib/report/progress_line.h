// SPDX-License-Identifier: MIT
// How far a long reading is, on a terminal.
#pragma once

#include <string>

#include "lib/base/time.h"
#include "lib/history/update.h"

namespace wick {

/// "reading 412 MB of 1.2 GB, 204 of 3,000 files, 3s left", at most `columns` wide (0: any).
std::string progress_text(const Progress& progress, std::int64_t elapsed_ms, int columns);

/// "412 MB", "1.2 GB", "12 KB".
std::string human_bytes(std::uint64_t bytes);

/// A line on standard error that is written over itself, and is gone in the end. Nothing for readings
/// that are over at once.
class ProgressLine {
 public:
  ~ProgressLine() { clear(); }
  void show(const Progress& progress);
  /// The same for other work, in words.
  void show(const std::string& text);
  void clear();

 private:
  std::int64_t started_ = monotonic_ms();
  bool shown_ = false;
};

/// Standard error is a terminal that such a line can be shown on.
bool can_show_progress(const std::string& term);

}  // namespace wick
