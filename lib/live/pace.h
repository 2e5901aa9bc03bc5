// SPDX-License-Identifier: MIT
// How fast a subscription's windows are used up, per dollar and per hour.
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

/// A rise of a window's percentage, and what the account's sessions spent for it at list prices.
struct PacePair {
  double percent = 0, usd = 0;
  bool operator==(const PacePair&) const = default;
};

/// One of the windows, as reported by the account's sessions.
struct WindowPace {
  std::int64_t resets_at = 0;   // epoch seconds; 0: not reported yet
  double used_pct = 0;          // the highest percentage reported for this window
  double pending_usd = 0;       // spent by all sessions since that report
  std::vector<PacePair> pairs;  // the newest last, at most kMostPairs

  bool operator==(const WindowPace&) const = default;
};
inline constexpr std::size_t kMostPairs = 64;

/// The pace of one account, which is a configuration folder.
struct Pace {
  struct Session {
    std::uint64_t key = 0;
    double usd = 0;  // its total in its last payload
    bool operator==(const Session&) const = default;
  };
  TimeMs changed_at = 0;  // time of the last payload that changed anything below
  WindowPace five_hour, seven_day;
  std::vector<Session> sessions;  // the newest last

  bool operator==(const Pace&) const = default;
};

/// Adds a payload received at `now`. What its session spent since its previous payload is pending
/// until a window's percentage rises; the rise and the pending money then make a pair. The total in
/// a session's first payload counts only if the session began after `changed_at`, because otherwise
/// it is unknown when the money was spent. A percentage lower than another session's is out of
/// date. A window that ends at another time is a new one; its first percentage makes no pair. Use
/// from elsewhere (another machine, claude.ai) seems to cost nothing: a rise without money is left
/// out, but what such use adds to other pairs makes the figure too high.
void observe(Pace& pace, const Payload& payload, TimeMs now);

/// Percent points per USD over all pairs. Empty for fewer than ten.
std::optional<double> percent_per_usd(const WindowPace& window);

/// When a window of that length will be used up (epoch seconds) at its average pace so far;
/// `reported_at` is when Claude Code reported its percentage. Empty when it is reset before that,
/// and in the first 25 minutes of a 5-hour window or 100 minutes of a 7-day one, when a single
/// prompt would decide the result.
std::optional<std::int64_t> runs_out_at(const LimitWindow& window, TimeMs length,
                                        TimeMs reported_at);

/// The file for the account of a configuration folder; empty without a state folder.
std::string pace_path(const Env& env, const std::string& config_dir);
/// An empty Pace when the file is missing or invalid.
Pace read_pace(const std::string& path);
/// Adds a payload to the account's file. Of two simultaneous calls one may be lost. Failure{kIo}.
void keep_pace(const Env& env, const Payload& payload);

/// The file's text, and back; empty for a text that pace_text() cannot have written.
std::string pace_text(const Pace& pace);
std::optional<Pace> parse_pace(std::string_view text);

}  // namespace wick
