// SPDX-License-Identifier: MIT
// Command lines: GNU long options and a few short ones.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// One option. `store` gets the argument, or "" where the option takes none; it may be empty.
struct Option {
  std::string_view name;  // "session"
  char letter = 0;        // 's', or 0
  bool takes_argument = false;
  std::function<void(const std::string&)> store;
};

/// Parses argv[1..] and gives back the operands. Failure{kUsage} for an unknown option (with a
/// suggestion), a missing argument or one too many. Long options are not to be abbreviated.
std::vector<std::string> parse_options(int argc, char** argv, const std::vector<Option>& options);

/// The argument of an option as a whole number from 0. Failure{kUsage}.
std::int64_t count_argument(std::string_view option, const std::string& text);
/// As a number from 0 to a million, of dollars or percent. Failure{kUsage}.
double amount_argument(std::string_view option, const std::string& text);

}  // namespace wick
