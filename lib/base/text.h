// SPDX-License-Identifier: MIT
// Small pure functions over text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// Without white space (space, tab, CR, LF) at both ends.
std::string_view trim(std::string_view text);

/// Where `part` stands first in `text`; npos when it does not. For long texts: memmem beats a
/// search for each first letter.
std::size_t find_in(std::string_view text, std::string_view part);
inline bool contains(std::string_view text, std::string_view part) {
  return find_in(text, part) != std::string_view::npos;
}

/// The pieces between separators; "a,,b" has an empty piece in the middle, "" has none.
std::vector<std::string_view> split(std::string_view text, char separator);

/// ASCII lower case.
std::string lower(std::string text);

/// The whole text as a decimal number; empty when anything else stands in it or it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<double> parse_number(std::string_view text);
/// A number of tokens, 0 to 1e15: "15000", "150k", "1.2M". Empty for anything else.
std::optional<double> parse_tokens(std::string_view text);

/// A code point that a terminal might act on or a reader might not see.
bool is_unprintable(std::uint32_t code_point);

/// `text` made safe to print: control characters (C0, DEL, C1), line and paragraph separators, bidi
/// controls, invisible characters and invalid UTF-8 become U+FFFD. Text from sessions (names,
/// branches, models, paths) is written by others; it must not steer a terminal.
std::string printable(std::string_view text);

/// True for a text that can name one file and nothing else: letters, digits, '-', '_', '.', at most
/// 128 of them, not starting with a dot. Session ids are checked with it before they become paths.
bool is_safe_name(std::string_view text);

/// The candidate that `word` most likely was meant to be, for "did you mean"; empty when none is
/// near (more than a third of the letters differ).
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);

/// Appends the code point in UTF-8.
void append_utf8(std::string& out, std::uint32_t code_point);

/// Reads the code point at `pos` and moves past it. Invalid bytes give 0xFFFD and advance by one.
std::uint32_t next_code_point(std::string_view text, std::size_t& pos);

// Where a JSON object ends, found without parsing it.

/// Follows brackets and strings through text that comes in pieces.
class ObjectEnd {
 public:
  static constexpr std::size_t kNotYet = std::string_view::npos;

  /// The position in `bytes` behind the bracket that closes the first object or array; kNotYet when
  /// it has not come.
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

// Words of shell command lines.

/// `text` as one word of sh, zsh or bash; of fish. Quoted only where it has to be.
std::string sh_word(std::string_view text);
std::string fish_word(std::string_view text);

/// The first word of an sh command, without its quotes; `end` becomes the position behind it.
/// Expansions stay as they are written.
std::string first_word(std::string_view command, std::size_t& end);

/// Does `word` stand in `text` with no letter, digit, '-', '_', '.' or '/' at its sides?
bool has_word(std::string_view text, std::string_view word);

}  // namespace wick
