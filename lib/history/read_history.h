// SPDX-License-Identifier: MIT
// What a file once held and, since it was rewritten, holds no more.
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

/// Takes away from old records those that the file still has, so that rewriting a file over and over
/// does not fill the ledger.
class RemovedRecords {
 public:
  explicit RemovedRecords(std::vector<FileRecords> old) : old_(std::move(old)) {}

  /// These are there again. One that was larger before (a response's output may be) is kept too.
  void drop(const FileRecords& present);
  /// All that is left as one part; without what was left out, which nobody can look for any more.
  FileRecords rest() &&;

 private:
  std::vector<FileRecords> old_;
};

// The whole history: the ledger brought up to date, or the files alone.

struct HistoryOptions {
  bool ledger = true;  // false: read all files, and keep nothing
  int threads = 2;
  std::function<void(const Progress&)> progress;
  /// Ends of 5-hour windows that Claude Code told of, to be kept in the ledger.
  std::vector<std::int64_t> windows;
  /// Only these files, whatever folder they are in, and nothing is kept. Empty: all there are.
  std::vector<std::string> files = {};
  /// The state of the ledger (Ledger::state()) of which all is known that is to be known: when it is
  /// still that, and the files have nothing new, HistoryReading::history stays empty.
  std::optional<std::int64_t> known_state = {};
  /// In that state History has all but the evidence, instead of nothing.
  bool requests_anyway = false;
  /// The ledger may keep what sessions are called.
  bool keep_titles = false;
  /// History::calls, ::blocks and ::judgements are wanted too.
  bool evidence = false;
};

struct HistoryReading {
  History history;
  std::vector<std::int64_t> windows;  // all that are known, in order
  std::vector<std::string> warnings;  // the ledger could not be used, and what was done instead
  std::vector<std::string> unreadable;  // "PATH: REASON"
  std::vector<std::string> unreadable_ledgers;  // likewise: what only they have is missing
  std::size_t files_found = 0, files_read = 0;
  std::uint64_t bytes_read = 0;
  SessionTitles titles;  // that the ledger has
  bool kept = false;  // in the ledger
  /// Of the ledger that has just this history; empty where another process wrote meanwhile.
  std::optional<std::int64_t> state;
  bool unchanged = false;  // it is HistoryOptions::known_state
};

/// The path of the ledger; empty without a folder to keep it in.
std::string ledger_path(const Env& env);

/// Reads all that there is in the configuration folders, with what the ledger still knows of files
/// that are gone. Never fails for the ledger's sake: a damaged one is repaired, see repair_ledger(), and
/// where it cannot be written the same figures come from the files alone.
HistoryReading read_history(const Env& env, const HistoryOptions& options);

}  // namespace wick
