// SPDX-License-Identifier: MIT
// From an audit to what live tools show of it.
#pragma once

#include "lib/audit/waste_audit.h"
#include "lib/history/waste_now.h"

namespace wick {

/// The sessions whose last request is at most two days old, the newest first, at most 1,000; those without a
/// price are left out.
WasteNow waste_now_of(const History& history, const WasteReport& report, TimeMs now);

}  // namespace wick
