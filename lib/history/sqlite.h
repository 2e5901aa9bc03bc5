// SPDX-License-Identifier: MIT
// SQLite, as little of it as the ledger needs. No header of SQLite's shows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace wick {

/// What went wrong, by what can be done about it.
struct SqliteError {
  enum Kind {
    kBusy,     // another process is at work: retry
    kDamaged,  // the file is not a database, or not a whole one
    kIo,       // it could not be read or written: once more, perhaps
    kOther,    // no space, no permission
  };
  Kind kind;
  std::string reason;
};

class Statement;

/// A connection. All functions throw SqliteError.
class Database {
 public:
  /// Opens or creates; "" is a private one on disk that is gone in the end, ":memory:" one in memory.
  explicit Database(const std::string& path);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  /// Nothing may be asked of it, or of its statements, afterwards.
  void close();
  void execute(const char* sql);
  Statement prepare(const char* sql);
  std::int64_t last_row_id() const;
  /// The first column of the first row of a query; 0 when there is none.
  std::int64_t number(const char* sql);

 private:
  sqlite3* db_ = nullptr;
};

/// A prepared statement, to be run again and again: bind, step, reset.
class Statement {
 public:
  Statement(sqlite3* db, const char* sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  Statement& bind(int index, std::int64_t number);
  /// The bytes must stay where they are until reset().
  Statement& bind_text(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);

  /// True when there is a row.
  bool step();
  /// For statements without rows.
  void run() { step(), reset(); }
  void reset();

  std::int64_t number(int column) const;
  /// Valid until the next step.
  std::string_view bytes(int column) const;

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace wick
