// SPDX-License-Identifier: MIT
#include "lib/history/repair.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <unordered_set>

#include "lib/base/failure.h"
#include "lib/history/ledger.h"
#include "lib/history/packing.h"

namespace wick {
namespace {

constexpr std::string_view kDamagedMark = ".damaged-";
constexpr std::array kBeside = {"-wal", "-shm"};

[[noreturn]] void fail(const std::string& what) {
  throw SqliteError{SqliteError::kOther, what + ": " + ::strerror(errno)};
}

// Never replaces a file, even on file systems without RENAME_NOREPLACE, because the caller holds
// the lock.
bool move_to_free_name(const std::string& from, const std::string& to) {
#ifdef RENAME_NOREPLACE
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST || errno == ENOENT) return false;
#endif
  if (::link(from.c_str(), to.c_str()) == 0) return ::unlink(from.c_str()) == 0;
  if (errno == EEXIST || errno == ENOENT) return false;
  struct stat st;
  if (::lstat(to.c_str(), &st) == 0) return errno = EEXIST, false;
  return ::rename(from.c_str(), to.c_str()) == 0;
}

bool is_there(const std::string& path) {
  struct stat st;
  return ::lstat(path.c_str(), &st) == 0;
}

// Moves the log first: SQLite would apply it to another ledger beside it.
std::string move_aside(const std::string& path, TimeMs now) {
  const std::string wanted = path + std::string(kDamagedMark) + std::to_string(now / 1000);
  std::string aside = wanted;
  for (int n = 2; is_there(aside) || is_there(aside + kBeside[0]) || is_there(aside + kBeside[1]);
       ++n)
    aside = wanted + "." + std::to_string(n);
  for (const char* suffix : kBeside)
    if (!move_to_free_name(path + suffix, aside + suffix) && errno != ENOENT) fail(aside);
  if (!move_to_free_name(path, aside)) fail(aside);
  return aside;
}

// Throws kIo if the file cannot be read: an unreadable disk makes an intact ledger look damaged.
void read_through(const std::string& path) {
  try {
    OpenFile file = open_regular(path);
    std::string block(256 * 1024, '\0');
    for (std::uint64_t at = 0; std::size_t got = read_at(file, at, block.data(), block.size());)
      at += got;
  } catch (const Failure& failure) {
    throw SqliteError{SqliteError::kIo,
                      failure.error != 0 ? ::strerror(failure.error) : failure.message};
  }
}

// Copies what is readable of a damaged ledger.
class Salvage {
 public:
  Salvage(Database& from, Ledger& to, const std::string& folder)
      : from_(from), to_(to), folder_(folder) {}

  void run() {
    to_.begin();
    each_id("file", "SELECT id, path FROM file WHERE id=?1", [this](Statement& row) { file(row); });
    each_id("part", "SELECT id, file, start, records FROM part WHERE id=?1",
            [this](Statement& row) { part(row); });
    // Read from both ends, to get around one damaged page.
    for (const char* order : {"", " DESC"}) {
      rows(std::string("SELECT resets_at FROM limit_window ORDER BY resets_at") + order,
           [this](Statement& row) { to_.put_window(row.number(0)); });
      rows(std::string(
               "SELECT case_key, verdict, model, judged_at FROM judgement ORDER BY case_key") +
               order,
           [this](Statement& row) { judgement(row); });
      rows(std::string("SELECT session, title FROM title ORDER BY session") + order,
           [this](Statement& row) { to_.put_title(row.bytes(0), row.bytes(1)); });
    }
    to_.commit();
  }

 private:
  template <class Do>
  static bool is_readable(Do read) {
    try {
      read();
      return true;
    } catch (const SqliteError& error) {
      if (error.kind != SqliteError::kDamaged && error.kind != SqliteError::kOther) throw;
      return false;
    }
  }

  // Looks up each row by its own path through the table, so that damage elsewhere does not matter.
  template <class Take>
  void each_id(const std::string& table, const char* sql, Take take) {
    constexpr std::int64_t kMost = 1 << 20;  // if the last id cannot be read
    std::int64_t last = kMost;
    is_readable([&] {
      last = std::min(from_.number(("SELECT max(id) FROM " + table).c_str()), 16 * kMost);
    });
    is_readable([&] {
      Statement query = from_.prepare(sql);
      for (std::int64_t id = 1; id <= last; ++id) {
        is_readable([&] {
          query.bind(1, id);
          if (query.step()) take(query);
        });
        query.reset();
      }
    });
  }

  template <class Take>
  void rows(const std::string& sql, Take take) {
    is_readable([&] {
      Statement query = from_.prepare(sql.c_str());
      while (query.step()) take(query);
    });
  }

  // Adds a file as if nothing had been read of it yet.
  void put_file(std::int64_t id, std::string path) {
    if (!files_.insert(id).second) return;
    LedgerFile file;
    file.id = id;
    file.path = std::move(path);
    to_.put_file(file);
  }

  void file(Statement& row) {
    std::string path(row.bytes(1));
    if (path.starts_with('/')) put_file(row.number(0), std::move(path));
  }

  void part(Statement& row) {
    FileRecords records;
    std::int64_t id = row.number(0), file = row.number(1), start = row.number(2);
    std::string packed(row.bytes(3)), calls = pack_calls({});
    if (!unpack_records(packed, records) || file <= 0) return;
    is_readable([&] {
      Statement query = from_.prepare("SELECT calls FROM part_calls WHERE part=?1");
      query.bind(1, id);
      FileRecords unpacked;
      if (query.step() && unpack_calls(query.bytes(0), unpacked)) calls = query.bytes(0);
    });
    put_file(file, folder_ + "/" + std::to_string(file) + ".jsonl");
    to_.put_part(file, start, packed, calls);
  }

  void judgement(Statement& row) {
    std::int64_t verdict = row.number(1);
    if (verdict < 0 || verdict > 2) return;
    to_.put_judgement({static_cast<std::uint64_t>(row.number(0)), static_cast<Verdict>(verdict),
                       std::string(row.bytes(2)), row.number(3)});
  }

  Database& from_;
  Ledger& to_;
  const std::string& folder_;
  std::unordered_set<std::int64_t> files_;
};

void salvage(const std::string& path, const std::string& to, const std::string& folder) {
  Ledger fresh(to, true);
  try {
    Database damaged(path);
    Salvage(damaged, fresh, folder).run();
  } catch (const SqliteError& error) {
    if (error.kind != SqliteError::kDamaged) throw;  // nothing in it can be read
    fresh.roll_back();
  }
  fresh.close();
}

void remove_with_beside(const std::string& path) {
  ::unlink(path.c_str());
  for (const char* suffix : kBeside) ::unlink((path + suffix).c_str());
}

}  // namespace

std::string repair_ledger(const std::string& path, const FileInfo& opened,
                          const std::string& folder, TimeMs now) {
  Fd lock = lock_ledgers(path, true);
  auto there = file_info(path);
  if (!there || there->inode != opened.inode || there->device != opened.device) return "";
  read_through(path);
  const std::string fresh = path + ".repaired";
  remove_with_beside(fresh);
  std::string aside;
  try {
    salvage(path, fresh, folder);
    aside = move_aside(path, now);
    if (::rename(fresh.c_str(), path.c_str()) != 0) fail(path);
  } catch (...) {
    remove_with_beside(fresh);
    throw;
  }
  return aside;
}

std::vector<std::string> damaged_ledgers(const std::string& path) {
  const std::string begin = std::string(base_name(path)) + std::string(kDamagedMark);
  std::vector<std::string> out;
  for (const std::string& name : list_dir(parent_dir(path))) {
    bool is_beside = name.ends_with(kBeside[0]) || name.ends_with(kBeside[1]);
    if (name.starts_with(begin) && !is_beside) out.push_back(parent_dir(path) + "/" + name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace wick
