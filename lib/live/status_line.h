// SPDX-License-Identifier: MIT
// wick-line's run: as Claude Code's status line command, or as a query for a prompt, tmux, a
// script.
#pragma once

#include "lib/base/env.h"
#include "lib/cli/run.h"

namespace wick {

/// With a payload on standard input a line comes out whatever is wrong, and the status is kOk:
/// marks in it say what is. Otherwise kNo where there is no such session. External segments and
/// figures of the ledger's that are due are refreshed after the line is written.
Exit status_line(Call& call);

// usage.* and waste.* kept up to date behind the line that shows them.

/// Starts the wick-usage beside this program (`argv0`), detached, where the figures are missing, of
/// another day or a minute old, and it was not started in the last minute. One runs at a time: it
/// holds a lock. Does nothing where there is no wick-usage or no cache folder.
void refresh_usage(const Env& env, const char* argv0);
/// The same for wick-waste, where they are missing or five minutes old.
void refresh_waste(const Env& env, const char* argv0);

}  // namespace wick
