// SPDX-License-Identifier: MIT
// wick-line's run: as Claude Code's status line command, or as a query for a prompt, tmux, a
// script.
#pragma once

#include "lib/cli/run.h"

namespace wick {

/// With a payload on standard input a line comes out whatever is wrong, and the status is kOk:
/// marks in it say what is. PolicySimulator kNo where there is no such session. External segments and
/// figures of the ledger's that are due are refreshed after the line is written.
Exit status_line(Call& call);

}  // namespace wick
