// SPDX-License-Identifier: MIT
// A CostLog on disk, so that only the lines added since need to be read from a grown transcript.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/live/spend.h"

namespace wick {

/// The record as bytes, with a version and a checksum. Not portable between machines.
std::string encode(const CostLog& record);

/// Parses such bytes; empty when they are incomplete or of another version.
std::optional<CostLog> decode(std::string_view bytes);

}  // namespace wick
