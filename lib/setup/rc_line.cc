// SPDX-License-Identifier: MIT
#include "lib/setup/rc_line.h"

#include <algorithm>
#include <functional>

#include "lib/base/shell_words.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::string_view kMark = " # added by wick-setup";

bool is_marked(std::string_view line) {
  line = trim(line);
  return line.size() >= kMark.size() && line.substr(line.size() - kMark.size()) == kMark;
}

bool is_comment(std::string_view line) {
  line = trim(line);
  return !line.empty() && line[0] == '#';
}

std::string newline_of(std::string_view text) { return contains(text, "\r\n") ? "\r\n" : "\n"; }

// The lines, each with its newline, put together again as `change` gives them.
std::string each_line(std::string_view text,
                      const std::function<std::string(std::string_view)>& change) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out += change(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace

std::optional<std::string> with_line(const std::string& text, const RcLine& line) {
  std::string newline = newline_of(text);
  std::string whole = line.command + std::string(kMark) + newline;
  bool there = false, marked = false;
  std::string renewed = each_line(text, [&](std::string_view old) {
    if (is_marked(old)) {
      marked = true;
      there |= has_word(old, line.word);
      return whole;
    }
    there |= !is_comment(old) && contains(old, line.names);
    return std::string(old);
  });
  if (there) return std::nullopt;
  if (marked) return renewed;
  return text + (text.empty() || text.back() == '\n' ? "" : newline) + whole;
}

std::optional<std::string> without_line(const std::string& text, const std::string* before) {
  std::string out = each_line(
      text, [](std::string_view line) { return std::string(is_marked(line) ? "" : line); });
  if (out == text) return std::nullopt;
  if (before && out == *before + newline_of(text)) return *before;
  return out;
}

}  // namespace wick
