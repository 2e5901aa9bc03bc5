// SPDX-License-Identifier: MIT
// A history as flat tables with one row per item: the content of wick-export in all formats.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/history/pricer.h"

namespace wick {

/// A cell of a row; std::monostate: absent.
using ExportCell = std::variant<std::monostate, std::string_view, std::int64_t, double, bool>;

// SQL types of columns, as in DuckDB.
inline constexpr std::string_view kTextType = "VARCHAR", kCountType = "BIGINT",
                                  kFlagType = "BOOLEAN", kTimeType = "TIMESTAMPTZ",
                                  kDateType = "DATE", kSecondsType = "DOUBLE",
                                  kUsdType = "DECIMAL(18,10)";

/// The description of a column, used by all formats and checked against the manual.
struct ExportColumn {
  std::string_view name;     // includes the unit
  std::string_view type;     // one of those above
  std::string_view meaning;  // as in the manual
};

/// A column, and the function that returns its cell.
template <class Row>
struct RowColumn : ExportColumn {
  ExportCell (*cell)(const Row& row);
};

// Cells of rows. An empty text and an unknown amount are absent.

inline ExportCell text_cell(std::string_view text) {
  return text.empty() ? ExportCell{} : ExportCell{text};
}
inline ExportCell count_cell_of(std::int64_t count) { return count; }
inline ExportCell usd_cell(std::optional<Money> amount) {
  return amount ? ExportCell{usd_of(*amount)} : ExportCell{};
}

using CellsSink = std::function<bool(std::span<const ExportCell>)>;

/// The rows of any table.
struct ExportTable {
  std::vector<ExportColumn> columns;  // append new ones: readers may use positions
  std::size_t size = 0;
  /// Calls the sink with the cells of each row in order, one per column; they are valid during the
  /// call. Ends if it returns false.
  std::function<void(const CellsSink&)> each;
};

/// The table of `rows`, which has size() and each(), and must outlive it.
template <class Row, class Rows>
ExportTable table_of(std::span<const RowColumn<Row>> columns, Rows& rows) {
  ExportTable table;
  table.columns.assign(columns.begin(), columns.end());
  table.size = rows.size();
  table.each = [columns, &rows](const CellsSink& sink) {
    std::vector<ExportCell> cells(columns.size());
    rows.each([&](const Row& row) {
      for (std::size_t i = 0; i < columns.size(); ++i) cells[i] = columns[i].cell(row);
      return sink(cells);
    });
  };
  return table;
}

/// Receives a text in pieces. Returns false to end the output.
using TextSink = std::function<bool(std::string_view)>;

/// Comma-separated values with a header row; an absent cell is empty.
void write_csv(const ExportTable& table, const TextSink& sink, bool raw = false);
/// One JSON object per line; absent keys are omitted.
void write_ndjson(const ExportTable& table, const TextSink& sink);

/// The meaning of column `name`, or with "all" of all columns, a paragraph each. Throws
/// Failure{kUsage, "--explain NAME: ..."}.
std::string explain_columns(std::span<const ExportColumn> columns, const std::string& name);

}  // namespace wick
