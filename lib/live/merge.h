// SPDX-License-Identifier: MIT
// The sources of one session made into one: which source wins for what.
#pragma once

#include <optional>

#include "lib/live/limits.h"
#include "lib/live/locate.h"
#include "lib/live/state.h"

namespace wick {

/// All that was read about a session: `tap` is the newest payload that Claude Code sent to its status line, `tail`
/// the end of its transcript.
struct Sources {
  SessionFiles found;
  std::optional<Tap> tap;
  bool from_stdin = false;  // `tap` has just come on standard input, and is not kept yet
  std::optional<Tail> tail;

  /// The transcript holds a response (or a compaction) that the tap does not know yet.
  bool transcript_is_newer() const;
};

/// The state of session, model, context and cache at `now`. A payload wins; a tap wins unless the
/// transcript is newer, and then still serves what only it knows: window, names.
State merge(const Sources& sources, const PriceTable& prices, TimeMs now);

}  // namespace wick
