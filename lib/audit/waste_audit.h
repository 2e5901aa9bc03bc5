// SPDX-License-Identifier: MIT
// The audit of a whole history: what was wasted where.
#pragma once

#include "lib/audit/waste_account.h"

namespace wick {

/// Sessions are cheap that are not among the tenth that cost the most.
WasteReport audit_waste(const ReplayedHistory& replayed, const WasteLimits& limits);

}  // namespace wick
