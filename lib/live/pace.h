// SPDX-License-Identifier: MIT
// How fast a subscription's windows are used up: by the dollar and by the hour.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/claude/payload.h"
#include "lib/live/state.h"

namespace wick {

/// What a window was used by, and what the account's sessions spent for it at list prices.
struct PacePair {
  double percent = 0, usd = 0;
  bool operator==(const PacePair&) const = default;
};

/// One of the windows, as the account's sessions told it one after the other.
struct WindowPace {
  std::int64_t resets_at = 0;  // epoch seconds; 0: not told yet
  double used_pct = 0;         // the most that was told of this window
  double pending_usd = 0;      // spent by all sessions since that was told
  std::vector<PacePair> pairs;  // the newest last, at most kMostPairs

  bool operator==(const WindowPace&) const = default;
};
inline constexpr std::size_t kMostPairs = 64;

/// Of one account, which is a configuration folder.
struct Pace {
  struct Session {
    std::uint64_t key = 0;
    double usd = 0;  // its total when it was told last
    bool operator==(const Session&) const = default;
  };
  TimeMs changed_at = 0;  // when the rest was told last that differed from before
  WindowPace five_hour, seven_day;
  std::vector<Session> sessions;  // the newest last

  bool operator==(const Pace&) const = default;
};

/// Takes in what a payload tells at `now`. What its session spent since its payload before is pending
/// (of its first one all, where it has run for no longer than the account was last told something;
/// else nobody knows when it was spent), until a window's percentage has risen: then both are a pair. A percentage that is lower than another session was told is an old one. A window that ends
/// at another time is a new one, whose rise from nothing is no pair. Use from elsewhere (another
/// machine, claude.ai) looks as if it had cost nothing: pairs of that kind are left out, but what it
/// adds to others makes the figure too high.
void observe(Pace& pace, const Payload& payload, TimeMs now);

/// Percent points per USD: the sum of the pairs over that of their money. Empty for fewer than ten.
std::optional<double> percent_per_usd(const WindowPace& window);

/// When a window of that length will be used up (epoch seconds) if it goes on as it did since it
/// began: `reported_at` is when Claude Code reported its percentage. Empty when it will be reset before; and in the first 25
/// minutes of a 5-hour window, or 100 of a 7-day one, in which one prompt would say too much.
std::optional<std::int64_t> runs_out_at(const LimitWindow& window, TimeMs length, TimeMs reported_at);

/// Where the account of a configuration folder is kept; empty without a folder for it.
std::string pace_path(const Env& env, const std::string& config_dir);
/// Nothing when there is none, or it is odd in any way.
Pace read_pace(const std::string& path);
/// Reads it, takes a payload in, and keeps it if that changed anything. Of two at the same moment one
/// may be lost. Failure{kIo}.
void keep_pace(const Env& env, const Payload& payload);

/// The file's text, and back; empty for what pace_text() cannot have given.
std::string pace_text(const Pace& pace);
std::optional<Pace> parse_pace(std::string_view text);

}  // namespace wick
