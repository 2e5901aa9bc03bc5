// SPDX-License-Identifier: MIT
// Segments put side by side, coloured, and fitted to the width that there is.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/output/color.h"
#include "lib/output/theme.h"

namespace wick {

/// One piece of a line, ready to print but for its colour.
struct Piece {
  std::string text;  // without control characters, but for SGR and links
  Style style;
  int priority = 50;  // the lowest goes first when the line is too wide
  /// A shorter text, to be shown instead before any piece is left out; none where it is empty, or gives nothing.
  std::function<std::string()> shorter = {};
};

/// How blocks of powerline meet.
enum class Joint { kArrow, kRound, kSlant, kFlame, kCapsule, kNone };

struct LineStyle {
  std::string separator = " · ";
  bool powerline = false;  // blocks on backgrounds, instead of the separator
  Joint joint = Joint::kArrow;
  bool color = true;
  bool links = false;
  const Theme* theme = nullptr;  // null: the terminal's colours
  ColorDepth depth = ColorDepth::kTrue;
  int columns = 0;   // 0: any width will do
  bool wrap = false;  // what does not fit goes into a next row
  int max_rows = 0;   // 0: as many as it takes
};

/// The pieces in rows without newlines, each at most `look.columns` wide. What is too wide is shortened, the least
/// important first; then it goes into a next row, or is left out; the last one left is cut.
std::vector<std::string> lay_out(std::vector<Piece> pieces, const LineStyle& look);

}  // namespace wick
