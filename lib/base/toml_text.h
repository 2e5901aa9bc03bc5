// SPDX-License-Identifier: MIT
// TOML as toml++ can read it safely.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// A TOML text, all of it ASCII. toml++ 3.3 asks of some letters of other scripts whether they are white space,
/// which is undefined there: of those outside of strings, and of one after a line-ending backslash. So such
/// letters become escape sequences in strings, question marks in comments, and are refused elsewhere. Where
/// the parser sees no string in what is taken for one here, it fails before it comes to the end of that.
class AsciiToml {
 public:
  /// Both must outlive it. Failure{kConfig, "FILE:LINE:COLUMN: REASON"} for what toml++ must not see.
  AsciiToml(std::string_view text, const std::string& file);

  std::string_view text() const { return ascii_; }

  /// "FILE:LINE:COLUMN" in the original for a place in text(). Columns count code points.
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
  int dots_ = 0;         // of the key, or number, that is being read
  std::string ascii_;
  std::vector<std::uint32_t> origins_;  // of each of its bytes
  std::vector<std::size_t> lines_{0};   // where each of its lines starts
};

}  // namespace wick
