// SPDX-License-Identifier: MIT
// Audits a whole history for waste.
#pragma once

#include "lib/audit/waste_account.h"

namespace wick {

WasteReport audit_waste(const ReplayedHistory& replayed, const WasteLimits& limits);

}  // namespace wick
