// SPDX-License-Identifier: MIT
// The rate limits of an account, and the taps that tell them: what status lines were given last.
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

// The tap: the last payload that Claude Code gave for a session, kept as it came.

/// A payload and when it was given.
struct Tap {
  Payload payload;
  TimeMs time = 0;
  std::string path = {};  // where it is kept; empty for one that was just given
};

/// No payload is larger than this; a file that is larger is none.
inline constexpr std::size_t kLargestPayload = 1 << 20;

/// Reads a tap; empty when it is missing, unreadable or not a whole payload.
std::optional<Tap> read_tap(const std::string& path);

/// Keeps a payload as its session's tap, atomically, mode 0600. Failure{kIo} when it cannot be
/// kept.
void save_tap(const Env& env, const Payload& payload, std::string_view json);

/// Reads the taps that changed since `since`, the newest first. `take` is given each and says since when the
/// rest must have changed to be of use.
void each_tap(const Env& env, TimeMs since, const std::function<TimeMs(const Tap&)>& take);

/// The ends of 5-hour windows that the taps which changed since `since` tell, epoch seconds.
std::vector<std::int64_t> reported_windows(const Env& env, TimeMs since);

// The usage limits of an account, as its sessions were told of them.

inline constexpr TimeMs kFiveHourWindow = 5 * 3600'000, kSevenDayWindow = 7 * 24 * 3600'000;

/// The client may say the end of a window a little differently from one response to the next: two ends are
/// of one window that are no further apart, in seconds.
inline constexpr std::int64_t kSameWindow = 60;

/// A window and the payload that says most of it.
struct ReportedWindow {
  LimitWindow window;
  TimeMs reported_at = 0;  // when Claude Code was told; 0: nobody was
  std::shared_ptr<const Tap> by;
};

/// Windows may have been reset since.
struct AccountLimits {
  ReportedWindow five_hour, seven_day, spend;
};

/// When the limits of a payload were news: its session's last request was sent then. A status line is drawn
/// again without any, so the time of a tap says little; it is taken where the payload has no cache clock.
TimeMs time_of_news(const Tap& tap);

/// What the sessions of a configuration folder were told in the last seven days, `own` besides: limits belong to
/// the account. Of each window the newest counts, and of that the highest percentage, since it only
/// rises; of a spend limit the latest word. Taps that cannot know more are not read. With an empty `config_dir` it
/// is the account that was told something last.
AccountLimits account_limits(const Env& env, const std::string& config_dir, const std::optional<Tap>& own);

}  // namespace wick
