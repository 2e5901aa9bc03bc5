// SPDX-License-Identifier: MIT
// From an audit to what live tools show of it.
#pragma once

#include "lib/audit/waste_report.h"
#include "lib/history/waste_now.h"

namespace wick {

/// The sessions whose last request is at most two days old, the newest first, at most 1,000; those without a
/// price are left out.
WasteNow waste_now_of(const WasteReport& report, TimeMs now);

}  // namespace wick
