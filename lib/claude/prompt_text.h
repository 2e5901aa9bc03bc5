// SPDX-License-Identifier: MIT
// Whether a person typed a text that a user line has.
#pragma once

#include <string_view>

namespace wick {

/// False for what Claude Code writes in the user's name: outputs of local commands and of "!"
/// commands, notifications, reminders, the mark of an interruption. Goes by how the text begins
/// (seen in clients 1.0 to 2.1.330).
bool looks_typed(std::string_view text);

}  // namespace wick
