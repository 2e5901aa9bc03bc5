// SPDX-License-Identifier: MIT
// A status line command tried out as Claude Code would run it.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/env.h"

namespace wick {

/// Runs a command with an empty payload and no more of an environment than `path` and the folders
/// that hold settings; wick's own files cannot be written in it. What the shell says where it does
/// not find the command, or a wick-line in it; empty when all was found.
std::string what_is_not_found(const Env& env, const std::string& command, std::string_view path);

}  // namespace wick
