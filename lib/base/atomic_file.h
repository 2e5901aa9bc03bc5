// SPDX-License-Identifier: MIT
// A file that is written piece by piece and seen only when it is whole.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/file.h"

namespace wick {

/// A new file beside `path`, mode 0600, in missing folders that are made (0700); removed again unless
/// commit() puts it in place. All functions throw Failure{kIo, "PATH: REASON"}.
class AtomicFile {
 public:
  explicit AtomicFile(std::string path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  void write(std::string_view piece);
  /// Gives it the permissions of the file that it will replace, where there is one.
  void keep_mode();
  /// Renames it over `path`: a reader sees the old or the new content, whole. `modified` other than 0
  /// sets its time.
  void commit(TimeMs modified = 0);
  /// Gives it the name `path` only where no other process has: false when there is one.
  bool commit_if_first();

 private:
  [[noreturn]] void fail() const;

  std::string path_, temporary_;
  Fd fd_;
};

/// Gives an open file this time of modification; false with errno.
bool set_modified(int fd, TimeMs modified);

}  // namespace wick
