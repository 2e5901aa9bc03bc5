// SPDX-License-Identifier: MIT
// The ledger: what was read of all transcripts, kept, so that only what is new has to be read, and so
// that it outlives the transcripts, which Claude Code deletes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/history/judgement.h"
#include "lib/history/records.h"
#include "lib/history/session_names.h"
#include "lib/history/sqlite.h"

namespace wick {

/// A file that was read, and how far.
struct LedgerFile {
  std::int64_t id = 0;  // 0: not in the ledger yet
  std::string path;
  FileInfo info;              // as it was then
  std::uint64_t read_to = 0;  // up to the end of its last whole line
  std::uint64_t probes = 0;   // hash of samples of what was read: a file that grew still has them
  int reader = 0;             // kPackingVersion of the wick that read it
};

/// The lock that lets no other process open a ledger in the folder of `path` (`alone`), or put another in its
/// place. Waits for it. Without it, where the file system has none.
Fd lock_ledgers(const std::string& path, bool alone);

/// Where a part of a file begins, of which the file does not hold the records any more.
inline constexpr std::int64_t kNoLongerThere = -1;

/// The ledger's file is SQLite's, in WAL mode, and nobody else's to read (0600). Records are kept in
/// parts: those of one span of one file together, packed. A part loads some thirty times as fast as a
/// row for each request would (measured), and needs no row of its own to be changed: the same record
/// in two parts counts once, because reports merge them.
///
/// All functions throw SqliteError.
class Ledger {
 public:
  /// Opens or makes the ledger at `path`, with the folders above it. "" and ":memory:" are ledgers
  /// that are gone in the end, on disk and in memory.
  /// `is_locked`: the caller has lock_ledgers().
  explicit Ledger(const std::string& path, bool is_locked = false);

  /// A wick that knows more wrote it: it must not be touched.
  static constexpr std::string_view kNewer = "was written by a newer wick";

  /// Ends the connection, so that all is in the one file.
  void close();

  std::vector<LedgerFile> files();

  /// Takes the lock that lets nobody else write. Waits for it.
  void begin();
  /// Another process wrote since files() was called. To be asked between begin() and commit().
  bool changed_since_files();
  void commit();
  void roll_back() noexcept;

  /// A number that is another after each commit that changed files, records or judgements, and in each
  /// other ledger.
  std::int64_t state();

  /// Notes a file; its id is new where it was 0.
  void put_file(LedgerFile& file);
  void put_part(std::int64_t file, std::int64_t start, std::string_view records,
                std::string_view calls);
  /// All records of a file, taken out of the ledger; or only those that it holds no more, and the others are gone.
  std::vector<FileRecords> remove_parts(std::int64_t file, bool only_no_longer_there);

  struct Part {
    std::int64_t file = 0, start = 0;
    FileRecords records;
  };
  /// Gives each part once, in no order: without its calls unless `with_calls`.
  void each_part(bool with_calls, const std::function<void(Part&)>& take);
  /// The same for the parts of one file.
  void each_part_of(std::int64_t file, const std::function<void(Part&)>& take);

  /// The ends of 5-hour windows that Claude Code told of, epoch seconds, in order.
  void put_window(std::int64_t resets_at);
  std::vector<std::int64_t> windows();

  /// Answers of a model, which cost money: a later one of the same case takes the place of an earlier.
  void put_judgement(const Judgement& judgement);
  Judgements judgements();
  /// How many there were.
  std::int64_t forget_judgements();

  /// The names of sessions, where the user lets the ledger have them.
  void put_title(std::string_view session, std::string_view title);
  SessionTitles titles();
  void forget_titles();

 private:
  void migrate();
  void take_all(Statement& query, bool with_calls, const std::function<void(Part&)>& take);

  Fd opening_;  // nobody puts another ledger in its place meanwhile
  Database db_;
  std::optional<Statement> put_file_, put_part_, put_calls_;  // run thousands of times
  std::int64_t seen_version_ = 0;
  bool changed_ = false;  // since the last commit
};

}  // namespace wick
