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

/// "cause", "idle", "context", "day", "session", "project", "model". Failure{kUsage, "--by WORD: ..."}.
MissesBy misses_by(const std::string& word);
std::string_view name_of(MissesBy by);

/// The sums, and rows by `by`; without it by cause, idle time and context. `home` is shown as "~".
std::string misses_table(const ReplayedHistory& replayed, const MissesReport& report, SessionNames& names,
                         std::optional<MissesBy> by, const std::string& home, const TableStyle& look);
/// The misses of one session, in order of time, and its counters.
std::string session_misses(const ReplayedHistory& replayed, const MissesReport& report, const TableStyle& look);
/// One JSON document; with `counters`, those of the client under its names.
std::string misses_json(const ReplayedHistory& replayed, const MissesReport& report,
                        const HistoryReading& reading, bool counters);
/// A row for each miss.
std::string misses_csv(const ReplayedHistory& replayed, const MissesReport& report);

}  // namespace wick
