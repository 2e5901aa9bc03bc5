// SPDX-License-Identifier: MIT
// What is said where there is nothing to show: silence looks like a defect.
#pragma once

#include <string>

#include "lib/base/env.h"

namespace wick {

/// The configuration folders in which sessions are looked for: "~/.config/claude, ~/.claude".
std::string searched_places(const Env& env);

/// "WHERE: no WHAT ...; what to do", or with a filter "FILTER: no WHAT in WHERE; ...".
std::string nothing_found(const Env& env, const std::string& filter, const std::string& what);

}  // namespace wick
