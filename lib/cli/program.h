// SPDX-License-Identifier: MIT
// Where this program and those that came with it are.
#pragma once

#include <string>

namespace wick {

/// The folder that this program was started from, so that its own version of the other tools is
/// meant, not one further along PATH. Empty when it cannot be told.
std::string own_folder(const char* argv0);

/// The tool of that name beside this program; the bare name where there is none.
std::string sibling(const std::string& tool, const char* argv0);

}  // namespace wick
