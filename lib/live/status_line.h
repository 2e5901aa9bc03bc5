// SPDX-License-Identifier: MIT The main program of wick-line: Claude Code's status line command, or
// a query from a shell prompt, tmux or a script.
#pragma once

#include "lib/cli/run.h"

namespace wick {

/// With a payload on standard input, always prints a line and returns kOk; marks in the line show
/// what is wrong. As a query, returns kNo where there is no such session. External segments, git's
/// counts and the ledger's figures that are due are refreshed after the line was written.
Exit status_line(Call& call);

}  // namespace wick
