// SPDX-License-Identifier: MIT
#include "lib/output/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

consteval Rgb rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8 & 255),
          static_cast<std::uint8_t>(hex & 255)};
}

// Ground, text, muted, two surfaces, red, green, yellow, blue, magenta, cyan; palettes call them by
// other names. The first theme is used for powerline if none was chosen.
constexpr auto kThemes = std::to_array<Theme>({
    {"default",
     "ours: the colours of xterm's cube",
     rgb(0x121212),
     rgb(0xdadada),
     rgb(0x8a8a8a),
     {rgb(0x303030), rgb(0x444444)},
     rgb(0xff5f5f),
     rgb(0x87d787),
     rgb(0xffd75f),
     rgb(0x87afff),
     rgb(0xd787d7),
     rgb(0x5fd7d7)},
    {"light",
     "Primer, primer.style, of GitHub: light",
     rgb(0xffffff),
     rgb(0x1f2328),
     rgb(0x59636e),
     {rgb(0xeff2f5), rgb(0xd1d9e0)},
     rgb(0xcf222e),
     rgb(0x116329),
     rgb(0x7d4e00),
     rgb(0x0550ae),
     rgb(0x8250df),
     rgb(0x1b7c83)},
    {"high-contrast",
     "ours",
     rgb(0x000000),
     rgb(0xffffff),
     rgb(0xd0d0d0),
     {rgb(0x1c1c1c), rgb(0x303030)},
     rgb(0xff6e6e),
     rgb(0x5ff967),
     rgb(0xffff00),
     rgb(0x79b8ff),
     rgb(0xff8cff),
     rgb(0x66ffff)},
    {"colour-blind",
     "Okabe and Ito, Color Universal Design (2008)",
     rgb(0x000000),
     rgb(0xf0f0f0),
     rgb(0xa0a0a0),
     {rgb(0x262626), rgb(0x3a3a3a)},
     rgb(0xd55e00),
     rgb(0x009e73),
     rgb(0xf0e442),
     rgb(0x56b4e9),
     rgb(0xcc79a7),
     rgb(0x56b4e9)},
    {"catppuccin",
     "catppuccin.com/palette: Mocha",
     rgb(0x1e1e2e),
     rgb(0xcdd6f4),
     rgb(0x9399b2),
     {rgb(0x313244), rgb(0x45475a)},
     rgb(0xf38ba8),
     rgb(0xa6e3a1),
     rgb(0xf9e2af),
     rgb(0x89b4fa),
     rgb(0xcba6f7),
     rgb(0x94e2d5)},
    {"nord",
     "nordtheme.com",
     rgb(0x2e3440),
     rgb(0xd8dee9),
     rgb(0x8892a4),
     {rgb(0x3b4252), rgb(0x434c5e)},
     rgb(0xbf616a),
     rgb(0xa3be8c),
     rgb(0xebcb8b),
     rgb(0x81a1c1),
     rgb(0xb48ead),
     rgb(0x88c0d0)},
    {"tokyo-night",
     "github.com/folke/tokyonight.nvim: night",
     rgb(0x1a1b26),
     rgb(0xc0caf5),
     rgb(0x737aa2),
     {rgb(0x292e42), rgb(0x3b4261)},
     rgb(0xf7768e),
     rgb(0x9ece6a),
     rgb(0xe0af68),
     rgb(0x7aa2f7),
     rgb(0xbb9af7),
     rgb(0x7dcfff)},
    {"gruvbox",
     "github.com/morhetz/gruvbox: dark",
     rgb(0x282828),
     rgb(0xebdbb2),
     rgb(0xa89984),
     {rgb(0x3c3836), rgb(0x504945)},
     rgb(0xfb4934),
     rgb(0xb8bb26),
     rgb(0xfabd2f),
     rgb(0x83a598),
     rgb(0xd3869b),
     rgb(0x8ec07c)},
    {"dracula",
     "draculatheme.com/spec: blue is its purple, magenta its pink",
     rgb(0x282a36),
     rgb(0xf8f8f2),
     rgb(0x9aa5ce),
     {rgb(0x343746), rgb(0x44475a)},
     rgb(0xff5555),
     rgb(0x50fa7b),
     rgb(0xf1fa8c),
     rgb(0xbd93f9),
     rgb(0xff79c6),
     rgb(0x8be9fd)},
    {"rose-pine",
     "rosepinetheme.com/palette: as in terminals, cyan is rose and green pine",
     rgb(0x191724),
     rgb(0xe0def4),
     rgb(0x908caa),
     {rgb(0x26233a), rgb(0x403d52)},
     rgb(0xeb6f92),
     rgb(0x31748f),
     rgb(0xf6c177),
     rgb(0x9ccfd8),
     rgb(0xc4a7e7),
     rgb(0xebbcba)},
});

// The theme's colours for SGR 30 to 37.
constexpr Rgb Theme::*kNamed[] = {&Theme::ground, &Theme::red,     &Theme::green, &Theme::yellow,
                                  &Theme::blue,   &Theme::magenta, &Theme::cyan,  &Theme::text};

// The colour of SGR parameters: "31", "91", "41", "101", "38;5;208", "48;2;255;136;0".
std::optional<Rgb> color_of(std::string_view codes, const Theme& theme) {
  auto parts = split(codes, ';');
  auto number = [&parts](std::size_t i) {
    return i < parts.size() ? parse_integer(parts[i]).value_or(-1) : -1;
  };
  std::int64_t first = number(0);
  if (first == 38 || first == 48) {
    auto byte = [&number](std::size_t i) { return static_cast<std::uint8_t>(number(i)); };
    if (number(1) == 2) return Rgb{byte(2), byte(3), byte(4)};
    std::int64_t index = number(2);
    if (index < 0 || index > 255) return std::nullopt;
    if (index < 16) return index == 8 ? theme.muted : theme.*kNamed[index % 8];
    if (index >= 232)
      return Rgb{static_cast<std::uint8_t>(8 + 10 * (index - 232)),
                 static_cast<std::uint8_t>(8 + 10 * (index - 232)),
                 static_cast<std::uint8_t>(8 + 10 * (index - 232))};
    auto level = [index](std::int64_t part) {
      std::int64_t step = (index - 16) / part % 6;
      return static_cast<std::uint8_t>(step == 0 ? 0 : 55 + 40 * step);
    };
    return Rgb{level(36), level(6), level(1)};
  }
  if (first == 90 || first == 100) return theme.muted;
  if (first < 30 || first % 10 > 7) return std::nullopt;
  return theme.*kNamed[first % 10];
}

int distance(Rgb a, Rgb b) {
  auto square = [](int n) { return n * n; };
  return square(a.red - b.red) + square(a.green - b.green) + square(a.blue - b.blue);
}

// The nearest colour of xterm's cube of six steps and its greys.
int nearest_256(Rgb c) {
  constexpr std::uint8_t kLevels[] = {0, 95, 135, 175, 215, 255};
  auto step = [&](std::uint8_t part) {
    return static_cast<int>(
        std::min_element(std::begin(kLevels), std::end(kLevels),
                         [part](int a, int b) { return std::abs(a - part) < std::abs(b - part); }) -
        std::begin(kLevels));
  };
  int r = step(c.red), g = step(c.green), b = step(c.blue);
  int gray = std::clamp((c.red + c.green + c.blue) / 3 - 3, 0, 233) / 10;
  auto level = static_cast<std::uint8_t>(8 + 10 * gray);
  bool grayer =
      distance(c, {level, level, level}) < distance(c, {kLevels[r], kLevels[g], kLevels[b]});
  return grayer ? 232 + gray : 16 + 36 * r + 6 * g + b;
}

// The nearest of the 16 VGA colours: 0 to 7, or 60 to 67 for the bright ones.
int nearest_16(Rgb c) {
  constexpr Rgb kVga[] = {rgb(0x000000), rgb(0xaa0000), rgb(0x00aa00), rgb(0xaa5500),
                          rgb(0x0000aa), rgb(0xaa00aa), rgb(0x00aaaa), rgb(0xaaaaaa),
                          rgb(0x555555), rgb(0xff5555), rgb(0x55ff55), rgb(0xffff55),
                          rgb(0x5555ff), rgb(0xff55ff), rgb(0x55ffff), rgb(0xffffff)};
  auto nearest = std::min_element(std::begin(kVga), std::end(kVga),
                                  [c](Rgb a, Rgb b) { return distance(a, c) < distance(b, c); });
  auto index = static_cast<int>(nearest - std::begin(kVga));
  return index < 8 ? index : index - 8 + 60;
}

std::string codes_of(Rgb c, ColorDepth depth, bool background) {
  if (depth == ColorDepth::kTrue)
    return fmt::format("{};2;{};{};{}", background ? 48 : 38, c.red, c.green, c.blue);
  if (depth == ColorDepth::k256)
    return fmt::format("{};5;{}", background ? 48 : 38, nearest_256(c));
  return std::to_string(nearest_16(c) + (background ? 40 : 30));
}

// The relative luminance of WCAG 2.
double luminance(Rgb c) {
  auto linear = [](std::uint8_t part) {
    double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}
double contrast(Rgb a, Rgb b) {
  double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
  return std::max(one, other) / std::min(one, other);
}

// A text colour that is readable on the block: the first suitable one; else black or white.
Rgb ink_for(Rgb block, const Theme& theme) {
  constexpr double kReadable = 4.8;  // a bit above 4.5, because colours are rounded to a 256th
  for (Rgb ink : {theme.ground, theme.text, rgb(0x000000)})
    if (contrast(ink, block) >= kReadable) return ink;
  return contrast(rgb(0x000000), block) > contrast(rgb(0xffffff), block) ? rgb(0x000000)
                                                                         : rgb(0xffffff);
}

// The colour that the terminal will show for it.
Rgb as_shown(Rgb c, ColorDepth depth) {
  if (depth != ColorDepth::k256) return c;
  return color_of(fmt::format("48;5;{}", nearest_256(c)), kThemes[0]).value_or(c);
}

}  // namespace

std::span<const Theme> themes() { return kThemes; }

const Theme* find_theme(std::string_view name) {
  for (const Theme& theme : kThemes)
    if (theme.name == name) return &theme;
  return nullptr;
}

ColorDepth color_depth(std::string_view colorterm, std::string_view term) {
  if (colorterm == "truecolor" || colorterm == "24bit" || contains(term, "direct"))
    return ColorDepth::kTrue;
  return contains(term, "256color") ? ColorDepth::k256 : ColorDepth::k16;
}

Style themed(const Style& style, const Theme* theme, ColorDepth depth) {
  Style out = style;
  auto shown = [&](const std::string& codes, bool background) {
    bool exact = codes.starts_with("38;2") || codes.starts_with("48;2");
    bool indexed = codes.starts_with("38;5") || codes.starts_with("48;5");
    bool too_fine = (exact && depth != ColorDepth::kTrue) || (indexed && depth == ColorDepth::k16);
    if (codes.empty() || (!theme && !too_fine)) return codes;
    auto color = color_of(codes, theme ? *theme : kThemes[0]);
    return color ? codes_of(*color, depth, background) : codes;
  };
  out.foreground = shown(style.foreground, false);
  out.background = shown(style.background, true);
  if (theme && out.foreground.empty()) {
    bool dim = style.attributes == "2";
    out.foreground = codes_of(dim ? theme->muted : theme->text, depth, false);
    if (dim) out.attributes.clear();
  }
  return out;
}

Style as_block(const Style& style, const Theme* theme, ColorDepth depth, std::size_t number) {
  const Theme& colors = theme ? *theme : kThemes[0];
  std::string_view given = style.background.empty() ? style.foreground : style.background;
  Rgb block = color_of(given, colors).value_or(colors.surface[number % 2]);
  Rgb ink = ink_for(as_shown(block, depth), colors);
  // If the user chose both colours, use them.
  if (!style.background.empty() && !style.foreground.empty())
    if (auto own = color_of(style.foreground, colors)) ink = *own;
  std::string attributes = style.attributes == "2" ? "" : style.attributes;
  return {codes_of(ink, depth, false), codes_of(block, depth, true), attributes};
}

std::string as_foreground(const std::string& background) {
  if (background.starts_with("48")) return "38" + background.substr(2);
  if (background.starts_with("10")) return "9" + background.substr(2);
  return "3" + background.substr(1);
}

}  // namespace wick
