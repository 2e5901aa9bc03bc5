// SPDX-License-Identifier: MIT
// Packs and unpacks a report, and summarizes it for live tools.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/audit/waste_account.h"
#include "lib/history/usage_now.h"

namespace wick {

std::string pack_report(const WasteReport& report);
/// Empty if the bytes are invalid.
std::optional<WasteReport> unpack_report(std::string_view bytes);

/// The sessions whose last request is at most two days old, newest first, at most 1,000. Sessions
/// without a price are omitted.
WasteNow waste_now_of(const WasteReport& report, TimeMs now);

}  // namespace wick
