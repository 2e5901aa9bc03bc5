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

/// "day", "week", ...; what rows are called.
std::string_view name_of(By by);
/// "day", or "day,model": rows of two kinds. Failure{kUsage} that names what there is.
std::pair<By, std::optional<By>> groupings_argument(const std::string& text);

/// Which rows are shown, and in which order: `column` is a heading in lower case, the largest first, or "name".
struct RowOrder {
  std::string column;  // empty: as report_usage() has them
  bool reverse = false;
  std::optional<std::size_t> top, last;  // only the first or last so many
};
/// Failure{kUsage} for a column that there is not.
void arrange(UsageReport& report, const RowOrder& order);

/// For people: headings, rows, a line of totals, and below it what qualifies them. `home` is shown as
/// "~". Local times. `columns`: only these, in this order, by their headings in lower case. Failure{kUsage}.
std::string usage_table(const UsageReport& report, const std::string& home, const std::vector<std::string>& columns,
                        const TableStyle& look);

/// One JSON document: rows, totals, and what they lack.
std::string usage_json(const UsageReport& report, const HistoryReading& reading);

/// The members of a row that are sums: requests, tokens by kind, money where it is known.
void put_usage_sums(JsonWriter& out, const UsageSums& sums, bool with_prompts);
/// "$0.37"; "$0.37+" where it is known to be more, because a model has no price; "?".
std::string usage_cost(const UsageSums& sums);
/// Its part of the cost: "12%", "<1%". Empty where one of both is not known.
std::string usage_share(const UsageSums& part, const UsageSums& all);
/// "no price for MODEL: 3 requests, 12k tokens are not in the money".
std::string usage_note(const UnknownModel& unknown);
/// All that qualifies a report's figures, as lines.
std::vector<std::string> usage_notes(const UsageReport& report);

/// A heading and the rows, by RFC 4180 but for lines that end as in Unix.
std::string usage_csv(const UsageReport& report);

}  // namespace wick
