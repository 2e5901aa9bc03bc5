// SPDX-License-Identifier: MIT
// Brings a ledger up to date with the files.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lib/history/discover.h"
#include "lib/history/ledger.h"
#include "lib/history/merge_records.h"

namespace wick {

/// How far a reading is.
struct Progress {
  std::uint64_t bytes = 0, all_bytes = 0;
  std::size_t files = 0, all_files = 0;
};

struct UpdateOptions {
  int threads = 1;
  /// Called every tenth of a second while files are read, by the caller's thread; may be empty.
  std::function<void(const Progress&)> progress;
};

struct Update {
  std::vector<std::string> unreadable;  // files that are there and could not be read: "PATH: REASON"
  std::size_t files_read = 0;
  std::uint64_t bytes_read = 0;
  /// `merger` has more than the ledger: it must be loaded anew.
  bool reload = false;
};

/// Reads what is new in `found`, and nothing else: a file that only grew from where its last whole
/// line ended; one that was rewritten, truncated or replaced from its beginning. Records that such a
/// file no longer has are kept. Either all of it is in the ledger afterwards, or nothing.
/// `known` are the ledger's files() as they were just read, and `merger` has what is in the ledger of
/// those that are wanted; what is read is added to it at once. Throws SqliteError.
Update update_ledger(Ledger& ledger, const std::vector<LedgerFile>& known,
                     const std::vector<SessionFile>& found, const UpdateOptions& options,
                     RecordMerger& merger);

}  // namespace wick
