// SPDX-License-Identifier: MIT
// What a file once held and, since it was rewritten, holds no more.
#pragma once

#include <unordered_set>
#include <vector>

#include "lib/history/records.h"

namespace wick {

/// Takes away from old records those that the file still has, so that rewriting a file over and over
/// does not fill the ledger.
class Leftovers {
 public:
  explicit Leftovers(std::vector<FileRecords> old) : old_(std::move(old)) {}

  /// These are there again. One that was larger before (a response's output may be) is kept too.
  void drop(const FileRecords& present);
  /// All that is left as one part; without what was left out, which nobody can look for any more.
  FileRecords rest() &&;

 private:
  std::vector<FileRecords> old_;
};

}  // namespace wick
