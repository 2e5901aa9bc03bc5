// SPDX-License-Identifier: MIT
#include "lib/output/layout.h"

#include <utf8proc.h>

#include <algorithm>

#include "lib/base/text.h"

namespace wick {
namespace {

constexpr char kEsc = '\x1b';

// The length of the escape sequence at the start of `text`; 0 if there is none.
std::size_t escape_length(std::string_view text) {
  if (text.size() < 2 || text[0] != kEsc) return 0;
  if (text[1] == '[') {  // CSI: to the first byte from '@' to '~'
    for (std::size_t i = 2; i < text.size(); ++i) {
      if (text[i] >= '@' && text[i] <= '~') return i + 1;
    }
    return text.size();
  }
  if (text[1] == ']') {  // OSC: to BEL or ESC backslash
    for (std::size_t i = 2; i < text.size(); ++i) {
      if (text[i] == '\a') return i + 1;
      if (text[i] == kEsc && i + 1 < text.size() && text[i + 1] == '\\') return i + 2;
    }
    return text.size();
  }
  return 2;
}

int width_of(std::uint32_t c) {
  if (c < 0x7F) return c >= 0x20 ? 1 : 0;  // the common case, without a table
  // utf8proc gives private use characters 0 columns, but the icons of Nerd Fonts are there.
  if ((c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000) return 1;
  return std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(c)));
}

// Calls f(piece, width) for each character and each escape sequence (width -1).
template <class F>
void each_piece(std::string_view text, F f) {
  while (!text.empty()) {
    std::size_t length = escape_length(text);
    int width = -1;
    if (length == 0) {
      width = width_of(next_code_point(text, length));
    }
    f(text.substr(0, length), width);
    text.remove_prefix(length);
  }
}

}  // namespace

int display_width(std::string_view text) {
  int total = 0;
  each_piece(text, [&](std::string_view, int width) { total += std::max(0, width); });
  return total;
}

std::string truncate_to_width(std::string_view text, int columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::string out;
  int used = 0;
  bool cut = false;
  each_piece(text, [&](std::string_view piece, int width) {
    if (width < 0) {
      out += piece;
    } else if (!cut && used + width <= columns - 1) {
      out += piece;
      used += width;
    } else if (!cut) {
      cut = true;
      if (columns > 0) out += "…";
    }
  });
  return out;
}

std::string without_sgr(std::string_view text) {
  std::string out;
  each_piece(text, [&](std::string_view piece, int width) {
    bool is_sgr = width < 0 && piece.starts_with("\x1b[") && piece.ends_with('m');
    if (!is_sgr) out += piece;
  });
  return out;
}

std::vector<std::string> wrap(std::string_view text, int columns) {
  if (columns <= 0) return {std::string(text)};
  std::vector<std::string> lines(1);
  for (std::string_view word : split(text, ' ')) {
    std::string& line = lines.back();
    bool fits = line.empty() || display_width(line) + 1 + display_width(word) <= columns;
    if (!fits) lines.emplace_back();
    else if (!line.empty()) line += ' ';
    lines.back() += truncate_to_width(word, columns);
  }
  return lines;
}

std::size_t unique_prefix_length(std::vector<std::string_view> ids) {
  constexpr std::size_t kUsual = 8;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::size_t length = kUsual;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    auto [a, b] = std::mismatch(ids[i - 1].begin(), ids[i - 1].end(), ids[i].begin(), ids[i].end());
    length = std::max(length, static_cast<std::size_t>(b - ids[i].begin()) + 1);
  }
  return length;
}

std::string shorten_home(const std::string& path, const std::string& home) {
  bool inside = home.size() > 1 && path.compare(0, home.size(), home) == 0 &&
                (path.size() == home.size() || path[home.size()] == '/');
  return inside ? "~" + path.substr(home.size()) : path;
}

std::string short_age(std::int64_t seconds) {
  if (seconds < 60) return "<1m";
  if (seconds < 3600) return std::to_string(seconds / 60) + "m";
  if (seconds < 86400) return std::to_string(seconds / 3600) + "h";
  return std::to_string(seconds / 86400) + "d";
}

namespace {

constexpr std::string_view kBegin = "\x1b[?2026h", kEnd = "\x1b[?2026l";
constexpr std::string_view kEraseLine = "\x1b[K", kEraseBelow = "\x1b[J";

std::string go_to(std::size_t row) { return "\x1b[" + std::to_string(row + 1) + ";1H"; }

}  // namespace

std::string diff_frame(const std::vector<std::string>& before,
                       const std::vector<std::string>& after) {
  std::string out;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (i < before.size() && before[i] == after[i]) continue;
    out += go_to(i) + after[i];
    // Only if needed: after a full line some terminals would erase its last character.
    if (i < before.size() && display_width(before[i]) > display_width(after[i])) out += kEraseLine;
  }
  if (before.size() > after.size()) {
    out += go_to(after.size());
    out += kEraseBelow;
  }
  if (out.empty()) return out;
  return std::string(kBegin) + out + std::string(kEnd);
}

std::vector<std::string> fit_frame(std::vector<std::string> lines, int columns, int rows) {
  std::size_t most = rows > 0 ? static_cast<std::size_t>(rows) : lines.size();
  if (lines.size() > most) {
    std::size_t hidden = lines.size() - most + 1;
    lines.resize(most - 1);
    lines.push_back("… " + std::to_string(hidden) + " more");
  }
  if (columns > 0) {
    for (std::string& line : lines) line = truncate_to_width(line, columns);
  }
  return lines;
}

}  // namespace wick
