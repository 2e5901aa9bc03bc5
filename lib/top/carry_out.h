// SPDX-License-Identifier: MIT
// Does what a key asked for, but for what takes wick-top's place.
#pragma once

#include <functional>
#include <string>

#include "lib/base/env.h"
#include "lib/top/go.h"

namespace wick {

/// Runs the command, or asks the process to end; what needs the terminal between `leave` and
/// `come_back`. What there is to say of it; empty: nothing.
std::string carry_out(const TopCommand& command, const Env& env, const std::function<void()>& leave,
                      const std::function<void()>& come_back);

}  // namespace wick
