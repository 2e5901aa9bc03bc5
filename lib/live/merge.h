// SPDX-License-Identifier: MIT
// Several accounts of one session made into one: which source wins for what.
#pragma once

#include <optional>

#include "lib/live/limits.h"
#include "lib/live/locate.h"
#include "lib/live/state.h"

namespace wick {

/// All that was read about a session. `told` is what Claude Code said, just now or at its last
/// status line run; `tail` is what its transcript shows.
struct Accounts {
  Found found;
  std::optional<Tap> told;
  bool told_now = false;  // `told` is a payload, not a tap
  std::optional<Tail> tail;

  /// The transcript holds a response (or a compaction) that the tap does not know yet.
  bool transcript_is_newer() const;
};

/// The state of session, model, context and cache at `now`. A payload wins; a tap wins unless the
/// transcript is newer, and then still serves what only it knows: window, names.
State merge(const Accounts& accounts, const PriceTable& prices, TimeMs now);

}  // namespace wick
