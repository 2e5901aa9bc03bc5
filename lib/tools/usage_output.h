// SPDX-License-Identifier: MIT
// A usage report as a table, as JSON and as CSV.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/history/read_history.h"
#include "lib/history/usage_report.h"
#include "lib/output/json_writer.h"
#include "lib/output/table.h"

namespace wick {

/// "day", "week", ...; what rows are called.
std::string_view name_of(By by);
/// The other way round; empty for another word.
std::optional<By> by_of(std::string_view name);
/// What such a word was meant to be: "daily" is day. Empty when none is near.
std::string_view nearest_by(std::string_view word);

/// For people: headings, rows, a line of totals, and below it what qualifies them. `home` is shown as
/// "~". Local times.
std::string usage_table(const UsageReport& report, const std::string& home, const TableLook& look);

/// One JSON document: rows, totals, and what they lack.
std::string usage_json(const UsageReport& report, const HistoryReading& reading);

/// The members of a row that are sums: requests, tokens by kind, money where it is known.
void put_usage_sums(JsonWriter& out, const UsageSums& sums, bool with_prompts);
/// "$0.37"; "$0.37+" where it is known to be more, because a model has no price; "?".
std::string usage_cost(const UsageSums& sums);
/// "no price for MODEL: 3 requests, 12k tokens are not in the money".
std::string usage_note(const UnknownModel& unknown);
/// All that qualifies a report's figures, as lines.
std::vector<std::string> usage_notes(const UsageReport& report);

/// A heading and the rows, by RFC 4180 but for lines that end as in Unix.
std::string usage_csv(const UsageReport& report);

}  // namespace wick
