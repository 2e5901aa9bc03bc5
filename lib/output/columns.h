// SPDX-License-Identifier: MIT
// The columns of a report: from one list come its table, members of JSON, CSV, the table of a page,
// and the definitions.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/failure.h"
#include "lib/base/value.h"
#include "lib/output/html.h"
#include "lib/output/json_writer.h"
#include "lib/output/output.h"
#include "lib/output/table.h"

namespace wick {

/// What a figure means, for --explain and the report.
struct Definition {
  std::string_view name = {};     // the key in JSON and CSV
  std::string_view meaning = {};  // one or two sentences; empty: defined elsewhere, or obvious
  std::string_view source = {};   // where it comes from, or how it was measured
};

/// The content of a cell: a value for programs, and a text for people.
struct Figure {
  MaybeValue value = {};                  // unknown: no member of JSON, an empty cell of CSV
  std::optional<std::string> shown = {};  // if people see something else than human(value)

  std::string text() const;
};

/// "3,000".
template <std::integral Count>
Figure as_count(Count count) {
  return {Value{static_cast<std::int64_t>(count), Unit::kCount}};
}
Figure as_tokens(std::int64_t tokens);  // 144k
Figure as_number(double number);
inline Figure as_flag(bool flag) { return {Value{flag}}; }
/// "2.7%": a share from 0 to 1, with one decimal, for small shares.
std::string percent_text(double share);
Figure as_share(std::optional<double> share);
Figure as_text(std::string_view text);
/// Absent if empty.
Figure if_any(std::string_view text);
/// Only for people.
inline Figure only_shown(std::string text) { return {{}, std::move(text)}; }
/// The figure, but people see this text.
inline Figure shown_as(Figure figure, std::string text) {
  return {std::move(figure.value), std::move(text)};
}
/// The figure, but people see nothing instead of 0.
Figure blank_zero(Figure figure);
/// The figure, but people see this text where it is unknown.
inline Figure or_else(Figure figure, std::string text) {
  return figure.value ? figure : only_shown(std::move(text));
}
/// The figure, but people alone see it unless `all`.
inline Figure for_all_if(bool all, Figure figure) {
  return all ? figure : only_shown(figure.text());
}

/// The function of a column, from an expression with the row `r`.
#define WICK_CELL(...) [](const auto& r) -> Figure { return __VA_ARGS__; }

template <class Row>
struct ReportColumn {
  Definition definition;  // without a name it is only for people
  Column look;            // not in the table if it has no heading, not even an empty one
  Figure (*figure)(const Row& row);
  std::string_view page = {};  // its heading on a page; empty: not there

  bool in_table() const { return look.heading.data() != nullptr; }
};

/// Several lists as one.
template <class Row>
std::vector<ReportColumn<Row>> columns_of(
    std::initializer_list<std::span<const ReportColumn<Row>>> lists) {
  std::vector<ReportColumn<Row>> out;
  for (const auto& list : lists) out.insert(out.end(), list.begin(), list.end());
  return out;
}

template <class List>
std::vector<Column> looks_of(const List& columns) {
  std::vector<Column> out;
  for (const auto& column : columns)
    if (column.in_table()) out.push_back(column.look);
  return out;
}
template <class List, class Row>
TableRow cells_of(const List& columns, const Row& row, const Style& style = {}) {
  TableRow out;
  for (const auto& column : columns)
    if (column.in_table()) out.push_back({column.figure(row).text(), style});
  return out;
}
template <class List, class Rows>
std::string table_of(const List& columns, const Rows& rows, const TableStyle& look) {
  std::vector<TableRow> cells;
  for (const auto& row : rows) cells.push_back(cells_of(columns, row));
  return table_text(looks_of(columns), cells, look);
}

template <class List, class Row>
void put_members(JsonWriter& out, const List& columns, const Row& row) {
  for (const auto& column : columns)
    if (!column.definition.name.empty())
      out.value(column.definition.name, column.figure(row).value);
}
/// An array of objects.
template <class List, class Rows>
void put_objects(JsonWriter& out, std::string_view key, const List& columns, const Rows& rows) {
  out.begin_array(key);
  for (const auto& row : rows) {
    out.begin_object();
    put_members(out, columns, row);
    out.end_object();
  }
  out.end_array();
}

template <class List>
void put_csv_names(CsvWriter& out, const List& columns) {
  for (const auto& column : columns)
    if (!column.definition.name.empty()) out.cell(column.definition.name);
}
template <class List, class Row>
void put_csv_cells(CsvWriter& out, const List& columns, const Row& row) {
  for (const auto& column : columns)
    if (!column.definition.name.empty()) out.value(column.figure(row).value);
}
template <class List, class Rows>
std::string csv_of(const List& columns, const Rows& rows) {
  CsvWriter out;
  put_csv_names(out, columns);
  out.end_row();
  for (const auto& row : rows) {
    put_csv_cells(out, columns, row);
    out.end_row();
  }
  return out.take();
}

template <class List, class Rows>
void put_table(HtmlPage& page, std::string_view caption, const List& columns, const Rows& rows,
               std::size_t shown = 8) {
  std::vector<HtmlColumn> headings;
  for (const auto& column : columns)
    if (!column.page.empty()) headings.push_back({std::string(column.page), column.look.right});
  std::vector<std::vector<std::string>> cells;
  for (const auto& row : rows) {
    cells.emplace_back();
    for (const auto& column : columns)
      if (!column.page.empty()) cells.back().push_back(column.figure(row).text());
  }
  page.table(caption, headings, cells, shown);
}

using Definitions = std::vector<Definition>;

/// Adds the definitions of the columns that have one.
template <class List>
void define(Definitions& out, const List& columns) {
  for (const auto& column : columns)
    if (!column.definition.meaning.empty()) out.push_back(column.definition);
}
/// Puts these first, in this order.
void begin_with(Definitions& definitions, std::initializer_list<std::string_view> names);
/// The definition of `name`, or all for "all". Failure{kUsage, "--explain NAME: ..."} if unknown.
std::string explain(const Definitions& definitions, const std::string& name);

/// "--sort cots: no such column; did you mean cost?"
Failure no_such(std::string_view option, std::string_view name, std::string_view kind,
                const std::vector<std::string_view>& names);

}  // namespace wick
