// SPDX-License-Identifier: MIT
// Where findings stand in transcripts, as lines.
#pragma once

#include "lib/audit/waste_report.h"

namespace wick {

/// Looks up the lines of all findings, each file read once; not again where that was done.
void look_up_lines(WasteReport& report);

}  // namespace wick
