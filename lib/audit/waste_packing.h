// SPDX-License-Identifier: MIT
// A report as bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/audit/waste_report.h"

namespace wick {

std::string pack_report(const WasteReport& report);
/// Empty when the bytes are not whole.
std::optional<WasteReport> unpack_report(std::string_view bytes);

}  // namespace wick
