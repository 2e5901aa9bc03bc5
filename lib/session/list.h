// SPDX-License-Identifier: MIT
// The sessions there are now, of all configuration folders.
#pragma once

#include <vector>

#include "lib/session/locate.h"
#include "lib/session/state.h"

namespace wick {

/// The sessions that run and, unless `live_only`, those whose main transcript was changed at or
/// after `changed_since`: each once, with the newest of its transcripts and its newest process.
/// Newest first. Nothing is opened but the live registry's files.
std::vector<Found> list_sessions(const Env& env, TimeMs changed_since, bool live_only);

/// Puts first what is about to get expensive: sessions whose next prompt is warm, the one with the
/// least time left first; then those whose next prompt is cold, the dearest first; then those
/// without a price, the newest first. Of equals, one that waits for its user goes before others.
void sort_by_urgency(std::vector<State>& sessions);

/// There is something to say of the session: it runs, or had a response.
bool is_known(const State& session);

}  // namespace wick
