// SPDX-License-Identifier: MIT
// Where findings stand in transcripts, as lines.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lib/audit/waste_report.h"

namespace wick {

/// The numbers of the lines of findings, each file read once. 0: the file is not there any more, or not
/// so long.
std::map<const WasteRow*, std::uint64_t> lines_of(const Names& names, const std::vector<const WasteRow*>& findings);

}  // namespace wick
