// SPDX-License-Identifier: MIT
// A folder of Parquet files by day, which a new export changes only when all of it is there.
#pragma once

#include <string>

#include "lib/base/file.h"

namespace wick {

/// What the names of our files in such a folder begin with; others' are left alone.
inline constexpr std::string_view kPartitionFilePrefix = "wick_";

/// DIR/date=2026-11-24/wick_0.parquet and so on, made in DIR/.wick-export first. One process at a time:
/// what another one left there unfinished is removed.
class PartitionFolder {
 public:
  /// Makes DIR where it is missing. Failure{kIo}; {kTempfail} while another wick-export is at it.
  explicit PartitionFolder(const std::string& path);
  PartitionFolder(const PartitionFolder&) = delete;
  PartitionFolder& operator=(const PartitionFolder&) = delete;
  /// Removes what was not published.
  ~PartitionFolder();

  /// Where the new files are to be made: an empty folder.
  const std::string& staging() const { return staging_; }
  /// Puts the new files into their days, in place of those that an earlier export put there. Days
  /// that have none are left as they are. Failure{kIo}.
  void publish();

 private:
  void publish_day(const std::string& day);

  std::string path_, staging_;
  Fd lock_;
};

}  // namespace wick
