// SPDX-License-Identifier: MIT
// usage.* and waste.* kept up to date behind the line that shows them.
#pragma once

#include "lib/base/env.h"
#include "lib/base/program.h"

namespace wick {

/// Adds to `works` the run of the wick-usage beside this program (`argv0`), where the figures are missing, of
/// another day or a minute old, and it was not started in the last minute. One runs at a time: it
/// holds a lock. Does nothing where there is no wick-usage or no cache folder.
void refresh_usage(const Env& env, const char* argv0, Works& works);
/// The same for wick-waste, where they are missing or five minutes old.
void refresh_waste(const Env& env, const char* argv0, Works& works);

}  // namespace wick
