// SPDX-License-Identifier: MIT
// A history as flat tables, a row for each thing of a kind: what wick-export writes in every format.
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

/// What stands in a column of a row; std::monostate: nothing.
using ExportCell = std::variant<std::monostate, std::string_view, std::int64_t, double, bool>;

// Types of columns in SQL, as DuckDB has them.
inline constexpr std::string_view kTextType = "VARCHAR", kCountType = "BIGINT", kFlagType = "BOOLEAN",
                                  kTimeType = "TIMESTAMPTZ", kDateType = "DATE", kSecondsType = "DOUBLE",
                                  kUsdType = "DECIMAL(18,10)";

/// What is to be known of a column: all formats and the manual go by it.
struct ExportColumn {
  std::string_view name;     // with the unit
  std::string_view type;     // one of those above
  std::string_view meaning;  // as the manual has it
};

/// A column of rows of one kind, and what stands in it.
template <class Row>
struct RowColumn : ExportColumn {
  ExportCell (*cell)(const Row& row);
};

// Cells of rows. A text that is empty, and money that is not known, are nothing.

inline ExportCell text_cell(std::string_view text) {
  return text.empty() ? ExportCell{} : ExportCell{text};
}
inline ExportCell count_cell_of(std::int64_t count) { return count; }
inline ExportCell usd_cell(std::optional<Money> amount) {
  return amount ? ExportCell{usd_of(*amount)} : ExportCell{};
}

using CellsSink = std::function<bool(std::span<const ExportCell>)>;

/// Rows that can be written, whatever they are of.
struct ExportTable {
  std::vector<ExportColumn> columns;  // new ones come at the end: readers may go by position
  std::size_t size = 0;
  /// Gives the cells of each row in order, one per column; they are valid until the sink returns. One that
  /// returns false ends it.
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

/// Takes pieces of a text. False: it wants no more of them.
using TextSink = std::function<bool(std::string_view)>;

/// Comma-separated values with a heading; absent is an empty cell.
void write_csv(const ExportTable& table, const TextSink& sink, bool raw = false);
/// A JSON object a line; absent keys are left out.
void write_ndjson(const ExportTable& table, const TextSink& sink);

/// What columns mean, a paragraph each: of `name`, or of all for "all". Failure{kUsage, "--explain NAME: ..."}.
std::string explain_columns(std::span<const ExportColumn> columns, const std::string& name);

}  // namespace wick
