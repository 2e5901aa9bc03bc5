// SPDX-License-Identifier: MIT
// Where a long text goes, piece by piece: standard output or a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/atomic_file.h"
#include "lib/base/file.h"

namespace wick {

/// All functions throw Failure{kIo, "standard output: REASON"} or "PATH: REASON".
class Output {
 public:
  /// "" and "-" are standard output. Another path becomes a file when all is written: 0600, or with
  /// the permissions of the file that it replaces, and where a link leads to. A device or a pipe is
  /// written to as it is.
  explicit Output(const std::string& path);

  void write(std::string_view piece);
  /// To be called in the end: without it a file stays as it was.
  void finish();

 private:
  std::string name_;
  std::optional<AtomicFile> file_;
  Fd opened_;
  int fd_ = -1;
};

}  // namespace wick
