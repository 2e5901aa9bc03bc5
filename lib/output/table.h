// SPDX-License-Identifier: MIT
// Tables for people, fitted to the width of the terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/output/color.h"

namespace wick {

struct Column {
  std::string_view heading;
  bool right = false;  // numbers
  int priority = 50;   // the lowest is left out first when the table is too wide
  int min_width = 0;   // the column may be cut to this many characters; 0: never
  bool path = false;   // cut at the front, between the parts of the path
};

struct Cell {
  std::string text;  // without control characters other than SGR
  Style style = {};
};
using TableRow = std::vector<Cell>;  // one cell per column

struct TableStyle {
  int columns = 0;  // 0: no limit
  bool color = false;
};

/// The table as lines without newlines, headings first, at most `look.columns` wide. If it is too
/// wide, columns with a min_width are cut, then the least important columns are left out. Empty
/// columns are always left out. `shown`, if given, gets the numbers of the columns that are there.
std::vector<std::string> lay_out_table(const std::vector<Column>& columns,
                                       const std::vector<TableRow>& rows, const TableStyle& look,
                                       std::vector<std::size_t>* shown = nullptr);

/// A table with its newlines; without rows nothing, not even headings.
std::string table_text(const std::vector<Column>& columns, const std::vector<TableRow>& rows,
                       const TableStyle& look);

/// A path cut to at most `columns` at its front, between its parts if possible: "~/work/shop/api"
/// gives "…/shop/api".
std::string truncate_path(std::string_view path, int columns);

}  // namespace wick
