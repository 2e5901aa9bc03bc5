// SPDX-License-Identifier: MIT
// The usage limits of an account, as its sessions were told of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "lib/base/env.h"
#include "lib/session/tap.h"

namespace wick {

inline constexpr TimeMs kFiveHourWindow = 5 * 3600'000, kSevenDayWindow = 7 * 24 * 3600'000;

/// The client may say the end of a window a little differently from one response to the next: two ends are
/// of one window that are no further apart, in seconds.
inline constexpr std::int64_t kSameWindow = 60;

/// A window and the payload that says most of it.
struct ToldWindow {
  LimitWindow window;
  TimeMs told = 0;  // when Claude Code was told; 0: nobody was
  std::shared_ptr<const Tap> by;
};

/// Windows may have been reset since.
struct AccountLimits {
  ToldWindow five_hour, seven_day, spend;
};

/// When the limits of a payload were news: its session's last request was sent then. A status line is drawn
/// again without any, so the time of a tap says little; it is taken where the payload has no cache clock.
TimeMs time_of_news(const Tap& tap);

/// What the sessions of a configuration folder were told in the last seven days, `own` besides: limits belong to
/// the account. Of each window the newest counts, and of that the highest percentage, since it only
/// rises; of a spend limit the latest word. Taps that cannot know more are not read. With an empty `config_dir` it is the account that was told
/// something last.
AccountLimits account_limits(const Env& env, const std::string& config_dir, const std::optional<Tap>& own);

}  // namespace wick
