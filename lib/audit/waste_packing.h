// SPDX-License-Identifier: MIT
// A report as bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/audit/waste_account.h"
#include "lib/history/usage_now.h"

namespace wick {

std::string pack_report(const WasteReport& report);
/// Empty when the bytes are not whole.
std::optional<WasteReport> unpack_report(std::string_view bytes);

// From an audit to what live tools show of it.

/// The sessions whose last request is at most two days old, the newest first, at most 1,000; those without a
/// price are left out.
WasteNow waste_now_of(const WasteReport& report, TimeMs now);

}  // namespace wick
