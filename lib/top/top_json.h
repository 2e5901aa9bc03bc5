// SPDX-License-Identifier: MIT
// The data of all of wick-top's panes as one JSON document.
#pragma once

#include <string>

#include "lib/top/board.h"

namespace wick {

/// {"sessions":[...],"subagents":[...],"now":{...},"projects":[...],"calendar":[...],"why":[...]}
/// and a newline. A session is the object that wick-state prints. Unknown values are left out.
std::string top_json(const Board& board);

}  // namespace wick
