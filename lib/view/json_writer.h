// SPDX-License-Identifier: MIT
// Values as one compact JSON object.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/value.h"

namespace wick {

/// A quoted JSON string. What printable() would replace is escaped, so that a terminal shows it and
/// a program gets it back; invalid UTF-8 becomes U+FFFD.
std::string json_string(std::string_view text);

/// {"context":{"tokens":14445},"cache":{...}} from names with one dot, in the order given; members
/// of a group must stand together. Absent values must have been left out.
std::string json_object(const std::vector<std::pair<std::string_view, Value>>& members);

}  // namespace wick
