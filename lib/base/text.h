// SPDX-License-Identifier: MIT
// Small pure functions on strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// Strips white space (space, tab, CR, LF) from both ends.
std::string_view trim(std::string_view text);

/// The first position of `part` in `text`, or npos. For long texts: memmem is faster than
/// std::string_view::find().
std::size_t find_in(std::string_view text, std::string_view part);
inline bool contains(std::string_view text, std::string_view part) {
  return find_in(text, part) != std::string_view::npos;
}

/// The pieces between separators; "a,,b" has an empty piece in the middle, "" has none.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Converts ASCII letters to lower case.
std::string lower(std::string text);

/// The whole text as a decimal number; empty if it contains anything else or does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<double> parse_number(std::string_view text);
/// A number of tokens, 0 to 1e15: "15000", "150k", "1.2M". Empty for anything else.
std::optional<double> parse_tokens(std::string_view text);

/// True for code points that may control a terminal or be invisible.
bool is_unprintable(std::uint32_t code_point);

/// Makes text safe to print: control characters (C0, DEL, C1), line and paragraph separators, bidi
/// controls, invisible characters and invalid UTF-8 become U+FFFD. Others write the text in
/// sessions (names, branches, models, paths); it must not control a terminal.
std::string printable(std::string_view text);

/// True for a text that is safe as a file name: at most 128 letters, digits, '-', '_' and '.', not
/// starting with a dot. Session ids are checked with it before they become paths.
bool is_safe_name(std::string_view text);

/// The most similar candidate, for "did you mean"; empty if none is near (more than a third of the
/// letters differ).
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);

/// Appends the code point in UTF-8.
void append_utf8(std::string& out, std::uint32_t code_point);

/// Reads the code point at `pos` and advances past it. Invalid bytes return 0xFFFD and advance by
/// one.
std::uint32_t next_code_point(std::string_view text, std::size_t& pos);

// Finds the end of a JSON object without parsing it.

/// Tracks brackets and strings through text that comes in pieces.
class ObjectEnd {
 public:
  static constexpr std::size_t kNotYet = std::string_view::npos;

  /// The position in `bytes` after the bracket that closes the first object or array, or kNotYet.
  std::size_t feed(std::string_view bytes) {
    State state = state_;  // in registers: this runs over every byte of a payload
    std::size_t i = 0;
    while (i < bytes.size() && !state.step(bytes[i])) ++i;
    state_ = state;
    return i < bytes.size() ? i + 1 : kNotYet;
  }

 private:
  struct State {
    int depth = 0;
    bool in_string = false, escaped = false;

    bool step(char c) {
      if (in_string) {
        if (escaped) escaped = false;
        else if (c == '\\') escaped = true;
        else if (c == '"') in_string = false;
      } else if (c == '"') {
        in_string = true;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && depth > 0) {
        return --depth == 0;
      }
      return false;
    }
  };
  State state_;
};

// Words in shell commands.

/// Quotes `text` as one word of sh, zsh and bash (sh_word) or fish (fish_word), only if necessary.
std::string sh_word(std::string_view text);
std::string fish_word(std::string_view text);

/// The first word of an sh command, without its quotes; sets `end` to the position after it.
/// Expansions are kept unchanged.
std::string first_word(std::string_view command, std::size_t& end);

/// True if `text` contains `word` without a letter, digit, '-', '_', '.' or '/' next to it.
bool has_word(std::string_view text, std::string_view word);

}  // namespace wick
