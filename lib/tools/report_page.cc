// SPDX-License-Identifier: MIT
#include "lib/tools/report_page.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <tuple>

#include "lib/audit/cache_replay.h"
#include "lib/audit/growth.h"
#include "lib/audit/what_if.h"
#include "lib/base/format.h"
#include "lib/output/chart.h"
#include "lib/output/html.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/carried_output.h"
#include "lib/tools/growth_output.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/misses_output.h"
#include "lib/tools/usage_output.h"
#include "lib/tools/waste_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::string_view kHeadings[] = {
    "Money over time", "Where it went",   "How contexts grew", "What it would have cost",
    "Cache misses",    "What was wasted", "Definitions"};

std::string chart_usd(double usd) { return human_usd(usd); }
std::string chart_tokens(double tokens) { return human_tokens(static_cast<std::int64_t>(tokens)); }

// The first and last day with requests; both undated if no request has a date.
std::pair<TimeMs, TimeMs> days_of(const UsageReport& by_day) {
  TimeMs from = kUndated, until = kUndated;
  for (const UsageRow& row : by_day.rows) {
    if (row.from == kUndated) continue;
    from = from == kUndated ? row.from : std::min(from, row.from);
    until = std::max(until, row.until);
  }
  return {from, until};
}

class ReportPageWriter {
 public:
  ReportPageWriter(const ReportInput& input, const Env& env)
      : in_(input),
        env_(env),
        page_("wick report" + (input.words.empty() ? "" : ": " + input.words)),
        growth_(report_growth(input.replayed, INT64_MAX)),
        misses_(report_misses(input.replayed)) {}

  std::string run() {
    summary();
    time();
    where();
    growth();
    what_ifs();
    misses();
    put_waste(page_, {in_.waste, env_.home});
    definitions();
    return std::move(page_).finish();
  }

 private:
  void summary() {
    const UsageSums& all = in_.by_session.totals;
    auto [from, until] = days_of(in_.by_day);
    page_.paragraph(fmt::format(
        "{}Made {} from Claude Code's transcripts, at list prices.",
        from == kUndated ? "" : fmt::format("{} to {}. ", local_date(from), local_date(until - 1)),
        moment_text(env_.now)));
    auto hits = all.hits();
    WasteCost wasted = in_.waste.all.wasted();
    page_.figures({{"cost", usage_cost(all)},
                   {"tokens", human_tokens(all.tokens())},
                   {"sessions", human_count(static_cast<std::int64_t>(in_.by_session.rows.size()))},
                   {"prompts", human_count(all.prompts)},
                   {"requests", human_count(all.requests)},
                   {"from the cache", hits ? percent_text(*hits) : "?"},
                   {"cache misses", human_count(misses_.main.misses + misses_.subagents.misses)},
                   {"extra cost of misses", usd_text(misses_.main.extra + misses_.subagents.extra)},
                   {"wasted", fmt::format("{} ({})", usd_text(wasted.money),
                                          money_share(wasted, in_.waste.all.total()))}});
    page_.contents(std::vector<std::string_view>(std::begin(kHeadings), std::end(kHeadings)));
    constexpr std::size_t kMostRemedies = 5;
    Rows rows;
    for (const Remedy& remedy : top_remedies({in_.waste, env_.home}, kMostRemedies))
      if (remedy.saves > 0) rows.push_back({usd_text(remedy.saves), remedy.words});
    page_.table("What would have saved most", {{"Saves", true}, {"What to do"}}, rows);
    for (const UnknownModel& unknown : in_.by_session.unknown_models)
      page_.paragraph(usage_note(unknown));
  }

  // The cost over time, by model: the most expensive models, and the others as one series.
  void time() {
    page_.heading(kHeadings[0]);
    auto [from, until] = days_of(in_.by_day);
    if (from == kUndated) return;
    BarChart chart{{}, {}, chart_usd};
    std::map<std::string_view, std::size_t> label_of, series_of;
    Calendar calendar(period_of(in_.by_time.by));
    for (TimeMs at = from; at < until; at = calendar.at(at).until) {
      label_of.emplace(calendar.at(at).name, chart.labels.size());
      chart.labels.push_back(calendar.at(at).name);
    }
    for (const UsageRow& model : in_.by_model.rows) {
      bool fits = chart.series.size() + 1 < kChartColors;
      if (fits)
        chart.series.push_back({model.name.empty() ? "unknown" : display_model(model.name),
                                std::vector<double>(chart.labels.size())});
      else if (chart.series.size() < kChartColors)
        chart.series.push_back({"others", std::vector<double>(chart.labels.size())});
      series_of.emplace(model.name, chart.series.size() - 1);
    }
    for (const UsageRow& row : in_.by_time.rows) {
      auto label = label_of.find(row.name);
      auto series = series_of.find(row.then_name);
      if (label != label_of.end() && series != series_of.end())
        chart.series[series->second].values[label->second] += usd_of(row.all.cost);
    }
    page_.chart(fmt::format("Cost by {}, in USD", name_of(in_.by_time.by)), bar_chart(chart),
                chart_legend(chart.series));
    calendar_of_days(from, until);
  }

  void calendar_of_days(TimeMs from, TimeMs until) {
    constexpr TimeMs kOneDay = 24 * 3600'000LL, kMost = 53 * 7 * kOneDay;
    std::map<std::string_view, double> cost;
    for (const UsageRow& row : in_.by_day.rows) cost[row.name] += usd_of(row.all.cost);
    Calendar calendar(Period::kDay);
    std::vector<CalendarDay> days;
    for (TimeMs at = calendar.at(std::max(from, until - kMost)).from; at < until;
         at = calendar.at(at).until) {
      const Span& day = calendar.at(at);
      days.push_back({day.name, day_of_week(day), cost[day.name]});
    }
    page_.chart("Each day's cost", calendar_chart(days, chart_usd));
  }

  // A table of one usage report; `name` gives the first cell.
  void usage_rows(const char* caption, const char* heading, const UsageReport& of,
                  const std::function<std::string(const UsageRow&)>& name) {
    Rows rows;
    for (const UsageRow& row : of.rows)
      rows.push_back({name(row), human_count(row.all.requests), human_tokens(row.all.tokens()),
                      usage_cost(row.all), money_percent(row.all.cost, of.totals.cost)});
    page_.table(caption,
                {{heading}, {"Requests", true}, {"Tokens", true}, {"Cost", true}, {"Share", true}},
                rows);
  }

  void where() {
    page_.heading(kHeadings[1]);
    page_.begin_columns();
    usage_rows("Projects", "Project", in_.by_project,
               [this](const UsageRow& row) { return shorten_home(row.name, env_.home); });
    usage_rows("Models", "Model", in_.by_model, [](const UsageRow& row) {
      return row.name.empty() ? "unknown" : display_model(row.name);
    });
    auto own = [](const UsageRow& row) {
      return row.name.empty() ? std::string("(none)") : row.name;
    };
    for (auto [caption, heading, report] : {std::tuple("Skills", "Skill", &in_.by_skill),
                                            {"MCP servers", "Server", &in_.by_server},
                                            {"Types of subagents", "Type", &in_.by_agent}})
      if (report->rows.size() > 1 || (report->rows.size() == 1 && !report->rows[0].name.empty()))
        usage_rows(caption, heading, *report, own);
    put_carried(page_, in_.carried);
    page_.end_columns();
    sessions();
  }

  void growth() {
    page_.heading(kHeadings[2]);
    page_.paragraph(
        "Every request sends the whole context again. Main chains only; subagents have "
        "contexts of their own.");
    contexts();
    page_.begin_columns();
    put_growth(page_, growth_);
    page_.end_columns();
  }

  // The sessions whose contexts grew largest.
  void contexts() {
    std::vector<const SessionGrowth*> largest;
    for (const SessionGrowth& s : growth_.sessions)
      if (s.prompts.size() > 1) largest.push_back(&s);
    std::stable_sort(largest.begin(), largest.end(),
                     [](const auto* a, const auto* b) { return a->peak > b->peak; });
    if (largest.size() > kChartColors) largest.resize(kChartColors);
    LineChart chart{"prompt", {}, chart_tokens};
    for (const SessionGrowth* s : largest) {
      ChartSeries& line = chart.lines.emplace_back();
      line.name = session_with_name(in_.names, in_.replayed.history().names[s->session],
                                    shorten_home(in_.replayed.project_of(s->file), env_.home));
      for (const GrowthPrompt& prompt : s->prompts)
        line.values.push_back(static_cast<double>(prompt.context()));
    }
    if (!chart.lines.empty())
      page_.chart("The context at each prompt, in the sessions with the largest contexts",
                  line_chart(chart), chart_legend(chart.lines));
  }

  void what_ifs() {
    Rows rows;
    for (const char* text : {"compact=160k", "compact-breaks", "clear", "ttl=5m", "ttl=1h"}) {
      WhatIf policy = parse_what_if(text);
      WhatIfSums sums = what_if(in_.replayed, policy).all;
      rows.push_back({text, usd_text(sums.would), usd_text(sums.would - sums.actual),
                      money_percent(sums.would - sums.actual, sums.actual),
                      human_count(sums.inserted), std::string(assumptions_of(policy.kind))});
    }
    page_.heading(kHeadings[3]);
    page_.table("All requests priced again, one by one",
                {{"Policy"},
                 {"Cost", true},
                 {"Change", true},
                 {"Share", true},
                 {"Inserted", true},
                 {"Assumed"}},
                rows);
  }

  void misses() {
    page_.heading(kHeadings[4]);
    page_.begin_columns();
    put_misses(page_, "By cause", in_.replayed, MissesBy::kCause, false);
    put_misses(page_, "By context size", in_.replayed, MissesBy::kContext, false);
    put_misses(page_, "By idle time before the request", in_.replayed, MissesBy::kIdle, false);
    put_misses(page_, "Misses of subagents, by cause", in_.replayed, MissesBy::kCause, true);
    put_avoidable(page_, in_.replayed, misses_);
    page_.end_columns();
    put_misses(page_, "By day", in_.replayed, MissesBy::kDay, false, 0);
  }

  void sessions() {
    constexpr std::size_t kMost = 100;
    std::map<std::string_view, const SessionGrowth*> grown;
    for (const SessionGrowth& s : growth_.sessions)
      grown[in_.replayed.history().names[s.session]] = &s;
    Rows rows;
    for (const UsageRow& row : in_.by_session.rows) {
      if (rows.size() == kMost) break;
      auto found = grown.find(row.name);
      const SessionGrowth* s = found == grown.end() ? nullptr : found->second;
      rows.push_back({session_with_name(in_.names, row.name), shorten_home(row.project, env_.home),
                      human_count(row.all.prompts), human_count(row.all.requests),
                      s ? human_tokens(s->peak) : "", s ? usd_text(s->money.grown) : "",
                      usage_cost(row.all)});
    }
    page_.table("Sessions",
                {{"Session"},
                 {"Project"},
                 {"Prompts", true},
                 {"Requests", true},
                 {"Peak", true},
                 {"Growth cost", true},
                 {"Cost", true}},
                rows);
  }

  void definitions() {
    page_.heading(kHeadings[6]);
    page_.begin_folded(
        "What each figure means, under the name that it has in the JSON of wick-growth, wick-misses and wick-waste");
    for (const Definition& d : growth_definitions()) page_.definition(d.name, d.meaning, d.source);
    for (const Definition& d : misses_definitions()) {
      bool is_repeated = false;
      for (const Definition& other : growth_definitions()) is_repeated |= other.name == d.name;
      page_.definition(is_repeated ? fmt::format("{} (of misses)", d.name) : std::string(d.name),
                       d.meaning, d.source);
    }
    for (const Definition& d : waste_definitions())
      page_.definition(fmt::format("{} (of waste)", d.name), d.meaning, d.source);
    page_.end_folded();
  }

  const ReportInput& in_;
  const Env& env_;
  HtmlPage page_;
  GrowthReport growth_;
  MissesReport misses_;
};

}  // namespace

By steps_of(const UsageReport& by_day) {
  constexpr TimeMs kOneDay = 24 * 3600'000LL;
  auto [from, until] = days_of(by_day);
  return until - from <= 62 * kOneDay       ? By::kDay
         : until - from <= 53 * 7 * kOneDay ? By::kWeek
                                            : By::kMonth;
}

std::string report_page(const ReportInput& input, const Env& env) {
  return ReportPageWriter(input, env).run();
}

}  // namespace wick
