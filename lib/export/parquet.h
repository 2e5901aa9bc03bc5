// SPDX-License-Identifier: MIT
// The table as Parquet, which DuckDB writes.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/file.h"
#include "lib/export/table.h"

namespace wick {

/// A program that runs DuckDB's SQL with our table on its standard input.
struct DuckDb {
  std::string program;                 // its path
  std::vector<std::string> arguments;  // with its name; the SQL comes behind them
};

/// `duckdb` along PATH, else node, which looks for the npm package @duckdb/node-api.
/// Failure{kUnavailable} without either.
DuckDb find_duckdb(const std::string& path);

/// Writes DIR/date=2026-11-24/wick_0.parquet and so on, with `prefix` for "wick_". Failure{kUnavailable} without
/// DuckDB or when it gives up, {kIo} when it cannot write, {kTempfail}: see PartitionFolder. Days are written all
/// or, but for a failure in between their renaming, none.
void write_parquet(const ExportTable& table, const std::string& prefix, const std::string& folder, const Env& env);

/// The statement that copies the CSV on standard input into `folder`.
std::string parquet_sql(std::span<const ExportColumn> columns, const std::string& prefix, const std::string& folder);

// A folder of Parquet files by day, which a new export changes only when all of it is there.

/// DIR/date=2026-11-24/PREFIX0.parquet and so on, made in DIR/.wick-export first. One process at a time:
/// what another one left there unfinished is removed.
class PartitionFolder {
 public:
  /// `prefix` is what the names of our files begin with; others are left alone. Makes DIR where it is missing.
  /// Failure{kIo}; {kTempfail} while another wick-export is at it.
  PartitionFolder(const std::string& path, std::string prefix);
  PartitionFolder(const PartitionFolder&) = delete;
  PartitionFolder& operator=(const PartitionFolder&) = delete;
  /// Removes what was not published.
  ~PartitionFolder();

  /// Where the new files are to be made: an empty folder.
  const std::string& staging() const { return staging_; }
  /// Puts the new files into their days, in place of those that an earlier export put there. Days
  /// that have none are left as they are. Failure{kNoInput} with nothing changed, Failure{kIo}.
  void publish();

 private:
  struct Day {
    std::string from, to;
    std::vector<std::string> fresh, stale;  // names: to be put there, and of an earlier export
  };
  Day look_at(const std::string& name) const;
  void publish(const Day& day);

  std::string path_, prefix_, staging_;
  Fd lock_;
};

}  // namespace wick
