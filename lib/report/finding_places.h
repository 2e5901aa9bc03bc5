// SPDX-License-Identifier: MIT
// Where findings stand in transcripts, as lines.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lib/audit/waste_audit.h"

namespace wick {

/// The numbers of the lines of findings, each file read once. 0: the file is not there any more, or not
/// so long.
std::map<const Finding*, std::uint64_t> lines_of(const History& history, const std::vector<const Finding*>& findings);

}  // namespace wick
