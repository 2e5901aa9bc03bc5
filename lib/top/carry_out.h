// SPDX-License-Identifier: MIT
// Executes the commands that keys start, except those that replace wick-top (TopRun::kReplace).
#pragma once

#include <functional>
#include <string>

#include "lib/base/env.h"
#include "lib/top/go.h"

namespace wick {

/// Runs the command, or asks the process to end. Commands that need the terminal run between calls
/// of `leave` and `come_back`. Returns a message to show; empty: none.
std::string carry_out(const TopCommand& command, const Env& env, const std::function<void()>& leave,
                      const std::function<void()>& come_back);

}  // namespace wick
