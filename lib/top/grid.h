// SPDX-License-Identifier: MIT
// A screen's worth of cells in memory: what wick-top draws into, so that a test can look at it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// How text looks. Colours are the terminal's 256; -1 is its own.
struct Ink {
  std::int16_t foreground = -1, background = -1;
  bool bold = false, dim = false, underline = false, reverse = false, italic = false;

  bool operator==(const Ink&) const = default;
};

namespace ink {
inline constexpr Ink kPlain{}, kBold{-1, -1, true}, kDim{-1, -1, false, true}, kRed{1}, kGreen{2},
    kYellow{3}, kCyan{6}, kHeading{-1, -1, true, false, true},
    kReverse{-1, -1, false, false, false, true};
}

/// A code point with what is combined with it. Of a wide one, which takes two cells, the second has
/// no code point.
struct GridCell {
  char32_t base = U' ';
  char32_t marks[2] = {};
  Ink ink;

  bool operator==(const GridCell&) const = default;
};

class Grid {
 public:
  Grid(int rows, int columns);

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  const GridCell& at(int row, int column) const { return cells_[index(row, column)]; }

  /// Puts text there: UTF-8 without control characters, at most `width` columns of it (-1: what
  /// there is room for), cut with "…". SGR sequences in it change its ink. Outside of the grid
  /// nothing is put. The column behind it.
  int put(int row, int column, std::string_view text, Ink ink = {}, int width = -1);
  /// The same, so that it ends before `end`.
  void put_right(int row, int end, std::string_view text, Ink ink = {});
  /// Marks a row as the selected one.
  void select(int row);

  /// A row as text, without the blanks at its end; with SGR sequences, where `color`.
  std::string line(int row, bool color) const;

  bool operator==(const Grid&) const = default;

 private:
  std::size_t index(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(column);
  }
  int put_code_point(int row, int column, char32_t c, Ink ink);

  int rows_, columns_;
  std::vector<GridCell> cells_;
};

/// The ink that an SGR sequence's parameters ("1;38;5;208") make of another.
Ink apply_sgr(std::string_view parameters, Ink ink, Ink base);

}  // namespace wick
