// SPDX-License-Identifier: MIT
#include "lib/history/ledger.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "lib/history/packing.h"

namespace wick {
namespace {

// The migration from each schema version to the next. user_version is the ledger's version.
constexpr auto kMigrations = std::to_array<const char*>({
    // 1
    "CREATE TABLE file(id INTEGER PRIMARY KEY, path TEXT NOT NULL, device INTEGER NOT NULL,"
    " inode INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,"
    " read_to INTEGER NOT NULL, probes INTEGER NOT NULL, reader INTEGER NOT NULL);"
    "CREATE TABLE part(id INTEGER PRIMARY KEY, file INTEGER NOT NULL, start INTEGER NOT NULL,"
    " records BLOB NOT NULL);"
    "CREATE INDEX part_of_file ON part(file);"
    "CREATE TABLE part_calls(part INTEGER PRIMARY KEY, calls BLOB NOT NULL);"
    "CREATE TABLE limit_window(resets_at INTEGER PRIMARY KEY);",
    // 2
    "CREATE TABLE judgement(case_key INTEGER PRIMARY KEY, verdict INTEGER NOT NULL, model TEXT NOT NULL,"
    " judged_at INTEGER NOT NULL);"
    "CREATE TABLE change(number INTEGER NOT NULL); INSERT INTO change VALUES(abs(random() / 2));",
    // 3
    "CREATE TABLE title(session TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;",
});
constexpr auto kSchema = static_cast<std::int64_t>(kMigrations.size());

// A long timeout: another process may be reading gigabytes for the first time.
constexpr const char* kSettings =
    "PRAGMA busy_timeout=60000; PRAGMA page_size=16384; PRAGMA temp_store=MEMORY;";

bool is_kept(const std::string& path) { return !path.empty() && path[0] != ':'; }

// Creates the file before SQLite does, readable only by the user; SQLite gives its companion files
// the same mode.
const std::string& made(const std::string& path) {
  if (!is_kept(path)) return path;
  for (std::size_t at = path.find('/', 1); at != path.npos; at = path.find('/', at + 1))
    ::mkdir(path.substr(0, at).c_str(), 0700);
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600));
  if (!fd) throw SqliteError{SqliteError::kOther, ::strerror(errno)};
  return path;
}

std::int64_t as_signed(std::uint64_t number) { return static_cast<std::int64_t>(number); }
std::uint64_t as_unsigned(std::int64_t number) { return static_cast<std::uint64_t>(number); }

}  // namespace

Fd lock_ledgers(const std::string& path, bool alone) {
  Fd folder(::open(parent_dir(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  while (folder && ::flock(folder.get(), alone ? LOCK_EX : LOCK_SH) != 0 && errno == EINTR) {
  }
  return folder;
}

Ledger::Ledger(const std::string& path, bool is_locked)
    : opening_(is_kept(path) && !is_locked ? lock_ledgers(path, false) : Fd()), db_(made(path)) {
  db_.execute(kSettings);
  if (is_kept(path)) db_.execute("PRAGMA journal_mode=WAL");
  else db_.execute("PRAGMA journal_mode=OFF");
  migrate();
  // A new ledger has nothing that a power failure could destroy: do not wait for the disk.
  bool is_new = db_.number("SELECT count(*) FROM (SELECT 1 FROM file LIMIT 1)") == 0;
  db_.execute(is_new ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=NORMAL");
  put_file_ = db_.prepare(
      "INSERT OR REPLACE INTO file(id, path, device, inode, size, modified, read_to, probes, reader)"
      " VALUES(nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  put_part_ = db_.prepare("INSERT INTO part(file, start, records) VALUES(?1, ?2, ?3)");
  put_calls_ = db_.prepare("INSERT INTO part_calls(part, calls) VALUES(?1, ?2)");
  opening_ = Fd();
}

void Ledger::close() {
  put_file_.reset(), put_part_.reset(), put_calls_.reset();
  db_.close();
}

void Ledger::migrate() {
  if (db_.number("PRAGMA user_version") == kSchema) return;
  begin();
  std::int64_t version = db_.number("PRAGMA user_version");
  if (version > kSchema) {
    roll_back();
    throw SqliteError{SqliteError::kOther, std::string(kNewer)};
  }
  for (; version < kSchema; ++version) db_.execute(kMigrations[as_unsigned(version)]);
  db_.execute(("PRAGMA user_version=" + std::to_string(kSchema)).c_str());
  commit();
}

void Ledger::begin() { db_.execute("BEGIN IMMEDIATE"); }
void Ledger::commit() {
  if (std::exchange(changed_, false)) db_.execute("UPDATE change SET number = number + 1");
  db_.execute("COMMIT");
}
std::int64_t Ledger::state() { return db_.number("SELECT number FROM change"); }

void Ledger::roll_back() noexcept {
  changed_ = false;
  try {
    db_.execute("ROLLBACK");
  } catch (const SqliteError&) {
    // Already rolled back: SQLite does so itself when the disk is full.
  }
}

bool Ledger::changed_since_files() { return db_.number("PRAGMA data_version") != seen_version_; }

std::vector<LedgerFile> Ledger::files() {
  seen_version_ = db_.number("PRAGMA data_version");
  std::vector<LedgerFile> out;
  Statement query = db_.prepare(
      "SELECT id, path, device, inode, size, modified, read_to, probes, reader FROM file");
  while (query.step()) {
    LedgerFile& file = out.emplace_back();
    file.id = query.number(0);
    file.path = query.bytes(1);
    file.info = {as_unsigned(query.number(2)), as_unsigned(query.number(3)),
                 as_unsigned(query.number(4)), query.number(5)};
    file.read_to = as_unsigned(query.number(6));
    file.probes = as_unsigned(query.number(7));
    file.reader = static_cast<int>(query.number(8));
  }
  return out;
}

void Ledger::put_file(LedgerFile& file) {
  changed_ = true;
  Statement& insert = *put_file_;
  insert.bind(1, file.id).bind_text(2, file.path);
  insert.bind(3, as_signed(file.info.device)).bind(4, as_signed(file.info.inode));
  insert.bind(5, as_signed(file.info.size)).bind(6, file.info.modified);
  insert.bind(7, as_signed(file.read_to)).bind(8, as_signed(file.probes)).bind(9, file.reader);
  insert.run();
  if (file.id == 0) file.id = db_.last_row_id();
}

void Ledger::put_part(std::int64_t file, std::int64_t start, std::string_view records,
                      std::string_view calls) {
  changed_ = true;
  put_part_->bind(1, file).bind(2, start).bind_blob(3, records).run();
  put_calls_->bind(1, db_.last_row_id()).bind_blob(2, calls).run();
}

std::vector<FileRecords> Ledger::remove_parts(std::int64_t file, bool only_no_longer_there) {
  changed_ = true;
  std::vector<FileRecords> out;
  each_part_of(file, [&](Part& part) {
    if (part.start == kNoLongerThere || !only_no_longer_there)
      out.push_back(std::move(part.records));
  });
  Statement calls =
      db_.prepare("DELETE FROM part_calls WHERE part IN (SELECT id FROM part WHERE file=?1)");
  calls.bind(1, file).run();
  Statement parts = db_.prepare("DELETE FROM part WHERE file=?1");
  parts.bind(1, file).run();
  return out;
}

void Ledger::each_part(bool with_calls, const std::function<void(Part&)>& take) {
  Statement query = db_.prepare(
      with_calls ? "SELECT file, start, records, calls FROM part JOIN part_calls ON part=part.id"
                 : "SELECT file, start, records FROM part");
  take_all(query, with_calls, take);
}

void Ledger::each_part_of(std::int64_t file, const std::function<void(Part&)>& take) {
  Statement query = db_.prepare(
      "SELECT file, start, records, calls FROM part JOIN part_calls ON part=part.id WHERE file=?1");
  query.bind(1, file);
  take_all(query, true, take);
}

void Ledger::take_all(Statement& query, bool with_calls, const std::function<void(Part&)>& take) {
  while (query.step()) {
    Part part{query.number(0), query.number(1), {}};
    if (!unpack_records(query.bytes(2), part.records) ||
        (with_calls && !unpack_calls(query.bytes(3), part.records)))
      throw SqliteError{SqliteError::kDamaged, "records are damaged"};
    take(part);
  }
}

void Ledger::put_window(std::int64_t resets_at) {
  Statement insert = db_.prepare("INSERT OR IGNORE INTO limit_window(resets_at) VALUES(?1)");
  insert.bind(1, resets_at).run();
}

std::vector<std::int64_t> Ledger::windows() {
  std::vector<std::int64_t> out;
  Statement query = db_.prepare("SELECT resets_at FROM limit_window ORDER BY resets_at");
  while (query.step()) out.push_back(query.number(0));
  return out;
}

void Ledger::put_judgement(const Judgement& judgement) {
  changed_ = true;
  Statement insert = db_.prepare(
      "INSERT OR REPLACE INTO judgement(case_key, verdict, model, judged_at) VALUES(?1, ?2, ?3, ?4)");
  insert.bind(1, as_signed(judgement.key)).bind(2, static_cast<std::int64_t>(judgement.verdict));
  insert.bind_text(3, judgement.model).bind(4, judgement.time).run();
}

Judgements Ledger::judgements() {
  Judgements out;
  Statement query = db_.prepare("SELECT case_key, verdict, model, judged_at FROM judgement");
  while (query.step()) {
    Judgement judgement{as_unsigned(query.number(0)), Verdict::kUnclear,
                        std::string(query.bytes(2)), query.number(3)};
    auto number = query.number(1);
    if (number == 1 || number == 2) judgement.verdict = static_cast<Verdict>(number);
    out[judgement.key] = std::move(judgement);
  }
  return out;
}

void Ledger::put_title(std::string_view session, std::string_view title) {
  Statement insert = db_.prepare("INSERT OR REPLACE INTO title(session, title) VALUES(?1, ?2)");
  insert.bind_text(1, session).bind_text(2, title).run();
}

SessionTitles Ledger::titles() {
  SessionTitles out;
  Statement query = db_.prepare("SELECT session, title FROM title");
  while (query.step()) out.emplace(query.bytes(0), query.bytes(1));
  return out;
}

// A user who withdraws permission wants the names erased from the disk.
void Ledger::forget_titles() {
  if (db_.number("SELECT count(*) FROM (SELECT 1 FROM title LIMIT 1)") == 0) return;
  db_.execute(
      "PRAGMA secure_delete=ON; DELETE FROM title; PRAGMA secure_delete=OFF; PRAGMA wal_checkpoint(TRUNCATE);");
}

std::int64_t Ledger::forget_judgements() {
  std::int64_t count = db_.number("SELECT count(*) FROM judgement");
  changed_ = true;
  db_.execute("DELETE FROM judgement");
  return count;
}

}  // namespace wick
