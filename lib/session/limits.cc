// SPDX-License-Identifier: MIT
#include "lib/session/limits.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <vector>

#include "lib/claude/dirs.h"

namespace wick {
namespace {

using TapPtr = std::shared_ptr<const Tap>;

// More sessions than anybody has open: a bound of what a status line reads.
constexpr std::size_t kMostTaps = 64;
constexpr std::int64_t kClocksDiffer = 3600;

// A window ends within its length from when it was told of.
bool is_sane(const LimitWindow& window, TimeMs length, TimeMs told) {
  if (!window.used_pct || *window.used_pct < 0) return false;
  if (!window.resets_at) return true;
  return *window.resets_at > 0 && *window.resets_at <= (told + length) / 1000 + kClocksDiffer;
}

// Is `other` further than `kept`? One without an end may be of any window: then the later word counts.
bool is_further(const ToldWindow& other, const ToldWindow& kept) {
  if (!kept.by) return true;
  const auto &a = other.window.resets_at, &b = kept.window.resets_at;
  if (a.has_value() != b.has_value()) return a.has_value();
  if (!a) return other.told > kept.told;
  if (std::abs(*a - *b) > kSameWindow) return *a > *b;
  if (*other.window.used_pct != *kept.window.used_pct) return *other.window.used_pct > *kept.window.used_pct;
  return other.told < kept.told;  // since then it has been so
}

void take(ToldWindow& kept, const LimitWindow& window, TimeMs length, const TapPtr& tap) {
  ToldWindow other{window, time_of_news(*tap), tap};
  if (is_sane(window, length, tap->time) && is_further(other, kept)) kept = std::move(other);
}

// A spend limit may be raised, and its period changed: no word of it proves another wrong.
void take_spend(ToldWindow& kept, const TapPtr& tap) {
  ToldWindow other{tap->payload.spend, time_of_news(*tap), tap};
  if (other.window.used_pct && (!kept.by || other.told > kept.told)) kept = std::move(other);
}

std::string account_of(const Tap& tap) { return config_dir_of(tap.payload.transcript_path); }

}  // namespace

TimeMs time_of_news(const Tap& tap) {
  const Payload& p = tap.payload;
  constexpr std::int64_t kMost = std::numeric_limits<TimeMs>::max() / 2000;
  if (!p.expires_at || *p.expires_at <= 0 || *p.expires_at > kMost || p.ttl.empty()) return tap.time;
  return std::clamp<TimeMs>((*p.expires_at - seconds_of_ttl(p.ttl)) * 1000, 0, tap.time);
}

AccountLimits account_limits(const Env& env, const std::string& config_dir, const std::optional<Tap>& own) {
  std::vector<TapPtr> taps;
  if (own && own->payload.has_limits) taps.push_back(std::make_shared<const Tap>(*own));
  for (Tap& tap : newest_taps(env, env.now - kSevenDayWindow, kMostTaps))
    if (tap.payload.has_limits) taps.push_back(std::make_shared<const Tap>(std::move(tap)));
  std::string account = config_dir;
  if (account.empty() && !taps.empty()) {
    auto newest = std::max_element(taps.begin(), taps.end(), [](const TapPtr& a, const TapPtr& b) {
      return time_of_news(*a) < time_of_news(*b);
    });
    account = account_of(**newest);
  }
  AccountLimits out;
  for (const TapPtr& tap : taps) {
    if (account_of(*tap) != account && tap->path != "") continue;
    take(out.five_hour, tap->payload.five_hour, kFiveHourWindow, tap);
    take(out.seven_day, tap->payload.seven_day, kSevenDayWindow, tap);
    take_spend(out.spend, tap);
  }
  return out;
}

}  // namespace wick
