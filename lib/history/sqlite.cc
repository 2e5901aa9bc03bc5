// SPDX-License-Identifier: MIT
#include "lib/history/sqlite.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wick {
namespace {

// SQLite reports a file that the disk cannot read as damaged; errno has the actual cause. It must
// be set to 0 before each call that may fail; nothing changes it after EIO, because SQLite then
// stops.
[[noreturn]] void fail(sqlite3* db, int code) {
  const int error = errno;
  const bool unreadable = error == EIO || error == ENXIO || error == ERANGE;
  int primary = code & 0xFF;
  std::string reason = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  switch (primary) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: throw SqliteError{SqliteError::kBusy, reason};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      if (unreadable) throw SqliteError{SqliteError::kIo, std::strerror(error)};
      throw SqliteError{SqliteError::kDamaged, reason};
    case SQLITE_IOERR: throw SqliteError{SqliteError::kIo, reason};
    default: throw SqliteError{SqliteError::kOther, reason};
  }
}

void check(sqlite3* db, int code) {
  if (code != SQLITE_OK) fail(db, code);
}

}  // namespace

Database::Database(const std::string& path) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  errno = 0;
  int code = sqlite3_open_v2(path.c_str(), &db_, flags, nullptr);
  if (code == SQLITE_OK) return;
  try {
    fail(db_, code);
  } catch (...) {
    close();
    throw;
  }
}

Database::~Database() { close(); }
void Database::close() { sqlite3_close_v2(std::exchange(db_, nullptr)); }
Database::Database(Database&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
Database& Database::operator=(Database&& other) noexcept {
  std::swap(db_, other.db_);
  return *this;
}

void Database::execute(const char* sql) {
  errno = 0;
  check(db_, sqlite3_exec(db_, sql, nullptr, nullptr, nullptr));
}

Statement Database::prepare(const char* sql) { return Statement(db_, sql); }

std::int64_t Database::last_row_id() const { return sqlite3_last_insert_rowid(db_); }

std::int64_t Database::number(const char* sql) {
  Statement query = prepare(sql);
  return query.step() ? query.number(0) : 0;
}

Statement::Statement(sqlite3* db, const char* sql) : db_(db) {
  errno = 0;
  check(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
}
Statement::~Statement() { sqlite3_finalize(statement_); }
Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}
Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(statement_, other.statement_);
  return *this;
}

Statement& Statement::bind(int index, std::int64_t number) {
  check(db_, sqlite3_bind_int64(statement_, index, number));
  return *this;
}
Statement& Statement::bind_text(int index, std::string_view text) {
  check(db_, sqlite3_bind_text64(statement_, index, text.data(), text.size(), SQLITE_STATIC,
                                 SQLITE_UTF8));
  return *this;
}
Statement& Statement::bind_blob(int index, std::string_view bytes) {
  check(db_, sqlite3_bind_blob64(statement_, index, bytes.data(), bytes.size(), SQLITE_STATIC));
  return *this;
}

bool Statement::step() {
  errno = 0;
  int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    sqlite3_reset(statement_);
    fail(db_, code);
  }
  return false;
}

void Statement::reset() { sqlite3_reset(statement_); }

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace wick
