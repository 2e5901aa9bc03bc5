// SPDX-License-Identifier: MIT
// Where small results of a history are kept for live tools.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/env.h"

namespace wick {

/// The path of such a file: one for each set of configuration folders, because a history is of those.
/// Empty without a cache folder.
std::string history_cache_path(const Env& env, std::string_view name);

}  // namespace wick
