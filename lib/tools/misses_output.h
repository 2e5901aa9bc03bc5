// SPDX-License-Identifier: MIT
// Cache misses as tables, as JSON, as CSV and on the page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/audit/misses.h"
#include "lib/history/read_history.h"
#include "lib/history/session_names.h"
#include "lib/output/columns.h"
#include "lib/output/plot.h"

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
                        SessionNames& names, const HistoryReading& reading, bool counters);
/// One row per miss.
std::string misses_csv(const ReplayedHistory& replayed, const MissesReport& report);
/// The client's counters, by the client's names; and what these and the causes mean.
void put_cache_counters(JsonWriter& out, const CacheCounters& counters);
void define_causes(Definitions& out);
inline constexpr std::string_view kCounters =
    "the documentation of the client's prompt_cache; the client's own counters give the same "
    "result";

/// Tables of the report's page.
void put_misses(HtmlPage& page, const char* caption, const ReplayedHistory& replayed, MissesBy by,
                bool subagents, std::size_t shown = 8);
void put_avoidable(HtmlPage& page, const ReplayedHistory& replayed, const MissesReport& report);

/// Diagrams for --plot.
PlotPage misses_page(const ReplayedHistory& replayed);

}  // namespace wick
