// SPDX-License-Identifier: MIT
// A usage report as a table, as JSON and as CSV.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/history/read_history.h"
#include "lib/history/usage_report.h"
#include "lib/output/json_writer.h"
#include "lib/output/table.h"

namespace wick {

/// "day", "week", ...
std::string_view name_of(By by);
/// Parses "day" or, for two groupings, "day,model". Failure{kUsage} that lists the groupings.
std::pair<By, std::optional<By>> groupings_argument(const std::string& text);

/// Which rows are shown and in which order. `column` is a heading in lower case (the largest value
/// first) or "name".
struct RowOrder {
  std::string column;  // empty: the order of report_usage()
  bool reverse = false;
  std::optional<std::size_t> top, last;  // show only this many of the first or last rows
};
/// Failure{kUsage} for an unknown column.
void arrange(UsageReport& report, const RowOrder& order);

/// For people: headings, rows, a line of totals, then notes. `home` is shown as "~". Local times.
/// `columns`: show only these, in this order, named by their headings in lower case.
/// Failure{kUsage}.
std::string usage_table(const UsageReport& report, const std::string& home,
                        const std::vector<std::string>& columns, const TableStyle& look);

/// One JSON document: rows, totals, and what is missing from them.
std::string usage_json(const UsageReport& report, const HistoryReading& reading);

/// Writes the sums of a row: requests, tokens by kind, money where it is known.
void put_usage_sums(JsonWriter& out, const UsageSums& sums, bool with_prompts);
/// "$0.37"; "$0.37+" if requests have no price, so that the cost is higher; "?" if unknown.
std::string usage_cost(const UsageSums& sums);
/// The share of the cost: "12%", "<1%". Empty where a cost is unknown.
std::string usage_share(const UsageSums& part, const UsageSums& all);
/// "no price for MODEL: 3 requests, 12k tokens, not included in the cost".
std::string usage_note(const UnknownModel& unknown);
/// All notes on a report's figures, as lines.
std::vector<std::string> usage_notes(const UsageReport& report);

/// A heading and the rows, in the format of RFC 4180 but with Unix line ends.
std::string usage_csv(const UsageReport& report);

}  // namespace wick
