// SPDX-License-Identifier: MIT
// A CostLog on disk: so that a second look at a grown transcript reads only what was added.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/live/spend.h"

namespace wick {

/// The record as bytes, with a version and a checksum. For this machine only.
std::string encode(const CostLog& record);

/// The record again; empty when the bytes are not whole, or another version's.
std::optional<CostLog> decode(std::string_view bytes);

}  // namespace wick
