// SPDX-License-Identifier: MIT
// Themes, which map the colours of styles to 24-bit colours; and the terminal's number of colours.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lib/output/color.h"

namespace wick {

struct Rgb {
  std::uint8_t red = 0, green = 0, blue = 0;
};

/// A palette that replaces the terminal's colours. `ground` is the background it was designed for.
struct Theme {
  std::string_view name, source;
  Rgb ground, text, muted;
  Rgb surface[2];  // alternating powerline blocks of segments without a colour
  Rgb red, green, yellow, blue, magenta, cyan;
};

std::span<const Theme> themes();
/// Null when there is no theme of that name.
const Theme* find_theme(std::string_view name);

/// How many colours a terminal shows.
enum class ColorDepth { k16, k256, kTrue };
/// kTrue if COLORTERM is truecolor or 24bit or TERM has "direct" in it, k256 if TERM has
/// "256color".
ColorDepth color_depth(std::string_view colorterm, std::string_view term);

/// A style converted to the theme's colours (null: the terminal's own), as far as the terminal can
/// show them. Text without a colour gets the theme's text colour.
Style themed(const Style& style, const Theme* theme, ColorDepth depth);

/// A powerline block: its background is the style's colour or one of the theme's surfaces,
/// alternating by `number`; its text colour is readable on that (WCAG: 4.5 to 1). Without a theme,
/// the default theme.
Style as_block(const Style& style, const Theme* theme, ColorDepth depth, std::size_t number);

/// Converts a background colour to the same colour for text.
std::string as_foreground(const std::string& background);

}  // namespace wick
