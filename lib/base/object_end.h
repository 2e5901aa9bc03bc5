// SPDX-License-Identifier: MIT
// Where a JSON object ends, found without parsing it.
#pragma once

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

}  // namespace wick
