// SPDX-License-Identifier: MIT
// Themes: what the colours of styles are, as 24-bit colours; and how many colours a terminal has.
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

/// A palette: the colours that stand for those of the terminal. `ground` is what it is made to be read on.
struct Theme {
  std::string_view name, source;
  Rgb ground, text, muted;
  Rgb surface[2];  // blocks of powerline for segments without a colour, in turn
  Rgb red, green, yellow, blue, magenta, cyan;
};

std::span<const Theme> themes();
/// Null where there is none of that name.
const Theme* find_theme(std::string_view name);

/// How many colours a terminal shows.
enum class ColorDepth { k16, k256, kTrue };
/// COLORTERM says truecolor or 24bit, TERM has 256color or direct in its name.
ColorDepth color_depth(std::string_view colorterm, std::string_view term);

/// A style in the theme's colours (null: the terminal's own) that the terminal can show. Text without a colour
/// takes the theme's.
Style themed(const Style& style, const Theme* theme, ColorDepth depth);

/// A block of powerline: the style's colour, or in turn one of the theme's surfaces, as its background, and a
/// colour of the text that can be read on it (WCAG: 4.5 to 1). Without a theme one that suits most terminals.
Style as_block(const Style& style, const Theme* theme, ColorDepth depth, std::size_t number);

/// The same colour for text as that of a background.
std::string as_foreground(const std::string& background);

}  // namespace wick
