// SPDX-License-Identifier: MIT
// An imaginary session in the middle of its work: looks are drawn with its figures until there is a
// real one.
#pragma once

#include "lib/base/env.h"
#include "lib/live/load.h"

namespace wick {

/// The session at env.now in env.cwd: warm for 4m22s, with a subscription's limits. Keeps nothing.
State sample_state(const Env& env, Needs needs, const PriceTable& prices);

}  // namespace wick
