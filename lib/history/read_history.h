// SPDX-License-Identifier: MIT
// Reads the whole history: updates the ledger and loads it, or reads only the files.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "lib/base/env.h"
#include "lib/history/ledger.h"
#include "lib/history/merge_records.h"
#include "lib/history/records.h"
#include "lib/history/update.h"

namespace wick {

/// Of the old records of a rewritten file, drops those that the file still has, so that rewriting a
/// file repeatedly does not fill the ledger.
class RemovedRecords {
 public:
  explicit RemovedRecords(std::vector<FileRecords> old) : old_(std::move(old)) {}

  /// Drops the records that are present again. One that had a larger count before is kept too (the
  /// output of a response may be one).
  void drop(const FileRecords& present);
  /// Returns all remaining records as one part, without LeftOut counts: those lines can no longer
  /// be inspected.
  FileRecords rest() &&;

 private:
  std::vector<FileRecords> old_;
};

struct HistoryOptions {
  bool ledger = true;  // false: read all files and store nothing
  int threads = 2;
  std::function<void(const Progress&)> progress;
  /// Ends of 5-hour windows that Claude Code reported, to be stored in the ledger.
  std::vector<std::int64_t> windows;
  /// If not empty, only these files are read, from any folder, and nothing is stored.
  std::vector<std::string> files = {};
  /// The state (Ledger::state()) of the ledger when the caller last read everything. If it is
  /// unchanged and the files have nothing new, HistoryReading::history stays empty.
  std::optional<std::int64_t> known_state = {};
  /// In that case, load the history without the evidence instead of nothing.
  bool requests_anyway = false;
  /// The ledger may store the names of sessions.
  bool keep_titles = false;
  /// Also load History::calls, ::blocks and ::judgements.
  bool evidence = false;
};

struct HistoryReading {
  History history;
  std::vector<std::int64_t> windows;  // all known, sorted
  std::vector<std::string> warnings;  // why the ledger could not be used, and what was done instead
  std::vector<std::string> unreadable;          // "PATH: REASON"
  std::vector<std::string> unreadable_ledgers;  // likewise; data that only they have is missing
  std::size_t files_found = 0, files_read = 0;
  std::uint64_t bytes_read = 0;
  SessionTitles titles;  // from the ledger
  bool kept = false;     // stored in the ledger
  /// The ledger state that matches this history; empty if another process has written meanwhile.
  std::optional<std::int64_t> state;
  bool unchanged = false;  // the state is still HistoryOptions::known_state
};

/// The path of the ledger; empty without a data folder.
std::string ledger_path(const Env& env);

/// Reads everything in the configuration folders, plus what the ledger still has of deleted files.
/// Never fails because of the ledger: a damaged one is repaired, see repair_ledger(), and if it
/// cannot be written, the same figures are computed from the files alone.
HistoryReading read_history(const Env& env, const HistoryOptions& options);

}  // namespace wick
