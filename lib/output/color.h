// SPDX-License-Identifier: MIT
// Named colours as terminal escape sequences.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// A parsed style: "bold yellow", "dim", "#ff8800 on 236", "none". Empty members change nothing.
struct Style {
  std::string foreground;  // SGR parameters: "33", "38;5;208", "38;2;255;136;0"
  std::string background;
  std::string attributes;  // "1", "2;3"

  bool empty() const { return foreground.empty() && background.empty() && attributes.empty(); }
};

/// Parses a style of these words: the 16 colour names, 0 to 255, #rrggbb, "on" before a background,
/// bold, dim, italic, underline, reverse, none. Empty if a word is unknown.
std::optional<Style> parse_style(std::string_view text);

/// The escape sequence for the style; empty for an empty style.
std::string sgr(const Style& style);

/// `text` between the style and a reset; `text` itself for an empty style.
std::string styled(std::string_view text, const Style& style);

/// Whether output should be coloured: WICK_COLOR (always, never, auto) decides first, then NO_COLOR
/// and TERM=dumb turn colours off; else `otherwise`.
bool use_color(std::string_view wick_color, bool no_color, std::string_view term, bool otherwise);

}  // namespace wick
