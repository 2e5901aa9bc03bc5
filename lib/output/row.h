// SPDX-License-Identifier: MIT
// Puts segments side by side, coloured, and fits them to the available width.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/output/color.h"
#include "lib/output/theme.h"

namespace wick {

/// One piece of a line, ready to print except for its colour.
struct Piece {
  std::string text;  // without control characters other than SGR and links
  Style style;
  int priority = 50;  // the lowest is dropped first when the line is too wide
  /// Returns a shorter text, used before any piece is left out. May be null or return nothing.
  std::function<std::string()> shorter = {};
};

/// The shape between powerline blocks.
enum class Joint { kArrow, kRound, kSlant, kFlame, kCapsule, kNone };

struct LineStyle {
  std::string separator = " · ";
  bool powerline = false;  // coloured blocks instead of the separator
  Joint joint = Joint::kArrow;
  bool color = true;
  bool links = false;
  const Theme* theme = nullptr;  // null: the terminal's colours
  ColorDepth depth = ColorDepth::kTrue;
  int columns = 0;    // 0: no limit
  bool wrap = false;  // continue in another row instead of leaving pieces out
  int max_rows = 0;   // 0: no limit
};

/// The pieces in rows without newlines, each at most `look.columns` wide. If they are too wide,
/// pieces are shortened, the least important first; then they are wrapped or left out; a single
/// piece is cut.
std::vector<std::string> lay_out(std::vector<Piece> pieces, const LineStyle& look);

}  // namespace wick
