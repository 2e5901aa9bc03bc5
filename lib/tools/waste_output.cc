// SPDX-License-Identifier: MIT
#include "lib/tools/waste_output.h"

#include <algorithm>
#include <iterator>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

constexpr std::string_view kBys[] = {"project", "model", "tool",   "server",
                                     "day",     "week",  "session"};
constexpr std::size_t kTopClusters = 15;

std::string totals(const WasteView& view, const TableStyle& look) {
  const WasteReport& r = view.report;
  std::vector<TableRow> rows;
  for (std::size_t i = 0; i < kWastes; ++i) {
    const WasteCost& cost = r.all.classes[i];
    if (cost.tokens == 0) continue;
    rows.push_back({{std::string(name_of(static_cast<Waste>(i)))},
                    {count_cell(r.counts[i])},
                    {count_cell(r.rest_counts[i])},
                    {human_tokens(cost.tokens)},
                    {usd_text(cost.money)},
                    {money_share(cost, r.all.total())}});
  }
  WasteCost all = r.all.total();
  rows.push_back({{"all"}, {""}, {""}, {human_tokens(all.tokens)}, {usd_text(all.money)}, {""}});
  return table_text({{"CLASS", false, 95},
                     {"FOUND", true, 80},
                     {"IN CHEAPER 90%", true, 30},
                     {"TOKENS", true, 70},
                     {"COST", true, 100},
                     {"SHARE", true, 90}},
                    rows, look);
}

std::string notes(const WasteView& view, const std::vector<WasteCluster>& all) {
  const WasteReport& r = view.report;
  std::string out;
  if (r.unpriced > 0) out += unpriced_note(r.unpriced);
  std::int64_t only = 0;
  for (const WasteCluster& c : all) only += c.only_in_rest;
  if (only > 0)
    out += fmt::format(
        "{} kinds of waste show only in the {} of {} sessions that are not among the dearest tenth\n",
        human_count(only), human_count(r.rest_sessions), human_count(r.sessions));
  return out;
}

std::string clusters(const WasteView& view, const std::vector<WasteCluster>& all,
                     const TableStyle& look) {
  std::vector<TableRow> rows;
  for (std::size_t i = 0; i < std::min(all.size(), kTopClusters); ++i) {
    const WasteCluster& c = all[i];
    const WasteRow &first = view.report.findings[c.findings.front()],
                   &last = view.report.findings[c.findings.back()];
    rows.push_back(
        {{std::string(name_of(c.waste))},
         {waste_name(view, c.tool, c.target)},
         {c.error == ToolError::kNone ? view.report.names[c.why] : std::string(name_of(c.error))},
         {human_count(static_cast<std::int64_t>(c.findings.size()))},
         {human_count(c.sessions)},
         {human_tokens(c.cost.tokens)},
         {usd_text(c.cost.money)},
         {first.time == kUndated ? "" : local_date(first.time)},
         {last.time == kUndated ? "" : local_date(last.time)}});
  }
  std::string out = table_text({{"CLASS", false, 95},
                                {"WHAT", false, 94, 14},
                                {"WHY", false, 85, 12},
                                {"FOUND", true, 90},
                                {"SESSIONS", true, 60},
                                {"TOKENS", true, 50},
                                {"COST", true, 100},
                                {"FIRST", false, 20},
                                {"LAST", false, 30}},
                               rows, look);
  if (all.size() > kTopClusters)
    out += human_count(static_cast<std::int64_t>(all.size() - kTopClusters)) +
           " more; --json has all of them\n";
  return out;
}

}  // namespace

std::string waste_name(const WasteView& view, Names::Id tool, Names::Id target) {
  const Names& names = view.report.names;
  std::string out = names[tool];
  if (target != 0) out += (out.empty() ? "" : " ") + shorten_home(names[target], view.home);
  return printable(out.empty() ? "request" : out);
}

std::string money_share(const WasteCost& part, const WasteCost& all) {
  if (all.money <= 0) return "";
  return percent_text(static_cast<double>(part.money) / static_cast<double>(all.money));
}

WasteBy waste_by(const std::string& word) {
  return static_cast<WasteBy>(word_argument("--by", word, kBys));
}

const std::vector<WasteGroup>& groups_of(const WasteReport& r, WasteBy by) {
  const std::vector<WasteGroup>* all[] = {&r.projects, &r.models, &r.tools,     &r.servers,
                                          &r.days,     &r.weeks,  &r.by_session};
  return *all[static_cast<std::size_t>(by)];
}

std::vector<WasteCluster> shown_clusters(const WasteView& view) {
  return shown_clusters(view, clusters_of(view.report));
}

std::vector<WasteCluster> shown_clusters(const WasteView& view, std::vector<WasteCluster> all) {
  std::erase_if(all, [&view](const WasteCluster& c) { return c.cost.money < view.min_usd; });
  if (view.by_count)
    std::stable_sort(all.begin(), all.end(), [](const WasteCluster& a, const WasteCluster& b) {
      return a.findings.size() > b.findings.size();
    });
  return all;
}

std::string waste_table(const WasteView& view, const TableStyle& look) {
  std::vector<WasteCluster> all = clusters_of(view.report);
  std::string out = totals(view, look) + notes(view, all);
  std::string groups = clusters(view, shown_clusters(view, std::move(all)), look);
  return out + (groups.empty() ? "" : "\n" + groups);
}

std::string waste_groups(const WasteView& view, WasteBy by, const TableStyle& look) {
  bool whole = by != WasteBy::kTool && by != WasteBy::kServer;
  std::vector<TableRow> rows;
  for (const WasteGroup& g : groups_of(view.report, by)) {
    WasteCost wasted = g.sums.wasted(), all = g.sums.total();
    if (wasted.money < view.min_usd) continue;
    std::string name =
        by == WasteBy::kModel ? display_model(g.name) : shorten_home(g.name, view.home);
    if (by == WasteBy::kSession && view.names) name = session_with_name(*view.names, g.name);
    TableRow row = {
        {name.empty() ? "unknown" : printable(name)},
        {human_tokens(wasted.tokens)},
        {usd_text(wasted.money)},
        {whole ? money_share(wasted, all) : money_share(wasted, view.report.all.total())}};
    for (std::size_t i = 0; i + 1 < kWastes; ++i) {
      const WasteCost& cost = g.sums.classes[i];
      row.push_back({cost.tokens == 0 ? "" : usd_text(cost.money)});
    }
    rows.push_back(std::move(row));
  }
  return table_text({{"WHICH", false, 95, 18},
                     {"WASTED", true, 60},
                     {"COST", true, 100},
                     {"SHARE", true, 90},
                     {"REREAD", true, 50},
                     {"RETRY", true, 49},
                     {"FAILED", true, 48},
                     {"WEB", true, 47},
                     {"PLATFORM", true, 46},
                     {"DEAD END", true, 45},
                     {"VERBOSE", true, 44},
                     {"INSTRUCTIONS", true, 43},
                     {"CACHE", true, 42}},
                    rows, look);
}

namespace {

// "0f3a9c21:42", "agent-0f3a9c21:7": the beginning of a file's name, and the line.
std::string record_of(std::string_view transcript, std::uint64_t line) {
  constexpr std::size_t kId = 8;
  constexpr std::string_view kAgent = "agent-", kEnd = ".jsonl";
  std::string_view name = base_name(transcript);
  if (name.ends_with(kEnd)) name.remove_suffix(kEnd.size());
  name = name.substr(0, (name.substr(0, kAgent.size()) == kAgent ? kAgent.size() : 0) + kId);
  return printable(line == 0 ? std::string(name) : fmt::format("{}:{}", name, line));
}

}  // namespace

std::string session_waste(const WasteView& view, const TableStyle& look) {
  std::vector<TableRow> rows;
  for (const WasteRow& f : view.report.findings) {
    if (f.cost().money < view.min_usd) continue;
    rows.push_back({{moment_text(f.time)},
                    {std::string(name_of(f.waste))},
                    {waste_name(view, f.tool, f.target)},
                    {view.report.names[f.why] + (f.judge != 0 ? " (judged)" : "")},
                    {human_tokens(f.once.tokens)},
                    {usd_text(f.once.money)},
                    {count_cell(f.compounded.tokens)},
                    {f.compounded.tokens > 0 ? usd_text(f.compounded.money) : ""},
                    {std::string(name_of(f.basis))},
                    {record_of(view.report.names[f.transcript], f.line)}});
  }
  std::string out = table_text({{"TIME", false, 60},
                                {"CLASS", false, 95},
                                {"WHAT", false, 94, 14},
                                {"WHY", false, 70, 12},
                                {"TOKENS", true, 65},
                                {"COST", true, 100},
                                {"AGAIN", true, 30},
                                {"AGAIN COST", true, 85},
                                {"BASIS", false, 20},
                                {"RECORD", false, 97}},
                               rows, look);
  WasteCost wasted = view.report.all.wasted(), all = view.report.all.total();
  return out + usd_text(wasted.money) + " of " + usd_text(all.money) + " wasted" +
         (all.money > 0 ? fmt::format(" ({})", money_share(wasted, all)) : "") + "\n";
}

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows class_rows(const WasteReport& r) {
  Rows rows;
  for (std::size_t i = 0; i < kWastes; ++i) {
    const WasteCost& cost = r.all.classes[i];
    if (cost.tokens > 0)
      rows.push_back({std::string(name_of(static_cast<Waste>(i))),
                      r.counts[i] > 0 ? human_count(r.counts[i]) : "", human_tokens(cost.tokens),
                      usd_text(cost.money), money_share(cost, r.all.total())});
  }
  return rows;
}

Rows cluster_rows(const WasteView& view) {
  constexpr std::size_t kMost = 50;
  Rows rows;
  for (const WasteCluster& c : shown_clusters(view)) {
    if (rows.size() == kMost) break;
    rows.push_back({std::string(name_of(c.waste)), waste_name(view, c.tool, c.target),
                    view.report.names[c.why],
                    human_count(static_cast<std::int64_t>(c.findings.size())),
                    human_count(c.sessions), usd_text(c.cost.money), remedy_of(view, c)});
  }
  return rows;
}

}  // namespace

void put_waste(HtmlPage& page, const WasteView& view) {
  page.heading("What was wasted");
  page.paragraph(
      "Every token belongs to one class; what stays in the context counts again with each request.");
  page.table("By class",
             {{"Class"}, {"Found", true}, {"Tokens", true}, {"Cost", true}, {"Share", true}},
             class_rows(view.report));
  page.table("The same again and again",
             {{"Class"},
              {"What"},
              {"Why"},
              {"Found", true},
              {"Sessions", true},
              {"Cost", true},
              {"What may help"}},
             cluster_rows(view));
  Rows weeks;
  for (const WasteGroup& week : view.report.weeks)
    weeks.push_back({week.name.empty() ? "unknown" : week.name, usd_text(week.sums.wasted().money),
                     usd_text(week.sums.total().money),
                     money_share(week.sums.wasted(), week.sums.total())});
  page.table("By week", {{"Week"}, {"Wasted", true}, {"Cost", true}, {"Share", true}}, weeks, 0);
}

}  // namespace wick
