// SPDX-License-Identifier: MIT
// What a model that was asked to summarize a page says if there was a wall in its place.
#pragma once

#include <string_view>

#include "lib/claude/tool_error.h"

namespace wick {

/// The wall that the first sentences report; kNone if they are about the page. In lower case.
ToolError wall_of_summary(std::string_view text);

}  // namespace wick
