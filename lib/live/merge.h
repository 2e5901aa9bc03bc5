// SPDX-License-Identifier: MIT
// Merges the sources of one session: decides which source wins for which figure.
#pragma once

#include <optional>

#include "lib/live/limits.h"
#include "lib/live/locate.h"
#include "lib/live/state.h"

namespace wick {

/// What was read about a session: `tap` is the newest payload that Claude Code sent to its status
/// line, `tail` the end of its transcript.
struct Sources {
  SessionFiles found;
  std::optional<Tap> tap;
  bool from_stdin = false;  // `tap` came from standard input and is not kept yet
  std::optional<Tail> tail;

  /// True when the transcript holds a response or compaction that is newer than the tap.
  bool transcript_is_newer() const;
};

/// The state of session, model, context and cache at `now`. A payload from standard input wins. A
/// tap wins unless the transcript is newer; even then it supplies what the transcript lacks:
/// window, names.
State merge(const Sources& sources, const PriceTable& prices, TimeMs now);

}  // namespace wick
