// SPDX-License-Identifier: MIT
// Cache misses as tables, as JSON and as CSV.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/audit/misses.h"
#include "lib/history/read_history.h"
#include "lib/output/table.h"

namespace wick {

/// "cause", "idle", "context", "day", "session", "project", "model". Failure{kUsage, "--by WORD:
/// ..."}.
MissesBy misses_by(const std::string& word);
std::string_view name_of(MissesBy by);

/// The sums, and rows grouped by `by`, or by cause, idle time and context. `home` is shown as "~".
std::string misses_table(const ReplayedHistory& replayed, const MissesReport& report,
                         SessionNames& names, std::optional<MissesBy> by, const std::string& home,
                         const TableStyle& look);
/// The misses of one session, in order of time, and its counters.
std::string session_misses(const ReplayedHistory& replayed, const MissesReport& report,
                           const TableStyle& look);
/// One JSON document; with `counters`, also the client's counters under the client's names.
std::string misses_json(const ReplayedHistory& replayed, const MissesReport& report,
                        const HistoryReading& reading, bool counters);
/// One row per miss.
std::string misses_csv(const ReplayedHistory& replayed, const MissesReport& report);

}  // namespace wick
