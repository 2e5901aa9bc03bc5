// SPDX-License-Identifier: MIT
// All chains of a history as timelines.
#pragma once

#include <functional>

#include "lib/audit/timeline.h"

namespace wick {

/// Gives each chain's timeline, in the order of the chains. Those without requests and mixed ones are left
/// out: there is nothing to be said of them.
void each_timeline(const ReplayedHistory& replayed, const std::function<void(const Timeline&)>& take);

}  // namespace wick
