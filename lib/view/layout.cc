// SPDX-License-Identifier: MIT
#include "lib/view/layout.h"

#include <algorithm>

#include "lib/view/width.h"

namespace wick {
namespace {

constexpr std::string_view kArrow = "\uE0B0";
constexpr std::string_view kReset = "\x1b[0m";

std::string joined(const std::vector<Piece>& pieces, const LineLook& look) {
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) out += look.color ? styled(look.separator, *parse_style("dim")) : look.separator;
    out += look.color ? styled(pieces[i].text, pieces[i].style) : pieces[i].text;
  }
  return out;
}

// A background for those that have none, so that neighbours differ.
Style with_background(Style style, std::size_t index) {
  if (style.background.empty()) style.background = index % 2 == 0 ? "48;5;236" : "48;5;239";
  return style;
}

// "48;5;236" as a foreground is "38;5;236"; "44" is "34"; "104" is "94".
std::string as_foreground(const std::string& background) {
  if (background.compare(0, 2, "48") == 0) return "38" + background.substr(2);
  if (background.compare(0, 2, "10") == 0) return "9" + background.substr(2);
  return "3" + background.substr(1);
}

std::string arrow(const std::string& from, const std::string& to) {
  Style style{as_foreground(from), to, ""};
  return std::string(kReset) + sgr(style) + std::string(kArrow);
}

std::string powerline(const std::vector<Piece>& pieces) {
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    Style style = with_background(pieces[i].style, i);
    bool last = i + 1 == pieces.size();
    std::string next = last ? "" : with_background(pieces[i + 1].style, i + 1).background;
    out += sgr(style) + " " + pieces[i].text + " " + arrow(style.background, next);
  }
  return out.empty() ? out : out + std::string(kReset);
}

std::string render(const std::vector<Piece>& pieces, const LineLook& look) {
  // Arrows between backgrounds that are not there would be noise.
  return look.powerline && look.color ? powerline(pieces) : joined(pieces, look);
}

}  // namespace

std::string lay_out(std::vector<Piece> pieces, const LineLook& look) {
  std::string line = render(pieces, look);
  if (look.columns <= 0) return line;
  while (display_width(line) > look.columns && pieces.size() > 1) {
    // Of equals the last one goes.
    auto least =
        std::min_element(pieces.rbegin(), pieces.rend(),
                         [](const Piece& a, const Piece& b) { return a.priority < b.priority; });
    pieces.erase(std::next(least).base());
    line = render(pieces, look);
  }
  return truncate_to_width(line, look.columns);
}

}  // namespace wick
