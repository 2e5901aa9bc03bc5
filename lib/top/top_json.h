// SPDX-License-Identifier: MIT
// All that wick-top knows as one JSON document.
#pragma once

#include <string>

#include "lib/top/board.h"

namespace wick {

/// {"sessions":[...],"subagents":[...],"now":{...},"projects":[...],"calendar":[...],"why":[...]}
/// and a newline. A session is the object that wick-state prints; what the history does not tell is
/// left out.
std::string top_json(const Board& board);

}  // namespace wick
