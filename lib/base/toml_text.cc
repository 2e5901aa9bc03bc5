// SPDX-License-Identifier: MIT
#include "lib/base/toml_text.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool begins_letter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

AsciiToml::AsciiToml(std::string_view text, const std::string& file)
    : original_(text), file_(file) {
  ascii_.reserve(text.size());
  origins_.reserve(text.size());
  if (text.starts_with("\xEF\xBB\xBF")) pos_ = 3;  // a byte order mark
  while (pos_ < text.size()) take();
}

std::string AsciiToml::where(std::size_t line, std::size_t column) const {
  if (line < 1 || line > lines_.size() || column < 1) line = column = 1;
  std::size_t end = line < lines_.size() ? lines_[line] - 1 : ascii_.size();
  return where(line, lines_[line - 1], std::min(lines_[line - 1] + column - 1, end));
}

std::string AsciiToml::where(std::size_t offset) const {
  auto next = std::upper_bound(lines_.begin(), lines_.end(), offset);
  return where(static_cast<std::size_t>(next - lines_.begin()), *(next - 1), offset);
}

std::string AsciiToml::where(std::size_t line, std::size_t line_start, std::size_t offset) const {
  auto original = [this](std::size_t at) { return at < origins_.size() ? origins_[at] : pos_; };
  std::size_t start = line == 1 ? 0 : original(line_start - 1) + 1;
  std::string_view before = original_.substr(start, original(offset) - start);
  auto letters = std::count_if(before.begin(), before.end(), begins_letter);
  return fmt::format("{}:{}:{}", file_, line, letters + 1);
}

void AsciiToml::take() {
  char c = original_[pos_];
  if (c == '"' || c == '\'') return take_string();
  if (c == '#') return take_comment();
  if (!is_ascii(c)) fail("a character that is not ASCII, outside of a string");
  count_depth(c);
  put(c, pos_++);
}

void AsciiToml::take_comment() {
  while (pos_ < original_.size() && original_[pos_] != '\n') {
    std::size_t origin = pos_;
    put(is_ascii(original_[origin]) ? original_[pos_++] : (take_letter(), '?'), origin);
  }
}

// A literal string has no escape sequences: if they are needed, it becomes a basic string.
void AsciiToml::take_string() {
  char quote = original_[pos_];
  std::size_t quotes = original_.substr(pos_, 3) == std::string(3, quote) ? 3 : 1;
  std::size_t begin = pos_, end = end_of_string(quotes);
  std::string_view string = original_.substr(begin, end - begin);
  bool basic = quote == '"';
  bool converted = !basic && !std::all_of(string.begin(), string.end(), is_ascii);
  bool escaped = false;
  while (pos_ < end) {
    std::size_t origin = pos_;
    char c = original_[pos_];
    if (!is_ascii(c)) {
      if (escaped) fail("unknown escape sequence");
      put_escaped(take_letter(), origin);
      continue;
    }
    escaped = basic && c == '\\' && !escaped;
    bool delimiter = c == quote && (pos_ < begin + quotes || pos_ + quotes >= end);
    if (converted && (c == '\\' || c == '"')) put('\\', origin);
    put(converted && delimiter ? '"' : c, origin);
    ++pos_;
  }
}

// A string without an end extends as far as the parser would search for it.
std::size_t AsciiToml::end_of_string(std::size_t quotes) const {
  std::string_view text = original_;
  char quote = text[pos_];
  for (std::size_t i = pos_ + quotes; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (quotes == 1) {
      if (text[i] == quote) return i + 1;
      if (text[i] == '\n') return i;
    } else if (text.substr(i, 3) == std::string(3, quote)) {
      i += 3;  // up to two more quotes belong to the string
      for (int more = 0; more < 2 && i < text.size() && text[i] == quote; ++more) ++i;
      return i;
    }
  }
  return text.size();
}

std::uint32_t AsciiToml::take_letter() {
  std::size_t next = pos_;
  std::uint32_t letter = next_code_point(original_, next);
  if (next == pos_ + 1) fail("invalid UTF-8");
  pos_ = next;
  return letter;
}

// toml++ handles dotted keys by unlimited recursion, and convert() does too.
void AsciiToml::count_depth(char c) {
  constexpr int kDeepest = 64;
  if (c == '.' && ++dots_ > kDeepest) fail("a key nested too deeply");
  if (std::string_view("\n,={}[]").find(c) != std::string_view::npos) dots_ = 0;
}

void AsciiToml::put(char c, std::size_t origin) {
  ascii_ += c;
  origins_.push_back(static_cast<std::uint32_t>(origin));
  if (c == '\n') lines_.push_back(ascii_.size());
}

void AsciiToml::put_escaped(std::uint32_t letter, std::size_t origin) {
  for (char c : {'\\', 'U'}) put(c, origin);
  for (int shift = 28; shift >= 0; shift -= 4)
    put("0123456789abcdef"[letter >> shift & 15], origin);
}

void AsciiToml::fail(const std::string& reason) const {
  throw Failure{Exit::kConfig, fmt::format("{}: {}", where(ascii_.size()), reason)};
}

}  // namespace wick
