// SPDX-License-Identifier: MIT
// Keeps usage.* and waste.* up to date, after the line that shows them was printed.
#pragma once

#include "lib/base/env.h"
#include "lib/base/program.h"

namespace wick {

/// Adds to `works` a run of the wick-usage in this program's folder (`argv0`) if the figures are
/// missing, of another day or a minute old, and it was not started in the last minute. A lock
/// ensures that only one runs. Does nothing without a wick-usage or a cache folder.
void refresh_usage(const Env& env, const char* argv0, Works& works);
/// The same for wick-waste, if its figures are missing or five minutes old.
void refresh_waste(const Env& env, const char* argv0, Works& works);

}  // namespace wick
