// SPDX-License-Identifier: MIT
// Writes a table as Parquet, with DuckDB.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/file.h"
#include "lib/export/table.h"

namespace wick {

/// A program that runs DuckDB's SQL with the table on its standard input.
struct DuckDb {
  std::string program;                 // its path
  std::vector<std::string> arguments;  // including its name; the SQL is appended
};

/// `duckdb` in PATH, else node with the npm package @duckdb/node-api. Throws Failure{kUnavailable}
/// without either.
DuckDb find_duckdb(const std::string& path);

/// Writes DIR/date=2026-11-24/wick_0.parquet and so on, with `prefix` for "wick_". Throws
/// Failure{kUnavailable} if DuckDB is missing or fails, {kIo} on write errors, {kTempfail}: see
/// PartitionFolder. Writes all days or none, unless renaming the days fails midway.
void write_parquet(const ExportTable& table, const std::string& prefix, const std::string& folder,
                   const Env& env);

/// The SQL statement that copies the CSV on standard input to `folder`.
std::string parquet_sql(std::span<const ExportColumn> columns, const std::string& prefix,
                        const std::string& folder);

// A folder of Parquet files by day. An export changes it only after all its files are complete.

/// Creates DIR/date=2026-11-24/PREFIX0.parquet and so on, via DIR/.wick-export. Used by one process
/// at a time; removes what an interrupted one left there.
class PartitionFolder {
 public:
  /// `prefix`: the start of the names of wick's files; others are not touched. Creates DIR if
  /// necessary. Throws Failure{kIo}, or {kTempfail} while another wick-export runs there.
  PartitionFolder(const std::string& path, std::string prefix);
  PartitionFolder(const PartitionFolder&) = delete;
  PartitionFolder& operator=(const PartitionFolder&) = delete;
  /// Removes files that were not published.
  ~PartitionFolder();

  /// An empty folder for the new files.
  const std::string& staging() const { return staging_; }
  /// Moves the new files to their days, replacing those of earlier exports there. Days without new
  /// files are unchanged. Throws Failure{kNoInput} before any change, or Failure{kIo}.
  void publish();

 private:
  struct Day {
    std::string from, to;
    std::vector<std::string> fresh, stale;  // names: of new files; of old ones to remove
  };
  Day look_at(const std::string& name) const;
  void publish(const Day& day);

  std::string path_, prefix_, staging_;
  Fd lock_;
};

}  // namespace wick
