// SPDX-License-Identifier: MIT
// Rows and columns for people, fitted to the width of the terminal.
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
  int min_width = 0;       // may be cut down to so many characters; 0: is never cut
  bool path = false;   // cut in front instead, between the parts
};

struct Cell {
  std::string text;  // without control characters but SGR
  Style style = {};
};
using TableRow = std::vector<Cell>;  // one cell per column

struct TableStyle {
  int columns = 0;  // 0: any width will do
  bool color = false;
};

/// The table as lines without newlines, headings first, at most `look.columns` wide: columns that
/// may be cut are; then the least important ones are left out. Columns without a text are left out.
std::vector<std::string> lay_out_table(const std::vector<Column>& columns,
                                       const std::vector<TableRow>& rows, const TableStyle& look);

/// A path cut to at most `columns`, in front and between its parts where that is possible:
/// "~/work/shop/api" gives "…/shop/api".
std::string truncate_path(std::string_view path, int columns);

}  // namespace wick
