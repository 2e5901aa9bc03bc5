// SPDX-License-Identifier: MIT
#include "lib/output/row.h"

#include <algorithm>
#include <array>
#include <span>

#include "lib/base/text.h"
#include "lib/output/layout.h"

namespace wick {
namespace {

constexpr std::string_view kReset = "\x1b[0m";

// Restores the style after each reset within the text.
std::string painted(std::string_view text, const Style& style) {
  std::string start = sgr(style);
  if (start.empty()) return std::string(text);
  std::string out = start;
  for (std::size_t at; (at = text.find(kReset)) != std::string_view::npos;) {
    out += text.substr(0, at + kReset.size());
    out += start;
    text.remove_prefix(at + kReset.size());
  }
  return out + std::string(text) + std::string(kReset);
}

using Pieces = std::span<const Piece>;

std::string joined(Pieces pieces, const LineStyle& look) {
  std::string out;
  std::string separator = look.separator;
  if (look.color) separator = painted(separator, themed({"", "", "2"}, look.theme, look.depth));
  for (const Piece& piece : pieces) {
    if (&piece != &pieces.front()) out += separator;
    out +=
        look.color ? painted(piece.text, themed(piece.style, look.theme, look.depth)) : piece.text;
  }
  return out;
}

// The characters between two blocks, between two blocks of the same colour, and before a capsule.
struct Glyphs {
  std::string_view between, thin, before;
};
constexpr std::array<Glyphs, 6> kGlyphs = {{{"\uE0B0", "\uE0B1", ""},
                                            {"\uE0B4", "\uE0B5", ""},
                                            {"\uE0BC", "\uE0BD", ""},
                                            {"\uE0C0", "\uE0C1", ""},
                                            {"\uE0B4", "", "\uE0B6"},
                                            {"", "", ""}}};

std::string glyph(std::string_view text, std::string_view foreground,
                  const std::string& background) {
  return std::string(kReset) + sgr({std::string(foreground), background, ""}) + std::string(text);
}

std::string powerline(Pieces pieces, const LineStyle& look) {
  const Glyphs& glyphs = kGlyphs[static_cast<std::size_t>(look.joint)];
  std::vector<Style> blocks;
  for (const Piece& piece : pieces) {
    blocks.push_back(as_block(piece.style, look.theme, look.depth, blocks.size()));
  }
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Style& block = blocks[i];
    std::string own = as_foreground(block.background);
    if (!glyphs.before.empty()) out += (i > 0 ? " " : "") + glyph(glyphs.before, own, "");
    out += sgr(block) + " " + without_sgr(pieces[i].text) + " ";
    bool alone = i + 1 == pieces.size() || !glyphs.before.empty();
    if (alone) out += glyph(glyphs.between, own, "");
    else if (blocks[i + 1].background != block.background)
      out += glyph(glyphs.between, own, blocks[i + 1].background);
    else out += glyphs.thin;
    if (alone) out += kReset;
  }
  return out;
}

std::string render(Pieces pieces, const LineStyle& look) {
  // Without colours, powerline blocks would be noise.
  return look.powerline && look.color ? powerline(pieces, look) : joined(pieces, look);
}

bool fits(Pieces pieces, const LineStyle& look) {
  return display_width(render(pieces, look)) <= look.columns;
}

// The end of each row of wrapped pieces. A piece that is too wide has a row to itself.
std::vector<std::size_t> row_ends(const std::vector<Piece>& pieces, const LineStyle& look) {
  std::vector<std::size_t> ends;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= pieces.size(); ++i) {
    if (i < pieces.size() && fits(Pieces(pieces).subspan(begin, i + 1 - begin), look)) continue;
    ends.push_back(i);
    begin = i;
  }
  return ends;
}

bool is_in_order(const std::vector<Piece>& pieces, const LineStyle& look) {
  if (!look.wrap) return fits(pieces, look);
  return look.max_rows == 0 ||
         row_ends(pieces, look).size() <= static_cast<std::size_t>(look.max_rows);
}

// The least important piece; among equals the last.
std::size_t least(const std::vector<Piece>& pieces) {
  std::size_t found = 0;
  for (std::size_t i = 1; i < pieces.size(); ++i)
    if (pieces[i].priority <= pieces[found].priority) found = i;
  return found;
}

void shorten(std::vector<Piece>& pieces, const LineStyle& look) {
  std::vector<Piece*> order;
  for (Piece& piece : pieces)
    if (piece.shorter) order.insert(order.begin(), &piece);
  std::stable_sort(order.begin(), order.end(),
                   [](const Piece* a, const Piece* b) { return a->priority < b->priority; });
  for (Piece* piece : order) {
    if (is_in_order(pieces, look)) return;
    if (std::string text = piece->shorter(); !text.empty()) piece->text = std::move(text);
  }
}

void fit(std::vector<Piece>& pieces, const LineStyle& look) {
  shorten(pieces, look);
  while (pieces.size() > 1 && !is_in_order(pieces, look))
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(least(pieces)));
}

}  // namespace

std::vector<std::string> lay_out(std::vector<Piece> pieces, const LineStyle& look) {
  std::string line = render(pieces, look);
  if (look.columns <= 0 || display_width(line) <= look.columns) return {std::move(line)};
  fit(pieces, look);
  std::vector<std::string> rows;
  std::size_t begin = 0;
  auto ends = look.wrap ? row_ends(pieces, look) : std::vector{pieces.size()};
  for (std::size_t end : ends) {
    rows.push_back(
        truncate_to_width(render(Pieces(pieces).subspan(begin, end - begin), look), look.columns));
    begin = end;
  }
  return rows;
}

}  // namespace wick
