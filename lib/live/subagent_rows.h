// SPDX-License-Identifier: MIT
// Rows of Claude Code's agent panel, for its subagentStatusLine setting.
#pragma once

#include <string>

#include "lib/base/env.h"
#include "lib/claude/subagent_tasks.h"
#include "lib/live/line_config.h"
#include "lib/live/load.h"

namespace wick {

/// A line {"id":...,"content":...} for each subagent of which something is known; the client shows
/// its own row for the others. {session.name} is what the subagent does; context, cache and cost
/// are those of its own transcript, or without one the figures of the client. Rows are at most
/// `look.columns` wide (0: as wide as the client says).
std::string subagent_rows(const Env& env, const SubagentTasks& panel, const LineConfig& config,
                          LineStyle look, const Needs& needs, const PriceTable& prices);

}  // namespace wick
