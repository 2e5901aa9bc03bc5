// SPDX-License-Identifier: MIT
// Options of the command line, and the moments that people write in them.
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

// Times on command lines: what --since, --until and --split understand.

/// A time as a command line has it: a fixed one, or so long ago. The second moves on with the clock.
struct Moment {
  TimeMs time = 0;
  std::optional<TimeMs> ago;

  TimeMs at(TimeMs now) const { return ago ? now - *ago : time; }
};

/// The first moment of a date ("2026-11-24", "20261124", "today", "yesterday"), a time (ISO-8601, a
/// local one without an offset) or a span before now ("7d"). As the end of a filter a date is meant
/// with its whole day. Failure{kUsage, "OPTION TEXT: ..."}.
Moment parse_moment(std::string_view option, const std::string& text, TimeMs now, bool is_end);

/// The same as one time.
TimeMs moment_argument(std::string_view option, const std::string& text, TimeMs now, bool is_end);

// Command lines: GNU long options and a few short ones.

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
