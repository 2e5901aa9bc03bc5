// SPDX-License-Identifier: MIT
// JSON with its long texts cut short, so that what is parsed of a huge line is small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/packed.h"

namespace wick {

/// Bytes that were taken out of a text: they stood at this position of what is left.
struct Cut {
  std::size_t at = 0;
  std::uint64_t bytes = 0;
  std::uint64_t sum = 0;  // a checksum of them
};

/// Most bytes of a transcript are in few long texts (outputs, files, pictures), of which only the
/// length matters. This goes through JSON from quote to quote, faster than a parser can, and keeps
/// the first kKept bytes of each text. Takes lines of any length in pieces, in bounded memory.
class Squeezer {
 public:
  static constexpr std::size_t kKept = 512;
  static constexpr std::size_t kMost = 1024 * 1024;

  Squeezer();
  /// Forgets the line before.
  void start();
  void feed(std::string_view bytes);

  /// What is left of the line. kJsonPadding bytes are readable behind it.
  std::string_view text() const { return text_; }
  std::span<const Cut> cuts() const { return cuts_; }
  /// More than kMost bytes would be left: then text() is only the first of them.
  bool overflowed() const { return overflowed_; }

 private:
  void keep(std::string_view bytes);
  void cut(std::string_view content);
  void back_to_whole_character();

  std::string text_;
  std::vector<Cut> cuts_;
  bool in_text_ = false;
  bool odd_ = false;       // within a text: an odd number of backslashes came last
  std::size_t length_ = 0;  // of the text so far
  bool cutting_ = false;    // it is longer than kKept
  bool overflowed_ = false;
  RunningSum sum_;  // of what is being cut
};

}  // namespace wick
