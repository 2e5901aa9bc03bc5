// SPDX-License-Identifier: MIT
// corpus: text to fill lines with, made once and written many times.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "random.h"

namespace corpus {

/// Lines of text, escaped as the inside of a JSON string.
class Pool {
 public:
  /// Lines after the patterns, in which ^ stands for a word and ~ for a number.
  Pool(std::span<const std::string_view> patterns, Int bytes, Random random);

  /// Whole lines, at least `bytes` long together.
  void append(std::string& out, Int bytes, Random& random) const;

 private:
  std::string text_;
  std::vector<std::size_t> starts_;  // of the lines
};

struct Filler {
  explicit Filler(std::uint64_t seed);

  /// A picture in base64.
  void append_picture(std::string& out, Int bytes, Random& random) const;

  Pool code;   // what tools print: sources, logs, JSON, colours
  Pool prose;  // what a model writes
 private:
  std::string picture_;
};

}  // namespace corpus
