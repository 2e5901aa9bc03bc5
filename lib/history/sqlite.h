// SPDX-License-Identifier: MIT
// A minimal wrapper of SQLite for the ledger. SQLite's own headers are not exposed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace wick {

/// Errors, by what the caller can do about them.
struct SqliteError {
  enum Kind {
    kBusy,     // another process holds the lock: retry
    kDamaged,  // not a database, or an incomplete one
    kIo,       // read or write error: may succeed on a retry
    kOther,    // no space, no permission
  };
  Kind kind;
  std::string reason;
};

class Statement;

/// A connection. All functions throw SqliteError.
class Database {
 public:
  /// Opens or creates a database; "" is a temporary one on disk, ":memory:" one in memory.
  explicit Database(const std::string& path);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  /// Neither the database nor its statements may be used afterwards.
  void close();
  void execute(const char* sql);
  Statement prepare(const char* sql);
  std::int64_t last_row_id() const;
  /// The first column of a query's first row; 0 without rows.
  std::int64_t number(const char* sql);

 private:
  sqlite3* db_ = nullptr;
};

/// A prepared statement that can be run repeatedly: bind, step, reset.
class Statement {
 public:
  Statement(sqlite3* db, const char* sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  Statement& bind(int index, std::int64_t number);
  /// The bytes must stay valid until reset(). The same holds for bind_blob().
  Statement& bind_text(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);

  /// True if there is a row.
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
