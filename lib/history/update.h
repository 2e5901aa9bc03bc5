// SPDX-License-Identifier: MIT
// Updates a ledger from the session files.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lib/history/discover.h"
#include "lib/history/ledger.h"
#include "lib/history/merge_records.h"

namespace wick {

struct Progress {
  std::uint64_t bytes = 0, all_bytes = 0;
  std::size_t files = 0, all_files = 0;
};

struct UpdateOptions {
  int threads = 1;
  /// Called on the caller's thread every tenth of a second while files are read; may be empty.
  std::function<void(const Progress&)> progress;
};

struct Update {
  std::vector<std::string> unreadable;  // existing files that could not be read: "PATH: REASON"
  std::size_t files_read = 0;
  std::uint64_t bytes_read = 0;
  /// `merger` no longer matches the ledger: it must be loaded again.
  bool reload = false;
};

/// Reads only what is new in `found`: a file that grew from the end of its last complete line, one
/// that was rewritten, truncated or replaced from its beginning. Records that such a file no longer
/// has are kept. Afterwards the ledger contains all of it or nothing. `known`: the ledger's files()
/// as just read. `merger`: has the ledger's records of the wanted files; new records are added to
/// it too. Throws SqliteError.
Update update_ledger(Ledger& ledger, const std::vector<LedgerFile>& known,
                     const std::vector<SessionFile>& found, const UpdateOptions& options,
                     RecordMerger& merger);

}  // namespace wick
