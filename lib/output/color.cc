// SPDX-License-Identifier: MIT
#include "lib/output/color.h"

#include <array>

#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 8> kColors = {"black", "red",     "green", "yellow",
                                                     "blue",  "magenta", "cyan",  "white"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kAttributes = {
    {{"bold", "1"}, {"dim", "2"}, {"italic", "3"}, {"underline", "4"}, {"reverse", "7"}}};

std::optional<std::string> hex_color(std::string_view word, bool background) {
  if (word.size() != 7 || word[0] != '#') return std::nullopt;
  std::string out = background ? "48;2" : "38;2";
  for (std::size_t i = 1; i < 7; i += 2) {
    int byte = 0;
    for (char c : word.substr(i, 2)) {
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return std::nullopt;
      byte = byte * 16 + digit;
    }
    out += ";" + std::to_string(byte);
  }
  return out;
}

std::optional<std::string> color(std::string_view word, bool background) {
  if (auto hex = hex_color(word, background)) return hex;
  if (auto number = parse_integer(word); number && *number >= 0 && *number <= 255) {
    return (background ? "48;5;" : "38;5;") + std::to_string(*number);
  }
  std::size_t base = background ? 40 : 30;
  if (word == "gray" || word == "grey") word = "bright-black";
  constexpr std::string_view kBright = "bright-";
  if (word.substr(0, kBright.size()) == kBright) {
    word.remove_prefix(kBright.size());
    base += 60;
  }
  for (std::size_t i = 0; i < kColors.size(); ++i) {
    if (kColors[i] == word) return std::to_string(base + i);
  }
  return std::nullopt;
}

void join(std::string& list, std::string_view item) {
  if (item.empty()) return;
  if (!list.empty()) list += ';';
  list += item;
}

bool add_attribute(Style& style, std::string_view word) {
  for (const auto& [name, code] : kAttributes) {
    if (name != word) continue;
    join(style.attributes, code);
    return true;
  }
  return word == "none";
}

}  // namespace

std::optional<Style> parse_style(std::string_view text) {
  Style style;
  bool background = false;
  std::string lowered = lower(std::string(text));
  for (std::string_view word : split(lowered, ' ')) {
    if (word.empty()) continue;
    if (word == "on") {
      background = true;
    } else if (auto code = color(word, background)) {
      (background ? style.background : style.foreground) = *code;
      background = false;
    } else if (!add_attribute(style, word)) {
      return std::nullopt;
    }
  }
  return style;
}

std::string sgr(const Style& style) {
  std::string codes;
  join(codes, style.attributes);
  join(codes, style.foreground);
  join(codes, style.background);
  return codes.empty() ? "" : "\x1b[" + codes + "m";
}

std::string styled(std::string_view text, const Style& style) {
  std::string start = sgr(style);
  if (start.empty() || text.empty()) return std::string(text);
  return start + std::string(text) + "\x1b[0m";
}

bool use_color(std::string_view wick_color, bool no_color, std::string_view term, bool otherwise) {
  if (wick_color == "always") return true;
  if (wick_color == "never" || no_color || term == "dumb") return false;
  return otherwise;
}

}  // namespace wick
