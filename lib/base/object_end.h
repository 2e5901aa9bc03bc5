// SPDX-License-Identifier: MIT
// Where a JSON object ends, found without parsing it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace wick {

/// Follows brackets and strings through text that comes in pieces.
class ObjectEnd {
 public:
  static constexpr std::size_t kNotYet = std::string_view::npos;

  /// The position in `bytes` behind the bracket that closes the first object or array; kNotYet when
  /// it has not come.
  std::size_t feed(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (in_string_ && !escaped_) {  // most of the text: go to where it may end
        i = std::min(bytes.find_first_of("\"\\", i), bytes.size());
        if (i == bytes.size()) break;
      }
      if (step(bytes[i])) return i + 1;
    }
    return kNotYet;
  }

 private:
  bool step(char c) {
    if (in_string_) {
      if (escaped_) escaped_ = false;
      else if (c == '\\') escaped_ = true;
      else if (c == '"') in_string_ = false;
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if ((c == '}' || c == ']') && depth_ > 0) {
      return --depth_ == 0;
    }
    return false;
  }

  int depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace wick
