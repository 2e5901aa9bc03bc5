// SPDX-License-Identifier: MIT
// The middle of some whole numbers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace wick {

/// The median, of two in the middle their mean, a half rounded up. Empty for none.
inline std::optional<std::int64_t> rounded_median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  std::size_t middle = values.size() / 2;
  if (values.size() % 2) return values[middle];
  return (values[middle - 1] + values[middle] + 1) >> 1;
}

}  // namespace wick
