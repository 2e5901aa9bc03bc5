// SPDX-License-Identifier: MIT
// Times on command lines: what --since, --until and --split understand.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.h"

namespace wick {

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

}  // namespace wick
