// SPDX-License-Identifier: MIT The rate limits of an account, read from taps: the last payload that
// each session's status line got.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/claude/payload.h"

namespace wick {

// A tap is the last payload that Claude Code gave for a session, kept verbatim.

struct Tap {
  Payload payload;
  TimeMs time = 0;        // when Claude Code gave it
  std::string path = {};  // the file that keeps it; empty for a payload from standard input
};

/// No payload is larger than this; a larger file is not a tap.
inline constexpr std::size_t kLargestPayload = 1 << 20;

/// Empty when the file is missing, unreadable or not a complete payload.
std::optional<Tap> read_tap(const std::string& path);

/// Writes a payload as its session's tap, atomically, mode 0600. Failure{kIo}.
void save_tap(const Env& env, const Payload& payload, std::string_view json);

/// Reads the taps that changed since `since`, the newest first. `take` gets each one and returns
/// the `since` that applies to the rest.
void each_tap(const Env& env, TimeMs since, const std::function<TimeMs(const Tap&)>& take);

/// The ends of 5-hour windows, in epoch seconds, in the taps that changed since `since`.
std::vector<std::int64_t> reported_windows(const Env& env, TimeMs since);

// The usage limits of an account, as reported to its sessions.

inline constexpr TimeMs kFiveHourWindow = 5 * 3600'000, kSevenDayWindow = 7 * 24 * 3600'000;

/// In seconds. The client may report the end of a window slightly differently from one response to
/// the next: ends that are no further apart than this belong to the same window.
inline constexpr std::int64_t kSameWindow = 60;

/// A window and the payload that reports the most use of it.
struct ReportedWindow {
  LimitWindow window;
  TimeMs reported_at = 0;  // when Claude Code received it; 0: never
  std::shared_ptr<const Tap> by;
};

/// The windows may have been reset since.
struct AccountLimits {
  ReportedWindow five_hour, seven_day, spend;
};

/// When Claude Code received the limits in a payload: when the session sent its last request.
/// Status lines are also redrawn without a request, so the tap's own time is used only where the
/// payload does not give the cache's expiry.
TimeMs time_of_news(const Tap& tap);

/// The limits reported to the sessions of a configuration folder (an account) in the last seven
/// days, and in `own`. For each window the newest one counts, and in it the highest percentage,
/// since use only rises; for a spend limit the latest report counts. Taps that cannot add anything
/// are not read. With an empty `config_dir` the account with the newest report is used.
AccountLimits account_limits(const Env& env, const std::string& config_dir,
                             const std::optional<Tap>& own);

}  // namespace wick
