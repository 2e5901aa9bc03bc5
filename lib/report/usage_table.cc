// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>
#include <cmath>

#include "lib/base/text.h"
#include "lib/report/progress_line.h"
#include "lib/report/usage_output.h"
#include "lib/view/human.h"

namespace wick {
namespace {

constexpr std::string_view kBold = "1", kDim = "2";

// The columns behind the name, in the order of cells_of().
// clang-format off
const std::vector<Column> kColumns = {
    {"REQUESTS", true, 80}, {"PROMPTS", true, 70}, {"INPUT", true, 40}, {"WRITE 5M", true, 55},
    {"WRITE 1H", true, 55}, {"READ", true, 65}, {"OUTPUT", true, 60}, {"SEARCHES", true, 20},
    {"SUBAGENTS", true, 45}, {"SAVED", true, 50}, {"COST", true, 100},
};
// clang-format on

std::string count(std::int64_t n) { return n == 0 ? "" : human_count(n); }
std::string tokens(std::int64_t n) { return n == 0 ? "" : human_tokens(n); }

// What is known to be more, because a model has no price, is marked so.
std::string cost(const UsageSums& sums) {
  if (!sums.has_cost()) return "?";
  return human_usd(usd_of(sums.cost)) + (sums.unpriced > 0 ? "+" : "");
}

std::string share(const UsageSums& part, const UsageSums& all) {
  if (part.requests == 0 || all.cost <= 0) return "";
  double percent = 100.0 * static_cast<double>(part.cost) / static_cast<double>(all.cost);
  return percent < 0.5 ? "<1%" : std::to_string(std::llround(percent)) + "%";
}

TableRow cells_of(const std::string& name, const UsageSums& all, const UsageSums& subagents,
                  const Style& style) {
  TableRow row;
  auto put = [&](std::string text) { row.push_back({std::move(text), style}); };
  put(name);
  put(count(all.requests)), put(count(all.prompts));
  put(tokens(all.input)), put(tokens(all.write_5m)), put(tokens(all.write_1h));
  put(tokens(all.read)), put(tokens(all.output)), put(count(all.web_searches));
  put(share(subagents, all));
  put(all.saved == 0 ? "" : human_usd(usd_of(all.saved)));
  put(cost(all));
  return row;
}

std::string shorten_home(const std::string& path, const std::string& home) {
  bool inside = home.size() > 1 && path.compare(0, home.size(), home) == 0 &&
                (path.size() == home.size() || path[home.size()] == '/');
  return inside ? "~" + path.substr(home.size()) : path;
}

// "2026-11-24 09:15-14:15": a block in local time.
std::string block_name(const UsageRow& row) {
  return local_date(row.from) + " " + clock_time(row.from) + "-" + clock_time(row.until);
}

std::string name_of_row(const UsageRow& row, By by, const std::string& home) {
  if (row.name.empty()) return by == By::kModel ? "no model" : "undated";
  std::string name = row.name;
  if (by == By::kBlock) name = block_name(row) + (row.told ? "" : " ~");
  if (by == By::kProject) name = shorten_home(row.name, home);
  if (by == By::kSession) name = row.name + "  " + shorten_home(row.project, home);
  if (row.current) {
    constexpr std::string_view kMarks[] = {" today", " this week", " this month", "", "", "", " now"};
    name += kMarks[static_cast<std::size_t>(by)];
  }
  return printable(name);
}

std::string heading(By by) {
  std::string name(name_of(by));
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

std::vector<std::string> notes_of(const UsageReport& report) {
  std::vector<std::string> notes;
  for (const UnknownModel& unknown : report.unknown_models) {
    std::string model = unknown.model.empty() ? "requests without a model" : printable(unknown.model);
    notes.push_back("no price for " + model + ": " + human_count(unknown.requests) +
                    (unknown.requests == 1 ? " request, " : " requests, ") +
                    human_tokens(unknown.tokens) + " tokens are not in the money");
  }
  if (const auto& r = report.reconciliation; r && r->background() > 0) {
    notes.push_back(human_usd(usd_of(r->background())) + " more by Claude Code's own totals of " +
                    human_count(r->sessions) + (r->sessions == 1 ? " session" : " sessions") +
                    ": background requests, which no transcript shows");
  }
  return notes;
}

}  // namespace

std::string usage_table(const UsageReport& report, const std::string& home, const TableLook& look) {
  std::vector<Column> columns = {{"", false, 110}};
  std::string name_heading = heading(report.by);
  columns[0].heading = name_heading;
  if (report.by == By::kProject) columns[0].least = 12, columns[0].path = true;
  if (report.by == By::kSession || report.by == By::kModel) columns[0].least = 16;
  columns.insert(columns.end(), kColumns.begin(), kColumns.end());
  std::vector<TableRow> rows;
  for (const UsageRow& row : report.rows) {
    Style style{"", "", row.current ? std::string(kBold) : ""};
    rows.push_back(cells_of(name_of_row(row, report.by, home), row.all, row.subagents, style));
  }
  rows.push_back(cells_of("total", report.totals, report.subagents, {"", "", std::string(kBold)}));
  std::string out;
  for (const std::string& line : lay_out_table(columns, rows, look)) out += line + "\n";
  for (const std::string& note : notes_of(report)) {
    out += look.color ? styled(note, {"", "", std::string(kDim)}) : note;
    out += '\n';
  }
  return out;
}

}  // namespace wick
