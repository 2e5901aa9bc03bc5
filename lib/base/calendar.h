// SPDX-License-Identifier: MIT
// Local days, weeks and months: where they begin and end in every time zone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "lib/base/time.h"

namespace wick {

enum class Period { kDay, kWeek, kMonth };

/// A span of local time: from its first moment until the first moment after it. Where clocks are
/// changed a day has 23 or 25 hours, and may begin at 01:00.
struct Span {
  TimeMs from = 0, until = 0;
  std::string name;  // "2026-11-24" (a week: its Monday), "2026-11"

  bool holds(TimeMs time) const { return time >= from && time < until; }
};

/// Finds periods of one kind; honours TZ. Remembers those that it has found, because a history asks
/// for the same ones again and again.
class Calendar {
 public:
  explicit Calendar(Period period) : period_(period) {}

  /// The period that a time lies in.
  const Span& at(TimeMs time);

 private:
  Period period_;
  std::map<TimeMs, Span> found_;  // by their first moment
  const Span* last_ = nullptr;
};

/// Makes `zone` (a name of the time zone database, or a POSIX rule such as "CET-1CEST") the local
/// time of this process. False, and nothing changed, when there is no such zone.
bool use_time_zone(const std::string& zone);

/// The first moment of a local date. Empty when there is no such date.
std::optional<TimeMs> local_midnight(int year, int month, int day);

/// The time at which a local clock shows what one in UTC shows at `wall`. Of a time that comes twice,
/// one of both; a time that the clocks jump over is moved by as much.
TimeMs from_local(TimeMs wall);

/// The offset of local time from UTC at a time: "+01:00".
std::string utc_offset(TimeMs time);

}  // namespace wick
