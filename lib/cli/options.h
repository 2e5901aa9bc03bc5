// SPDX-License-Identifier: MIT
// Command lines: GNU long options and a few short ones.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
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

/// As one of these words: its place among them. Failure{kUsage} that lists them.
std::size_t word_argument(std::string_view option, const std::string& text,
                          std::span<const std::string_view> words);
/// As how many threads there are to be, from 1. Failure{kUsage}.
std::int64_t threads_argument(const std::string& text);

}  // namespace wick
