// SPDX-License-Identifier: MIT
// Writes a file piece by piece; readers see it only when it is complete.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/file.h"

namespace wick {

/// A new file beside `path`, mode 0600; creates missing folders (0700). It is removed unless
/// commit() succeeds. All functions throw Failure{kIo, "PATH: REASON"}.
class AtomicFile {
 public:
  explicit AtomicFile(std::string path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  void write(std::string_view piece);
  /// Sets the permissions of the file to be replaced, if there is one.
  void keep_mode();
  /// Renames it over `path`: readers see the complete old or new content. `modified` sets the
  /// file's time unless it is 0.
  void commit(TimeMs modified = 0);
  /// Gives it the name `path` unless that exists; then returns false.
  bool commit_if_first();

 private:
  [[noreturn]] void fail() const;

  std::string path_, temporary_;
  Fd fd_;
};

/// Sets the modification time of an open file; false with errno on failure.
bool set_modified(int fd, TimeMs modified);

}  // namespace wick
