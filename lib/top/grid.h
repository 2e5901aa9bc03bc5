// SPDX-License-Identifier: MIT
// A screen in memory. wick-top draws into it, so that tests can examine the result.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// The look of a cell. Colours are those of the 256-colour palette; -1 is the terminal's default.
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

/// A code point and its combining marks. A wide character occupies two cells; the second has no code
/// point.
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

  /// Writes UTF-8 text without control characters, cut with "…" to `width` columns (-1: to the end of
  /// the row). SGR sequences in it change the ink. Parts outside the grid are dropped. Returns the
  /// column after the text.
  int put(int row, int column, std::string_view text, Ink ink = {}, int width = -1);
  /// The same, right-aligned: the last column is end - 1.
  void put_right(int row, int end, std::string_view text, Ink ink = {});
  /// Marks a row as selected.
  void select(int row);

  /// A row as text without trailing blanks; with SGR sequences if `color`.
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

/// `ink` as changed by the parameters of an SGR sequence ("1;38;5;208"); `base` is what 0 resets to.
Ink apply_sgr(std::string_view parameters, Ink ink, Ink base);

}  // namespace wick
