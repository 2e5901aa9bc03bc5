// SPDX-License-Identifier: MIT
// The ledger stores what was read from all transcripts, so that only new data has to be read, and
// so that it outlives the transcripts, which Claude Code deletes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/history/records.h"
#include "lib/history/session_names.h"
#include "lib/history/sqlite.h"

namespace wick {

/// A file and how far it was read.
struct LedgerFile {
  std::int64_t id = 0;  // 0: not in the ledger yet
  std::string path;
  FileInfo info;              // when it was read
  std::uint64_t read_to = 0;  // end of its last complete line
  std::uint64_t probes = 0;   // hash of samples of what was read; unchanged if the file only grew
  int reader = 0;             // kPackingVersion of the wick that read it
};

/// Locks the ledgers in the folder of `path`: while it is held exclusively (`alone`), no other
/// process can open one there, and while it is shared, none can be replaced. Waits for the lock;
/// goes on without it if the file system has no locks.
Fd lock_ledgers(const std::string& path, bool alone);

/// Start offset of a part whose records are no longer in the file.
inline constexpr std::int64_t kNoLongerThere = -1;

/// A SQLite file in WAL mode that only the user can read (0600). Records are stored in parts: all
/// records of one span of a file, packed. A part loads about thirty times as fast as one row per
/// request (measured), and no row ever has to be updated: reports merge the parts, so a record that
/// is in two of them counts once.
///
/// All functions throw SqliteError.
class Ledger {
 public:
  /// Opens or creates the ledger at `path` and the folders above it. "" and ":memory:" are
  /// temporary ledgers, on disk and in memory.
  /// `is_locked`: the caller has lock_ledgers().
  explicit Ledger(const std::string& path, bool is_locked = false);

  /// Error text for a ledger that a newer wick wrote; it must not be changed.
  static constexpr std::string_view kNewer = "was written by a newer wick";

  /// Closes the connection, so that everything is in the one file.
  void close();

  std::vector<LedgerFile> files();

  /// Takes the write lock; waits for it.
  void begin();
  /// True if another process has written since files() was called. Call it between begin() and
  /// commit().
  bool changed_since_files();
  void commit();
  void roll_back() noexcept;

  /// A number that changes with each commit that changes files, records or judgements, and that
  /// differs between ledgers.
  std::int64_t state();

  /// Stores a file; sets its id if that was 0.
  void put_file(LedgerFile& file);
  void put_part(std::int64_t file, std::int64_t start, std::string_view records,
                std::string_view calls);
  /// Removes all parts of a file and returns their records; with `only_no_longer_there`, returns
  /// only the records that the file no longer has and discards the others.
  std::vector<FileRecords> remove_parts(std::int64_t file, bool only_no_longer_there);

  struct Part {
    std::int64_t file = 0, start = 0;
    FileRecords records;
  };
  /// Calls `take` once for each part, in any order; calls and blocks are only loaded with
  /// `with_calls`.
  void each_part(bool with_calls, const std::function<void(Part&)>& take);
  /// The same for the parts of one file, with their calls.
  void each_part_of(std::int64_t file, const std::function<void(Part&)>& take);

  /// The ends of 5-hour windows that Claude Code reported: epoch seconds, sorted.
  void put_window(std::int64_t resets_at);
  std::vector<std::int64_t> windows();

  /// A model's answers, which cost money. A later answer replaces an earlier one of the same case.
  void put_judgement(const Judgement& judgement);
  Judgements judgements();
  /// Returns how many were deleted.
  std::int64_t forget_judgements();

  /// The names of sessions, if the user allows the ledger to store them.
  void put_title(std::string_view session, std::string_view title);
  SessionTitles titles();
  void forget_titles();

 private:
  void migrate();
  void take_all(Statement& query, bool with_calls, const std::function<void(Part&)>& take);

  Fd opening_;  // no other process replaces the ledger while it is opened
  Database db_;
  std::optional<Statement> put_file_, put_part_, put_calls_;  // executed thousands of times
  std::int64_t seen_version_ = 0;
  bool changed_ = false;  // since the last commit
};

}  // namespace wick
