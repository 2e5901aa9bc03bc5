// SPDX-License-Identifier: MIT
// Cache folders with one file per session or work tree. Their size is limited.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/time.h"

namespace wick {

/// Files not written for this long are removed: as long as Claude Code keeps transcripts by
/// default.
inline constexpr TimeMs kFilesKept = 30 * 24 * 3600'000LL;
/// Maximum size of a folder in bytes; beyond that, the oldest files are removed.
inline constexpr std::uint64_t kMostKeptBytes = std::uint64_t{64} << 20;

/// Create one before writing files to a folder. On the first change of a day (by the folder's own
/// time), the destructor removes what exceeds the limits, and temporary files more than a day old
/// that killed runs left in the folder or its parent. On failure, it waits for another day.
class KeptFolder {
 public:
  explicit KeptFolder(std::string path);
  KeptFolder(const KeptFolder&) = delete;
  KeptFolder& operator=(const KeptFolder&) = delete;
  ~KeptFolder();

 private:
  std::string path_;
  TimeMs before_;  // the folder's previous change time; 0: it did not exist
};

/// write_atomically() to a KeptFolder.
void write_kept(const std::string& path, std::string_view data, TimeMs modified = 0);

/// The same for a file that only saves time: errors are ignored, because results do not depend on
/// it.
void keep_file(const std::string& path, std::string_view data);

/// The total size of the files in a folder and its subfolders, not following links; 0 without the
/// folder.
std::uint64_t bytes_below(const std::string& folder);

}  // namespace wick
