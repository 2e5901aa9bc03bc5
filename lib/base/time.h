// SPDX-License-Identifier: MIT
// Points in time and calendar periods.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// Milliseconds since 1970-01-01T00:00:00Z. Always passed in; only system_now() reads the clock.
using TimeMs = std::int64_t;

/// The system clock, for the one place that sets `now`.
TimeMs system_now();

/// Milliseconds of a clock that never goes back, for time limits.
std::int64_t monotonic_ms();

/// Parses an ISO-8601 date with time ("2026-11-22T05:05:33.451Z", offsets, "T" or space, seconds
/// optional) or without (midnight UTC). Empty for anything else, and for years outside 1970 to
/// 9999.
std::optional<TimeMs> parse_iso8601(std::string_view text);

/// Parses epoch seconds ("1795327588", fractions allowed) or ISO-8601, the formats of WICK_NOW.
std::optional<TimeMs> parse_when(std::string_view text);

/// Parses a span of time: "90s", "30m", "1.5h", "7d", "2w". Empty for anything else, including a
/// number without a unit; limited to thirty years.
std::optional<TimeMs> parse_span(std::string_view text);

/// The local time "14:02", for people; uses TZ.
std::string clock_time(TimeMs time);

/// The local day of the week, "Sun"; uses TZ.
std::string weekday_name(TimeMs time);

/// The local date "2026-11-22"; uses TZ.
std::string local_date(TimeMs time);

/// "2026-11-22T05:05:33Z".
std::string iso8601(TimeMs time);

/// "2026-11-22T05:05:33.451Z".
std::string iso8601_ms(TimeMs time);

/// Rounded up to whole seconds, as the client rounds `expires_at`.
constexpr std::int64_t ceil_seconds(TimeMs time) { return (time + 999) / 1000; }

// Local days, weeks and months in any time zone.

enum class Period { kDay, kWeek, kMonth };

/// A period of local time: from its first moment to the first moment after it. When clocks change,
/// a day has 23 or 25 hours and may begin at 01:00.
struct Span {
  TimeMs from = 0, until = 0;
  std::string name;  // "2026-11-24" (for a week, its first day), "2026-11"

  bool holds(TimeMs time) const { return time >= from && time < until; }
};

// Weeks begin on Monday, as in ISO 8601, until use_week_start() says otherwise. Days of the week
// count from Monday, 0.

void use_week_start(int weekday);

/// The first day of the week where the user lives, as the C library's locale has it: LC_ALL,
/// LC_TIME or LANG. Empty for the locales of no country (C, POSIX) and those that are not
/// installed.
std::optional<int> locale_week_start();

/// Where a day is in its week: 0 for the first.
int day_of_week(const Span& day);

/// The name of the day at a place in the week: "Mon" for 0, where weeks begin on Monday.
std::string_view weekday_at(int day_of_week);

/// Finds periods of one kind; uses TZ. Caches the results, because a history asks for the same ones
/// repeatedly.
class Calendar {
 public:
  explicit Calendar(Period period) : period_(period) {}

  /// The period that contains `time`.
  const Span& at(TimeMs time);

 private:
  Period period_;
  std::map<TimeMs, Span> found_;  // by their first moment
  const Span* last_ = nullptr;
};

/// Makes `zone` (a name of the time zone database or a POSIX rule such as "CET-1CEST") the local
/// time of this process. Returns false and changes nothing if there is no such zone.
bool use_time_zone(const std::string& zone);

/// The first moment of a local date; empty if the date does not exist.
std::optional<TimeMs> local_midnight(int year, int month, int day);

/// Converts local time to UTC; `wall` is the local time as if it were UTC. If that occurs twice,
/// returns either; if the clocks skip it, it is shifted by as much.
TimeMs from_local(TimeMs wall);

/// The offset of local time from UTC at `time`: "+01:00".
std::string utc_offset(TimeMs time);

}  // namespace wick
