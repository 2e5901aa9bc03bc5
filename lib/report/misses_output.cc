// SPDX-License-Identifier: MIT
#include "lib/report/misses_output.h"

#include <cmath>

#include "lib/audit/avoidable.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/price/model.h"
#include "lib/report/words.h"
#include "lib/view/shorten.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"cause",   "idle",    "context", "day",
                                                    "session", "project", "model"};

std::string extra(const MissSums& sums) {
  if (sums.misses == 0) return "";
  return sums.has_extra() ? usd_text(sums.extra) : "?";
}
std::string each(const MissSums& sums) {
  std::int64_t priced = sums.misses - sums.unpriced;
  return priced > 0 ? human_usd(usd_of(sums.extra) / static_cast<double>(priced)) : "";
}
std::string count(std::int64_t n) { return n > 0 ? human_count(n) : ""; }

const std::vector<Column> kColumns = {
    {"BY", false, 90},         {"WHICH", false, 95, 18}, {"PROMPTS", true, 30},
    {"REQUESTS", true, 60},    {"MISSES", true, 100},    {"RATE", true, 85},
    {"REBUILDS", true, 20},    {"UNCACHED", true, 50},  {"EXTRA", true, 100},
    {"PER MISS", true, 70}};

TableRow row_of(std::string_view by, std::string which, const MissSums& sums, std::int64_t prompts) {
  auto rate = sums.rate();
  return {{std::string(by)},
          {std::move(which)},
          {count(prompts)},
          {human_count(sums.requests)},
          {human_count(sums.misses)},
          {rate ? percent_text(*rate) : ""},
          {count(sums.rebuilds)},
          {sums.misses > 0 ? human_tokens(sums.lost) : ""},
          {extra(sums)},
          {each(sums)}};
}

class Table {
 public:
  Table(const ReplayedHistory& replayed, const std::string& home) : replayed_(replayed), home_(home) {}

  void total(std::string_view which, const MissSums& sums, std::int64_t prompts) {
    rows_.push_back(row_of("all", std::string(which), sums, prompts));
  }

  void group(MissesBy by, bool subagents) {
    std::string_view kind = name_of(by);
    for (const MissRow& row : miss_rows(replayed_, by, subagents)) {
      rows_.push_back(row_of(kind, shown(by, row.name), row.sums, row.prompts));
      // Of a cause only its misses are counted: it has no rate.
      if (by == MissesBy::kCause) rows_.back()[3].text = rows_.back()[5].text = "";
      kind = "";
    }
  }

  std::string text(const TableLook& look) const {
    return table_text(kColumns, rows_, look);
  }

 private:
  std::string shown(MissesBy by, const std::string& name) const {
    if (name.empty()) return "unknown";
    if (by == MissesBy::kModel) return printable(display_model(name));
    return printable(by == MissesBy::kProject ? shorten_home(name, home_) : name);
  }

  const ReplayedHistory& replayed_;
  const std::string& home_;
  std::vector<TableRow> rows_;
};

std::string notes(const MissesReport& report) {
  std::string out;
  if (auto n = report.main.unpriced + report.subagents.unpriced; n > 0)
    out += human_count(n) + " misses of models without a price are not in the money\n";
  if (report.prompts > 0 && report.main.misses > 0) {
    double per = static_cast<double>(report.main.misses) / static_cast<double>(report.prompts);
    out += number_text(std::round(per * 100) / 100) + " misses of the main chain per prompt\n";
  }
  return out;
}

std::string avoidable(const ReplayedHistory& replayed, const MissesReport& report,
                      const TableLook& look) {
  std::int64_t all = report.main.misses + report.subagents.misses;
  std::vector<TableRow> rows;
  for (const Avoidable& a : avoidable_misses(replayed)) {
    if (a.misses == 0) continue;
    double share = static_cast<double>(a.misses) / static_cast<double>(all);
    rows.push_back({{std::string(a.words)},
                    {human_count(a.misses)},
                    {percent_text(share)},
                    {saved_text(a.saved)}});
  }
  const std::vector<Column> columns = {{"WHAT WOULD HAVE HELPED", false, 90},
                                       {"MISSES", true, 80},
                                       {"SHARE", true, 60},
                                       {"SAVED", true, 100}};
  return rows.empty() ? "" : "\n" + table_text(columns, rows, look);
}

}  // namespace

MissesBy misses_by(const std::string& word) {
  return static_cast<MissesBy>(word_argument("--by", word, kNames));
}

std::string_view name_of(MissesBy by) { return kNames[static_cast<std::size_t>(by)]; }

std::string misses_table(const ReplayedHistory& replayed, const MissesReport& report,
                         std::optional<MissesBy> by, const std::string& home,
                         const TableLook& look) {
  Table table(replayed, home);
  table.total("main", report.main, report.prompts);
  if (by) {
    table.group(*by, false);
  } else {
    for (MissesBy each : {MissesBy::kCause, MissesBy::kIdle, MissesBy::kContext})
      table.group(each, false);
  }
  if (report.subagents.requests > 0) {
    table.total("subagents", report.subagents, 0);
    table.group(by.value_or(MissesBy::kCause), true);
  }
  std::string out = table.text(look) + notes(report);
  return by ? out : out + avoidable(replayed, report, look);
}

std::string session_misses(const ReplayedHistory& replayed, const MissesReport& report, const TableLook& look) {
  std::vector<Column> columns = {{"TIME", false, 90},      {"AGENT", false, 20, 8},
                                 {"MODEL", false, 40},     {"IDLE", true, 80},
                                 {"TTL", true, 30},        {"CONTEXT", true, 60},
                                 {"UNCACHED", true, 70},  {"EXTRA", true, 100},
                                 {"CAUSE", false, 95}};
  std::vector<TableRow> rows;
  for (const ReplayedRequest& r : report.misses) {
    const HistoryRequest& request = *r.request;
    rows.push_back({{moment_text(request.time)},
                    {printable(replayed.history().names[request.agent])},
                    {printable(display_model(replayed.model_of(request.model)))},
                    {r.idle ? human_duration(*r.idle / 1000) : "?"},
                    {r.ttl_s > 0 ? human_duration(r.ttl_s) : "?"},
                    {human_tokens(request.context())},
                    {human_tokens(r.lost)},
                    {r.extra ? usd_text(*r.extra) : "?"},
                    {std::string(name_of(r.cause))}});
  }
  std::string out = table_text(columns, rows, look);
  const MissSums& main = report.main;
  auto rate = main.rate();
  out += fmt::format("{} of {} requests missed{}; expected rebuilds: {}", human_count(main.misses),
                     human_count(main.requests),
                     rate && main.misses > 0 ? fmt::format(" ({})", percent_text(*rate)) : "",
                     human_count(main.rebuilds));
  if (report.subagents.requests > 0)
    out += fmt::format("; subagents: {} of {}", human_count(report.subagents.misses),
                       human_count(report.subagents.requests));
  return out + "\n";
}

}  // namespace wick
