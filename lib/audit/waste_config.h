// SPDX-License-Identifier: MIT
// The [waste] table of wick.toml; wick.toml(5) describes it.
#pragma once

#include "lib/audit/waste.h"
#include "lib/base/env.h"

namespace wick {

/// The limits that the user's wick.toml sets, the others as they are. Failure{kConfig} for a key that does
/// not exist or a value that is no whole number from 0 on.
WasteLimits waste_limits(const Env& env);

}  // namespace wick
