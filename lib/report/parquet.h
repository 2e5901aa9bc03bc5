// SPDX-License-Identifier: MIT
// The table as Parquet, which DuckDB writes.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/report/export_table.h"

namespace wick {

/// A program that runs DuckDB's SQL with our table on its standard input.
struct DuckDb {
  std::string program;                 // its path
  std::vector<std::string> arguments;  // with its name; the SQL comes behind them
};

/// `duckdb` along PATH, else node, which looks for the npm package @duckdb/node-api.
/// Failure{kUnavailable} without either.
DuckDb find_duckdb(const std::string& path);

/// Writes DIR/date=2026-11-24/wick_0.parquet and so on. Failure{kUnavailable} without DuckDB or when it
/// gives up, {kIo} when it cannot write, {kTempfail}: see PartitionFolder. Days are written all or,
/// but for a failure in between their renaming, none.
void write_parquet(ExportTable& table, const std::string& folder, const Env& env);

/// The statement that copies the CSV on standard input into `folder`.
std::string parquet_sql(const std::string& folder);

}  // namespace wick
