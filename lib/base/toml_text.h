// SPDX-License-Identifier: MIT
// Converts TOML to a form that toml++ can parse safely.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// An ASCII version of a TOML text. toml++ 3.3 tests whether some non-ASCII letters are white
/// space, which is undefined: letters outside strings, and a letter after a backslash at the end of
/// a line. Therefore such letters become escape sequences in strings and question marks in
/// comments, and are rejected elsewhere. Where this class sees a string but the parser does not,
/// the parser fails before the string ends.
class AsciiToml {
 public:
  /// Both arguments must outlive it. Throws Failure{kConfig, "FILE:LINE:COLUMN: REASON"} for text
  /// that toml++ must not see.
  AsciiToml(std::string_view text, const std::string& file);

  std::string_view text() const { return ascii_; }

  /// "FILE:LINE:COLUMN" in the original of a position in text(). Columns count code points.
  std::string where(std::size_t line, std::size_t column) const;
  std::string where(std::size_t offset) const;

 private:
  std::string where(std::size_t line, std::size_t line_start, std::size_t offset) const;
  void take();
  void take_comment();
  void take_string();
  std::size_t end_of_string(std::size_t quotes) const;
  std::uint32_t take_letter();
  void count_depth(char c);
  void put(char c, std::size_t origin);
  void put_escaped(std::uint32_t letter, std::size_t origin);
  [[noreturn]] void fail(const std::string& reason) const;

  std::string_view original_;
  const std::string& file_;
  std::size_t pos_ = 0;  // in the original
  int dots_ = 0;         // in the key or number being read
  std::string ascii_;
  std::vector<std::uint32_t> origins_;  // of each byte of ascii_
  std::vector<std::size_t> lines_{0};   // start of each line of ascii_
};

}  // namespace wick
