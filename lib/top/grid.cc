// SPDX-License-Identifier: MIT
#include "lib/top/grid.h"

#include <algorithm>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/layout.h"

namespace wick {
namespace {

int width_of(char32_t c) {
  if (c < 0x7F) return c >= 0x20 ? 1 : 0;
  std::string text;
  append_utf8(text, c);
  return display_width(text);
}

// The nearest colour in the 6x6x6 cube of the 256-colour palette.
std::int16_t nearest(std::int64_t red, std::int64_t green, std::int64_t blue) {
  auto step = [](std::int64_t value) { return std::clamp<std::int64_t>((value - 35) / 40, 0, 5); };
  return static_cast<std::int16_t>(16 + 36 * step(red) + 6 * step(green) + step(blue));
}

std::string codes_of(const Ink& ink) {
  std::string codes;
  auto add = [&codes](const std::string& code) { codes += (codes.empty() ? "" : ";") + code; };
  if (ink.bold) add("1");
  if (ink.dim) add("2");
  if (ink.italic) add("3");
  if (ink.underline) add("4");
  if (ink.reverse) add("7");
  auto color = [&add](int number, int plain) {
    if (number >= 16) add(fmt::format("{};5;{}", plain + 8, number));
    else if (number >= 8) add(std::to_string(plain + 60 + number - 8));
    else if (number >= 0) add(std::to_string(plain + number));
  };
  color(ink.foreground, 30);
  color(ink.background, 40);
  return codes;
}

}  // namespace

Ink apply_sgr(std::string_view parameters, Ink ink, Ink base) {
  std::vector<std::int64_t> codes;
  for (std::string_view word : split(parameters, ';'))
    codes.push_back(parse_integer(word).value_or(0));
  if (codes.empty()) return base;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    std::int64_t code = codes[i];
    std::int16_t& color =
        (code >= 40 && code < 50) || code >= 100 ? ink.background : ink.foreground;
    if (code == 0) ink = base;
    else if (code == 1) ink.bold = true;
    else if (code == 2) ink.dim = true;
    else if (code == 3) ink.italic = true;
    else if (code == 4) ink.underline = true;
    else if (code == 7) ink.reverse = true;
    else if (code == 22) ink.bold = ink.dim = false;
    else if (code == 27) ink.reverse = false;
    else if (code == 39) ink.foreground = base.foreground;
    else if (code == 49) ink.background = base.background;
    else if ((code >= 30 && code < 38) || (code >= 40 && code < 48))
      color = static_cast<std::int16_t>(code % 10);
    else if ((code >= 90 && code < 98) || (code >= 100 && code < 108))
      color = static_cast<std::int16_t>(8 + code % 10);
    else if ((code == 38 || code == 48) && i + 2 < codes.size() && codes[i + 1] == 5) {
      color = static_cast<std::int16_t>(std::clamp<std::int64_t>(codes[i + 2], 0, 255));
      i += 2;
    } else if ((code == 38 || code == 48) && i + 4 < codes.size() && codes[i + 1] == 2) {
      color = nearest(codes[i + 2], codes[i + 3], codes[i + 4]);
      i += 4;
    }
  }
  return ink;
}

Grid::Grid(int rows, int columns)
    : rows_(std::max(0, rows)),
      columns_(std::max(0, columns)),
      cells_(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_)) {}

int Grid::put_code_point(int row, int column, char32_t c, Ink ink) {
  int width = width_of(c);
  if (width == 0) {
    if (column == 0) return 0;
    GridCell* cell = &cells_[index(row, column - 1)];
    if (cell->base == 0 && column > 1) --cell;
    for (char32_t& mark : cell->marks) {
      if (mark != 0) continue;
      mark = c;
      break;
    }
    return 0;
  }
  if (column + width > columns_) return width;
  cells_[index(row, column)] = {c, {}, ink};
  if (width == 2) cells_[index(row, column + 1)] = {0, {}, ink};
  return width;
}

int Grid::put(int row, int column, std::string_view text, Ink ink, int width) {
  if (row < 0 || row >= rows_ || column < 0 || column >= columns_) return column;
  int room = columns_ - column;
  if (width >= 0) room = std::min(room, width);
  std::string cut;
  if (display_width(text) > room) text = cut = truncate_to_width(text, room);
  Ink now = ink;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, 2) == "\x1b[") {
      std::size_t end = text.find('m', at);
      if (end == text.npos) break;
      now = apply_sgr(text.substr(at + 2, end - at - 2), now, ink);
      at = end + 1;
      continue;
    }
    column += put_code_point(row, column, next_code_point(text, at), now);
  }
  return column;
}

void Grid::put_right(int row, int end, std::string_view text, Ink ink) {
  int width = display_width(text);
  put(row, std::max(0, end - width), text, ink, std::min(width, end));
}

void Grid::select(int row) {
  if (row < 0 || row >= rows_) return;
  for (int column = 0; column < columns_; ++column) {
    Ink& ink = cells_[index(row, column)].ink;
    // The same look for the whole row: reversing each cell's own colours would make stripes.
    ink = {-1, -1, ink.bold, false, false, true};
  }
}

std::string Grid::line(int row, bool color) const {
  int end = columns_;
  while (end > 0 && at(row, end - 1).base == U' ' && !(color && at(row, end - 1).ink.reverse))
    --end;
  std::string out, codes;
  for (int column = 0; column < end; ++column) {
    const GridCell& cell = at(row, column);
    if (cell.base == 0) continue;
    std::string wanted = color ? codes_of(cell.ink) : "";
    if (wanted != codes) {
      if (!codes.empty()) out += "\x1b[m";
      if (!wanted.empty()) out += "\x1b[" + wanted + "m";
      codes = wanted;
    }
    append_utf8(out, cell.base);
    for (char32_t mark : cell.marks)
      if (mark != 0) append_utf8(out, mark);
  }
  if (!codes.empty()) out += "\x1b[m";
  return out;
}

}  // namespace wick
