// SPDX-License-Identifier: MIT
// The tap: the last payload that Claude Code gave for a session, kept as it came.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/claude/payload.h"

namespace wick {

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
std::vector<std::int64_t> told_windows(const Env& env, TimeMs since);

}  // namespace wick
