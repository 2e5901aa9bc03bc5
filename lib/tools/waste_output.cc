// SPDX-License-Identifier: MIT
#include "lib/tools/waste_output.h"

#include <algorithm>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/output/layout.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

constexpr std::string_view kBys[] = {"project", "model", "tool",   "server",
                                     "day",     "week",  "session"};
constexpr std::size_t kTopClusters = 15;

// The sum of one class or of all classes.
struct ClassLine {
  std::string_view name;
  WasteCost cost;
  std::int64_t found = 0, found_in_rest = 0;
  std::string share = {};
};

// clang-format off
constexpr ReportColumn<ClassLine> kClassSums[] = {
    {{}, {"CLASS", false, 95}, WICK_CELL(as_text(r.name)), "Class"},
    {{}, {"FOUND", true, 80}, WICK_CELL(blank_zero(as_count(r.found))), "Found"},
    {{}, {"IN CHEAPER 90%", true, 30}, WICK_CELL(blank_zero(as_count(r.found_in_rest)))},
    {{}, {"TOKENS", true, 70}, WICK_CELL(as_tokens(r.cost.tokens)), "Tokens"},
    {{}, {"COST", true, 100}, WICK_CELL(as_usd(r.cost.money)), "Cost"},
    {{}, {"SHARE", true, 90}, WICK_CELL(only_shown(r.share)), "Share"},
};
// clang-format on

std::vector<ClassLine> class_lines(const WasteReport& r) {
  std::vector<ClassLine> out;
  for (std::size_t i = 0; i < kWastes; ++i) {
    const WasteCost& cost = r.all.classes[i];
    if (cost.tokens > 0)
      out.push_back({name_of(static_cast<Waste>(i)), cost, r.counts[i], r.rest_counts[i],
                     money_share(cost, r.all.total())});
  }
  return out;
}

// A finding or a cluster of findings.
template <class Item>
struct WasteLine {
  const WasteView& view;
  const Item& item;

  const std::string& name(Names::Id id) const { return view.report.names[id]; }
  Figure name_if_any(Names::Id id) const { return if_any(id == 0 ? "" : name(id)); }
};
using FindingLine = WasteLine<WasteRow>;
using ClusterLine = WasteLine<WasteCluster>;

// clang-format off
template <class Item>
constexpr ReportColumn<WasteLine<Item>> kWasteWhat[] = {
    {{"class"}, {"CLASS", false, 95}, WICK_CELL(as_text(name_of(r.item.waste))), "Class"},
    {{}, {"WHAT", false, 94, 14},
     WICK_CELL(only_shown(waste_name(r.view, r.item.tool, r.item.target))), "What"},
    {{"tool"}, {}, WICK_CELL(r.name_if_any(r.item.tool))},
    {{"target"}, {}, WICK_CELL(r.name_if_any(r.item.target))},
    {{"error"}, {},
     WICK_CELL(if_any(r.item.error == ToolError::kNone ? "" : name_of(r.item.error)))},
};
// clang-format on

const WasteRow& first_of(const ClusterLine& c) {
  return c.view.report.findings[c.item.findings.front()];
}
const WasteRow& last_of(const ClusterLine& c) {
  return c.view.report.findings[c.item.findings.back()];
}
std::string day_of(const WasteRow& f) { return f.time == kUndated ? "" : local_date(f.time); }
std::string why_of(const ClusterLine& c) {
  return c.item.error == ToolError::kNone ? std::string(name_of(c.item.why))
                                          : std::string(name_of(c.item.error));
}

// clang-format off
constexpr ReportColumn<ClusterLine> kClusters[] = {
    {{"why"}, {}, WICK_CELL(as_text(name_of(r.item.why))), "Why"},
    {{}, {"WHY", false, 85, 12}, WICK_CELL(only_shown(why_of(r)))},
    {{"findings"}, {"FOUND", true, 90}, WICK_CELL(as_count(r.item.findings.size())), "Found"},
    {{"sessions"}, {"SESSIONS", true, 60}, WICK_CELL(as_count(r.item.sessions)), "Sessions"},
    {{"tokens"}, {"TOKENS", true, 50}, WICK_CELL(as_tokens(r.item.cost.tokens))},
    {{"usd"}, {"COST", true, 100}, WICK_CELL(as_usd(r.item.cost.money)), "Cost"},
    {{"only_cheap",
     "No session with this finding is among the tenth of the sessions that cost the most.",
     kRecord}, {}, WICK_CELL(as_flag(r.item.only_in_rest))},
    {{}, {"FIRST", false, 20}, WICK_CELL(only_shown(day_of(first_of(r))))},
    {{}, {"LAST", false, 30}, WICK_CELL(only_shown(day_of(last_of(r))))},
    {{}, {}, WICK_CELL(only_shown(remedy_of(r.view, r.item))), "What may help"},
};
// clang-format on

// "0f3a9c21:42", "agent-0f3a9c21:7": the beginning of a file's name, and the line.
std::string record_of(std::string_view transcript, std::uint64_t line) {
  constexpr std::size_t kId = 8;
  constexpr std::string_view kAgent = "agent-", kEnd = ".jsonl";
  std::string_view name = base_name(transcript);
  if (name.ends_with(kEnd)) name.remove_suffix(kEnd.size());
  name = name.substr(0, (name.substr(0, kAgent.size()) == kAgent ? kAgent.size() : 0) + kId);
  return printable(line == 0 ? std::string(name) : fmt::format("{}:{}", name, line));
}

Figure again_figure(const FindingLine& f) {
  Figure usd = as_usd(f.item.compounded.money);
  return f.item.compounded.tokens > 0 ? usd : shown_as(usd, "");
}
Figure why_figure(const FindingLine& f) {
  Figure why = as_text(name_of(f.item.why));
  return f.item.judge == 0 ? why : shown_as(why, why.text() + " (judged)");
}

// clang-format off
constexpr ReportColumn<FindingLine> kFindingPlace[] = {
    {{"time"}, {"TIME", false, 60}, WICK_CELL(as_time(r.item.time))},
    {{"session"}, {}, WICK_CELL(as_text(r.name(r.item.session)))},
    {{"project"}, {}, WICK_CELL(as_text(r.name(r.item.project)))},
    {{"agent"}, {}, WICK_CELL(r.item.agent == 0 ? Figure{} : as_text(r.name(r.item.agent)))},
};
constexpr ReportColumn<FindingLine> kFindings[] = {
    {{"why"}, {"WHY", false, 70, 12}, why_figure},
    {{"tokens",
      "For a finding: its part of the answer, what its result and input added to the next request, "
      "and, if all calls of a response were outright waste, everything that this request read and "
      "generated and that belongs to no other finding. If several classes claim a token, it "
      "belongs to the first one in this order: web_wall, platform, retry, failed_call, reread, "
      "dead_end, verbose, duplicate_instructions, cache.", kOwnRule}, {"TOKENS", true, 65}, WICK_CELL(as_tokens(r.item.once.tokens))},
    {{"usd",
     "What these tokens cost in the way they were sent: read, written, uncached or generated.",
     kPrices}, {"COST", true, 100}, WICK_CELL(as_usd(r.item.once.money))},
    {{"compounded_tokens",
      "The finding's tokens, counted again for each later request that sent them, until a "
      "compaction or the end of the chain.", kRecord}, {"AGAIN", true, 30},
     WICK_CELL(blank_zero(as_count(r.item.compounded.tokens)))},
    {{"compounded_usd", "What compounded_tokens cost.", kPrices}, {"AGAIN COST", true, 85},
     again_figure},
    {{"basis",
      "How the tokens were determined. measured: from the client's own counts. apportioned: the "
      "measured growth of the context, divided among its parts by their sizes. estimated: from its "
      "size, at the tokens per byte of the rest of the chain.", kRecord}, {"BASIS", false, 20},
     WICK_CELL(as_text(name_of(r.item.basis)))},
};
constexpr ReportColumn<FindingLine> kJudgements[] = {
    {{"judged_by",
      "The model that was asked whether it is waste (wick-waste-judge); judged_at: when its answer "
      "was recorded. Absent if a rule decided.", "the ledger"}, {},
     WICK_CELL(r.name_if_any(r.item.judge))},
    {{"judged_at"}, {}, WICK_CELL(r.item.judge == 0 ? Figure{} : as_time(r.item.judged_at))},
};
constexpr ReportColumn<FindingLine> kRecords[] = {
    {{}, {"RECORD", false, 97},
     WICK_CELL(only_shown(record_of(r.name(r.item.transcript), r.item.line)))},
    {{"transcript"}, {}, WICK_CELL(as_text(r.name(r.item.transcript)))},
    {{"line"}, {}, WICK_CELL(r.item.line > 0 ? as_count(r.item.line) : Figure{})},
};
// clang-format on

std::vector<FindingLine> shown_findings(const WasteView& view) {
  std::vector<FindingLine> out;
  for (const WasteRow& f : view.report.findings)
    if (f.cost().money >= view.min_usd) out.push_back({view, f});
  return out;
}

// A project, a week and so on.
struct GroupLine {
  std::string name;
  const WasteSums& sums;
  std::string share = {};
};

// clang-format off
constexpr ReportColumn<GroupLine> kWasteGroups[] = {
    {{}, {"WHICH", false, 95, 18}, WICK_CELL(as_text(r.name)), "Week"},
    {{"wasted_tokens", "All tokens that are not productive.", kRecord}, {"WASTED", true, 60},
     WICK_CELL(as_tokens(r.sums.wasted().tokens))},
    {{"wasted_usd", "All money that is not productive.", kPrices}, {"COST", true, 100},
     WICK_CELL(as_usd(r.sums.wasted().money)), "Wasted"},
    {{}, {{}, true}, WICK_CELL(as_usd(r.sums.total().money)), "Cost"},
    {{}, {"SHARE", true, 90}, WICK_CELL(only_shown(r.share)), "Share"},
};
// clang-format on
const std::vector<Column> kGroupClasses = {
    {"REREAD", true, 50},  {"RETRY", true, 49},        {"FAILED", true, 48},
    {"WEB", true, 47},     {"PLATFORM", true, 46},     {"DEAD END", true, 45},
    {"VERBOSE", true, 44}, {"INSTRUCTIONS", true, 43}, {"CACHE", true, 42}};

std::string totals(const WasteView& view, const TableStyle& look) {
  std::vector<ClassLine> rows = class_lines(view.report);
  rows.push_back({"all", view.report.all.total()});
  return table_of(kClassSums, rows, look);
}

std::string notes(const WasteView& view, const std::vector<WasteCluster>& all) {
  const WasteReport& r = view.report;
  std::string out;
  if (r.unpriced > 0) out += unpriced_note(r.unpriced);
  std::int64_t only = 0;
  for (const WasteCluster& c : all) only += c.only_in_rest;
  if (only > 0)
    out += fmt::format("{} kinds of waste occur only in the cheapest {} of {} sessions\n",
                       human_count(only), human_count(r.rest_sessions), human_count(r.sessions));
  return out;
}

std::string clusters(const WasteView& view, const std::vector<WasteCluster>& all,
                     const TableStyle& look) {
  std::vector<ClusterLine> rows;
  for (std::size_t i = 0; i < std::min(all.size(), kTopClusters); ++i)
    rows.push_back({view, all[i]});
  std::string out =
      table_of(columns_of<ClusterLine>({kWasteWhat<WasteCluster>, kClusters}), rows, look);
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
    WasteCost wasted = g.sums.wasted();
    if (wasted.money < view.min_usd) continue;
    std::string name =
        by == WasteBy::kModel ? display_model(g.name) : shorten_home(g.name, view.home);
    if (by == WasteBy::kSession && view.names) name = session_with_name(*view.names, g.name);
    std::string share = money_share(wasted, whole ? g.sums.total() : view.report.all.total());
    rows.push_back(
        cells_of(kWasteGroups, GroupLine{name.empty() ? "unknown" : name, g.sums, share}));
    for (std::size_t i = 0; i < kGroupClasses.size(); ++i) {
      const WasteCost& cost = g.sums.classes[i];
      rows.back().push_back({cost.tokens == 0 ? "" : usd_text(cost.money)});
    }
  }
  std::vector<Column> columns = looks_of(kWasteGroups);
  columns.insert(columns.end(), kGroupClasses.begin(), kGroupClasses.end());
  return table_text(columns, rows, look);
}

std::string session_waste(const WasteView& view, const TableStyle& look) {
  std::string out =
      table_of(columns_of<FindingLine>({kFindingPlace, kWasteWhat<WasteRow>, kFindings, kRecords}),
               shown_findings(view), look);
  WasteCost wasted = view.report.all.wasted(), all = view.report.all.total();
  return out + usd_text(wasted.money) + " of " + usd_text(all.money) + " wasted" +
         (all.money > 0 ? fmt::format(" ({})", money_share(wasted, all)) : "") + "\n";
}

namespace {

void put_cost(JsonWriter& out, std::string_view prefix, const WasteCost& cost) {
  out.number(fmt::format("{}tokens", prefix), cost.tokens);
  out.number(fmt::format("{}usd", prefix), usd_of(cost.money));
}

void put_classes(JsonWriter& out, const WasteSums& sums) {
  out.begin_object("classes");
  for (std::size_t i = 0; i < kWastes; ++i) {
    if (sums.classes[i].tokens == 0) continue;
    out.begin_object(name_of(static_cast<Waste>(i)));
    put_cost(out, "", sums.classes[i]);
    out.end_object();
  }
  out.end_object();
}

void put_groups(JsonWriter& out, std::string_view by, const std::vector<WasteGroup>& groups,
                SessionNames* names = nullptr) {
  out.begin_array(fmt::format("by_{}", by));
  for (const WasteGroup& g : groups) {
    out.begin_object().text(by, g.name.empty() ? "unknown" : g.name);
    if (names) put_title(out, *names, g.name);
    put_members(out, kWasteGroups, GroupLine{"", g.sums});
    put_classes(out, g.sums);
    out.end_object();
  }
  out.end_array();
}

void put_cluster(JsonWriter& out, const ClusterLine& c) {
  out.begin_object();
  put_members(out, kWasteWhat<WasteCluster>, c), put_members(out, kClusters, c);
  for (auto [name, finding] : {std::pair("first", &first_of(c)), {"last", &last_of(c)}}) {
    FindingLine f{c.view, *finding};
    out.begin_object(name).value("time", as_time(f.item.time).value);
    out.text("session", f.name(f.item.session));
    put_members(out, kRecords, f);
    out.end_object();
  }
  out.value("remedy", if_any(remedy_of(c.view, c.item)).value).end_object();
}

}  // namespace

std::string waste_json(const WasteView& view, const HistoryReading& reading) {
  const WasteReport& r = view.report;
  JsonWriter out;
  out.begin_object().text("source", reading.kept ? "ledger" : "transcripts");
  out.number("requests", r.requests)
      .number("sessions", r.sessions)
      .number("cheap_sessions", r.rest_sessions);
  if (r.unpriced > 0) out.number("unpriced_requests", r.unpriced);
  put_cost(out, "", r.all.total());
  put_cost(out, "wasted_", r.all.wasted());
  out.number("remedies_usd", usd_of(r.remedies));
  put_classes(out, r.all);
  put_groups(out, "project", r.projects);
  put_groups(out, "model", r.models);
  put_groups(out, "tool", r.tools);
  put_groups(out, "server", r.servers);
  put_groups(out, "week", r.weeks);
  put_groups(out, "session", r.by_session, view.names);
  out.begin_array("clusters");
  for (const WasteCluster& c : shown_clusters(view)) put_cluster(out, {view, c});
  out.end_array();
  put_objects(out, "list",
              columns_of<FindingLine>(
                  {kFindingPlace, kWasteWhat<WasteRow>, kFindings, kJudgements, kRecords}),
              shown_findings(view));
  return out.end_object().take() + "\n";
}

std::string waste_csv(const WasteView& view) {
  return csv_of(columns_of<FindingLine>({kFindingPlace, kWasteWhat<WasteRow>, kFindings, kRecords,
                                         std::span(kJudgements).first(1)}),
                shown_findings(view));
}

void put_waste(HtmlPage& page, const WasteView& view) {
  constexpr std::size_t kMost = 50;
  page.heading("What was wasted");
  page.paragraph(
      "Every token belongs to one class; what stays in the context counts again with each request.");
  put_table(page, "By class", kClassSums, class_lines(view.report));
  std::vector<WasteCluster> all = shown_clusters(view);
  std::vector<ClusterLine> rows;
  for (const WasteCluster& c : all)
    if (rows.size() < kMost) rows.push_back({view, c});
  put_table(page, "Most expensive kinds of waste",
            columns_of<ClusterLine>({kWasteWhat<WasteCluster>, kClusters}), rows);
  std::vector<GroupLine> weeks;
  for (const WasteGroup& week : view.report.weeks)
    weeks.push_back({week.name.empty() ? "unknown" : week.name, week.sums,
                     money_share(week.sums.wasted(), week.sums.total())});
  put_table(page, "By week", kWasteGroups, weeks, 0);
}

Definitions waste_definitions() {
  Definitions out;
  define(out, kFindings), define(out, kWasteGroups), define(out, kJudgements),
      define(out, kClusters);
  begin_with(
      out, {"tokens", "usd", "compounded_tokens", "compounded_usd", "wasted_tokens", "wasted_usd"});
  Definitions classes;
  define_classes(classes);
  out.insert(out.begin(), classes.begin(), classes.end());
  out.push_back(
      {"remedy", "What may help; it would have saved at most what the findings cost.", kOwnRule});
  out.push_back({"remedies_usd",
                 "What all remedies together would have saved: the requests without what the "
                 "findings with a remedy cost, replayed with what is cheapest against an expired "
                 "cache in each project. Less than the sum of each alone, because they overlap.",
                 kOwnRule});
  out.push_back({"unpriced_requests", kUnpricedRequests, kPrices});
  return out;
}

}  // namespace wick
