// SPDX-License-Identifier: MIT
// Folders with one file for each session or work tree, kept to save time: they do not grow for ever.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/time.h"

namespace wick {

/// How long a file stays that nobody has written: as long as Claude Code keeps a transcript by default.
inline constexpr TimeMs kFilesKept = 30 * 24 * 3600'000LL;
/// And how many bytes a folder may have; above that the oldest go.
inline constexpr std::uint64_t kMostKeptBytes = std::uint64_t{64} << 20;

/// While one lives, files may come into a folder. The first one of a day (by the folder's own time) is the occasion to
/// remove what is over these bounds there, and temporary files a day old, in the folder above too, of runs that were
/// killed. Where that cannot be done another day will do.
class KeptFolder {
 public:
  explicit KeptFolder(std::string path);
  KeptFolder(const KeptFolder&) = delete;
  KeptFolder& operator=(const KeptFolder&) = delete;
  ~KeptFolder();

 private:
  std::string path_;
  TimeMs before_;  // when a name last came into it or went; 0: it was not there
};

/// As write_atomically(), into a KeptFolder.
void write_kept(const std::string& path, std::string_view data, TimeMs modified = 0);

/// The same of a file that only saves time: where it cannot be written the answer is the same, so nothing is said.
void keep_file(const std::string& path, std::string_view data);

/// The size of all files in a folder and the folders in it, links not followed; none when it is not there.
std::uint64_t bytes_below(const std::string& folder);

}  // namespace wick
