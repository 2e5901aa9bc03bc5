// SPDX-License-Identifier: MIT
// Shortens the long strings in JSON, so that little of a huge line has to be parsed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/packed.h"

namespace wick {

/// Bytes that were removed from a string, at this position of the shortened text.
struct Cut {
  std::size_t at = 0;
  std::uint64_t bytes = 0;
  std::uint64_t sum = 0;  // their checksum
};

/// Most bytes of a transcript are in a few long strings (outputs, files, images), of which only the
/// length matters. This skips from quote to quote, faster than a parser can, and keeps the first
/// kKept bytes of each string, and a brace at its end. Accepts lines of any length in pieces, in
/// bounded memory.
class Squeezer {
 public:
  static constexpr std::size_t kKept = 512;
  static constexpr std::size_t kMost = 1024 * 1024;

  Squeezer();
  /// Starts a new line.
  void start();
  void feed(std::string_view bytes);

  /// The shortened line, followed by kJsonPadding readable bytes.
  std::string_view text() const { return text_; }
  std::span<const Cut> cuts() const { return cuts_; }
  /// The shortened line exceeds kMost bytes: text() is only its start.
  bool overflowed() const { return overflowed_; }

 private:
  void keep(std::string_view bytes);
  void cut(std::string_view content);
  void end_cut();
  void back_to_whole_character();

  std::string text_;
  std::vector<Cut> cuts_;
  bool in_text_ = false;
  bool odd_ = false;        // inside a string: it ends with an odd number of backslashes so far
  std::size_t length_ = 0;  // of the string so far
  bool cutting_ = false;    // the string is longer than kKept
  char last_ = 0;           // the last byte of the string so far
  bool overflowed_ = false;
  RunningSum sum_;  // of the bytes being removed
};

}  // namespace wick
