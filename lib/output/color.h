// SPDX-License-Identifier: MIT
// Colours by name, as terminal escape sequences.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// What a style says: "bold yellow", "dim", "#ff8800 on 236", "none". Empty members change nothing.
struct Style {
  std::string foreground;  // SGR parameters: "33", "38;5;208", "38;2;255;136;0"
  std::string background;
  std::string attributes;  // "1", "2;3"

  bool empty() const { return foreground.empty() && background.empty() && attributes.empty(); }
};

/// Parses a style; empty when a word of it is not one: the 16 colour names, 0 to 255, #rrggbb, "on"
/// before a background, bold, dim, italic, underline, reverse, none.
std::optional<Style> parse_style(std::string_view text);

/// The escape sequence that switches to the style; empty for an empty one.
std::string sgr(const Style& style);

/// `text` between the style and a reset; `text` itself for an empty style.
std::string styled(std::string_view text, const Style& style);

/// Should output be coloured? WICK_COLOR (always, never, auto) decides, then NO_COLOR and TERM=dumb
/// say no, else `otherwise`.
bool use_color(std::string_view wick_color, bool no_color, std::string_view term, bool otherwise);

}  // namespace wick
