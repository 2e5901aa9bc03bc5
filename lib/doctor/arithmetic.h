// SPDX-License-Identifier: MIT
// Arithmetic as text: what bc(1) or a reader can work out.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "lib/base/format.h"
#include "lib/base/time.h"
#include "lib/view/human.h"

namespace wick::derive {

inline std::string text(std::int64_t number) { return std::to_string(number); }
inline std::string text(double number) { return number_text(number); }
/// "14950 * 4"
inline std::string product(std::int64_t count, double rate) {
  return fmt::format("{} * {}", text(count), text(rate));
}
/// Milliseconds as seconds.
inline std::string seconds(TimeMs time) { return text(static_cast<double>(time) / 1000); }
/// Whole seconds from now to `at`, rounded up.
inline std::string remaining(std::int64_t at, TimeMs now) {
  return fmt::format("ceil({} - {})", text(at), seconds(now));
}
inline std::string sum(std::initializer_list<std::int64_t> numbers) {
  std::string out;
  for (std::int64_t number : numbers) out += (out.empty() ? "" : " + ") + text(number);
  return out;
}

}  // namespace wick::derive
