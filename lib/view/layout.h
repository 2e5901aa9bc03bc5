// SPDX-License-Identifier: MIT
// Segments put side by side, coloured, and fitted to the width of the terminal.
#pragma once

#include <string>
#include <vector>

#include "lib/view/color.h"

namespace wick {

/// One piece of a line, ready to print but for its colour.
struct Piece {
  std::string text;  // without control characters, but for SGR where the user's command gave it
  Style style;
  int priority = 50;  // the lowest goes first when the line is too wide
};

struct LineLook {
  std::string separator = " · ";
  bool powerline = false;  // arrows between backgrounds, instead of the separator
  bool color = true;
  int columns = 0;  // 0: any width will do
};

/// The pieces as one line without a newline, at most `look.columns` wide: the least important
/// pieces are left out until it fits; the last one left is cut.
std::string lay_out(std::vector<Piece> pieces, const LineLook& look);

}  // namespace wick
