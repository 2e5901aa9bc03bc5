// SPDX-License-Identifier: MIT
// Points in time, as the files of Claude Code write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// Milliseconds since 1970-01-01T00:00:00Z. Always handed in; no function here asks the clock but
/// system_now().
using TimeMs = std::int64_t;

/// The system clock, for the one place that builds a `now`.
TimeMs system_now();

/// Milliseconds of a clock that only runs forward, for time limits.
std::int64_t monotonic_ms();

/// An ISO-8601 date with time ("2026-11-22T05:05:33.451Z", offsets, "T" or space, seconds optional)
/// or a date alone (midnight UTC). Empty for anything else and for years outside 1970 to 9999.
std::optional<TimeMs> parse_iso8601(std::string_view text);

/// Epoch seconds ("1795327588", fractions allowed) or ISO-8601: what WICK_NOW accepts.
std::optional<TimeMs> parse_when(std::string_view text);

/// A span of time: "90s", "30m", "1.5h", "7d", "2w". Empty for anything else, a number without a
/// unit too; longer than thirty years is thirty years.
std::optional<TimeMs> parse_span(std::string_view text);

/// The local clock time "14:02", for people; honours TZ.
std::string clock_time(TimeMs time);

/// The local date "2026-11-22"; honours TZ.
std::string local_date(TimeMs time);

/// "2026-11-22T05:05:33Z".
std::string iso8601(TimeMs time);

/// "2026-11-22T05:05:33.451Z".
std::string iso8601_ms(TimeMs time);

/// Rounded up to whole seconds, as the client rounds `expires_at`.
constexpr std::int64_t ceil_seconds(TimeMs time) { return (time + 999) / 1000; }

}  // namespace wick
