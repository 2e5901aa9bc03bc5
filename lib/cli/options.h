// SPDX-License-Identifier: MIT
// Parses command line options, and the times in their arguments.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.h"

namespace wick {

// Times in the arguments of --since, --until and --split.

/// A time on the command line: fixed, or relative to the current time.
struct Moment {
  TimeMs time = 0;
  std::optional<TimeMs> ago;

  TimeMs at(TimeMs now) const { return ago ? now - *ago : time; }
};

/// Parses a date ("2026-11-24", "20261124", "today", "yesterday"; its first moment, or its end with
/// `is_end`), a time (ISO-8601, local without an offset), or a span before now ("7d"). Throws
/// Failure{kUsage, "OPTION TEXT: ..."}.
Moment parse_moment(std::string_view option, const std::string& text, TimeMs now, bool is_end);

/// The same as a point in time.
TimeMs moment_argument(std::string_view option, const std::string& text, TimeMs now, bool is_end);

// GNU long options and a few short ones.

/// An option. `store` receives the argument, or "" if the option takes none; it may be null.
struct Option {
  std::string_view name;  // "session"
  char letter = 0;        // 's', or 0
  bool takes_argument = false;
  std::function<void(const std::string&)> store;
};

/// An option without an argument: `to` becomes `value`.
inline Option flag_option(std::string_view name, char letter, bool& to, bool value = true) {
  return {name, letter, false, [&to, value](const std::string&) { to = value; }};
}
/// An option whose argument is stored as it is.
template <class Text>
Option text_option(std::string_view name, char letter, Text& to) {
  return {name, letter, true, [&to](const std::string& text) { to = text; }};
}

/// Parses argv[1..] and returns the operands. Throws Failure{kUsage} for an unknown option (with a
/// suggestion), or a missing or superfluous argument. Long options cannot be abbreviated.
std::vector<std::string> parse_options(int argc, char** argv, std::vector<Option> options);

/// Parses a non-negative integer. Throws Failure{kUsage}.
std::int64_t count_argument(std::string_view option, const std::string& text);
/// Parses a number from 0 to a million, of dollars or percent. Throws Failure{kUsage}.
double amount_argument(std::string_view option, const std::string& text);

/// The index of the argument in `words`. Throws Failure{kUsage} that lists them.
std::size_t word_argument(std::string_view option, const std::string& text,
                          std::span<const std::string_view> words);
/// Parses a number of threads, from 1. Throws Failure{kUsage}.
std::int64_t threads_argument(const std::string& text);

}  // namespace wick
