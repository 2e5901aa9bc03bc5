// SPDX-License-Identifier: MIT
#include "lib/tools/forecast_output.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/history/past_prompts.h"
#include "lib/live/forecast.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

NamedHabit habit_of(const std::string& project, const std::vector<const PastPrompt*>& prompts) {
  NamedHabit out;
  out.project = project;
  out.prompts = static_cast<std::int64_t>(prompts.size());
  WeightedValues requests, usd;
  PromptShape sum;
  Money subagents = 0;
  for (const PastPrompt* prompt : prompts) {
    const PromptShape& shape = prompt->shape;
    requests.emplace_back(static_cast<double>(shape.requests), 1);
    if (prompt->cost) usd.emplace_back(usd_of(*prompt->cost), 1);
    sum.requests += shape.requests, sum.grown += shape.grown, sum.output += shape.output;
    subagents += prompt->subagents;
  }
  out.requests = quantiles_of(requests);
  if (!usd.empty()) out.usd = quantiles_of(usd);
  auto n = static_cast<double>(prompts.size());
  auto all = static_cast<double>(sum.requests);
  if (all > n) out.growth = static_cast<double>(sum.grown) / (all - n);
  out.output = static_cast<double>(sum.output) / all;
  out.subagents_usd = usd_of(subagents) / n;
  return out;
}

std::string range(const Quantiles& q, std::string (*show)(double)) {
  return fmt::format("{} ({} to {})", show(q.p50), show(q.p10), show(q.p90));
}
std::string whole(double number) { return human_count(std::llround(number)); }
std::string tokens(double number) { return human_tokens(std::llround(number)); }

}  // namespace

std::vector<NamedHabit> named_habits(const History& history, const PriceTable& prices,
                                     const UsageFilter& filter, TimeMs now) {
  Pricer pricer(prices, history.names, now);
  FilteredHistory filtered(history, filter, pricer);
  std::vector<PastPrompt> prompts = past_prompts(history, pricer);
  std::vector<const PastPrompt*> all;
  std::map<std::string, std::vector<const PastPrompt*>> projects;
  for (const PastPrompt& prompt : prompts) {
    if (!filtered.passes(*prompt.first)) continue;
    all.push_back(&prompt);
    projects[history.projects[history.files[prompt.file].project]].push_back(&prompt);
  }
  std::vector<NamedHabit> out;
  if (all.empty()) return out;
  for (const auto& [project, of_project] : projects) out.push_back(habit_of(project, of_project));
  std::stable_sort(out.begin(), out.end(),
                   [](const NamedHabit& a, const NamedHabit& b) { return a.prompts > b.prompts; });
  out.insert(out.begin(), habit_of("", all));
  return out;
}

std::string habits_table(const std::vector<NamedHabit>& habits, const std::string& home,
                         const TableStyle& look) {
  std::vector<Column> columns = {{"PROJECT", false, 90, 12, true},
                                 {"PROMPTS", true, 80},
                                 {"REQUESTS", true, 85},
                                 {"GROWTH", true, 50},
                                 {"OUTPUT", true, 40},
                                 {"SUBAGENTS", true, 30},
                                 {"COST OF A PROMPT", true, 100}};
  std::vector<TableRow> rows;
  for (const NamedHabit& habit : habits) {
    rows.push_back({{habit.project.empty() ? "all" : printable(shorten_home(habit.project, home))},
                    {human_count(habit.prompts)},
                    {range(habit.requests, whole)},
                    {tokens(habit.growth)},
                    {tokens(habit.output)},
                    {habit.subagents_usd > 0 ? human_usd(habit.subagents_usd) : ""},
                    {habit.usd ? range(*habit.usd, human_usd) : ""}});
  }
  return table_text(columns, rows, look);
}

std::string habits_json(const std::vector<NamedHabit>& habits) {
  JsonWriter out;
  auto put = [&out](std::string_view key, const Quantiles& q) {
    out.begin_object(key).number("p10", q.p10).number("p50", q.p50).number("p90", q.p90);
    out.number("mean", q.mean).end_object();
  };
  out.begin_object().begin_array("habits");
  for (const NamedHabit& habit : habits) {
    out.begin_object();
    if (!habit.project.empty()) out.text("project", habit.project);
    out.number("prompts", habit.prompts);
    put("requests", habit.requests);
    out.number("growth_tokens_per_request", habit.growth);
    out.number("output_tokens_per_request", habit.output);
    if (habit.usd) put("usd", *habit.usd);
    out.number("subagents_mean_usd", habit.subagents_usd).end_object();
  }
  out.end_array().end_object();
  return out.take() + "\n";
}

namespace {

std::string percent(double share) {
  return human(Value{std::round(share * 1000) / 10, Unit::kPercent});
}
Figure as_percent(double share) { return shown_as(as_number(share), percent(share)); }
// By how much our loss is smaller, as "-29%".
Figure as_change(const std::optional<double>& less) {
  if (!less) return {};
  return shown_as(as_number(*less), (*less > 0 ? "-" : "+") + percent(std::abs(*less)));
}

struct ScoreLine {
  const Score& s;
  std::string by = {}, which = {};
};

// clang-format off
constexpr ReportColumn<ScoreLine> kScoreNames[] = {
    {{}, {"BY", false, 90}, WICK_CELL(as_text(r.by))},
    {{}, {"WHICH", false, 90, 10}, WICK_CELL(as_text(r.which))},
    {{"prompts"}, {"PROMPTS", true, 80}, WICK_CELL(as_count(r.s.prompts))},
};
constexpr ReportColumn<ScoreLine> kScores[] = {
    {{"coverage"}, {"IN RANGE", true, 85}, WICK_CELL(as_percent(r.s.covered))},
    {{"below_p10"}, {"BELOW", true, 40}, WICK_CELL(as_percent(r.s.below))},
    {{"above_p90"}, {"ABOVE", true, 40}, WICK_CELL(as_percent(r.s.above))},
    {{"requests_coverage"}, {}, WICK_CELL(as_number(r.s.requests_covered))},
    {{}, {"ERROR", true, 75}, WICK_CELL(as_percent(r.s.relative_error))},
    {{"pinball_usd"}, {"LOSS", true, 30},
     WICK_CELL(shown_as(as_number(r.s.pinball), human_usd(r.s.pinball)))},
    {{"global_pinball_usd"}, {}, WICK_CELL(as_number(r.s.global_pinball))},
    {{"session_pinball_usd"}, {}, WICK_CELL(as_number(r.s.session_pinball))},
    {{"better_than_global"}, {"LOSS VS ALL", true, 70},
     WICK_CELL(as_change(r.s.better_than_global()))},
    {{"better_than_session"}, {"LOSS VS SESSION", true, 65},
     WICK_CELL(as_change(r.s.better_than_session()))},
    {{"median_relative_error"}, {}, WICK_CELL(as_number(r.s.relative_error))},
};
// clang-format on

// Calls `take` with the heading and the scores of each grouping.
template <class Take>
void each_group(const Backtest& test, Take take) {
  take("model", test.by_model);
  take("context", test.by_context);
  take("prompts before", test.by_prompts_before);
  take("cache", test.by_cache);
}

struct Skipped {
  std::string_view name, why;
  std::int64_t Backtest::*count;
};
constexpr Skipped kSkipped[] = {
    {"first_of_session", "first of their session: no earlier context", &Backtest::first_of_session},
    {"compacted", "right after a compaction: the context is unknown", &Backtest::compacted},
    {"no_price", "of a model without a price", &Backtest::no_price},
    {"no_ttl", "with a cache of unknown TTL", &Backtest::no_ttl},
    {"undated", "without a time", &Backtest::undated},
    {"nothing_earlier", "without any earlier prompt of known cost", &Backtest::nothing_earlier},
};

void put_score(JsonWriter& out, const Score& s) {
  put_members(out, kScoreNames, ScoreLine{s});
  if (s.prompts > 0) put_members(out, kScores, ScoreLine{s});
}

struct ForecastLine {
  const History& history;
  const BacktestRow& row;
  const PastPrompt& prompt = *row.prompt;
};

// clang-format off
constexpr ReportColumn<ForecastLine> kForecasts[] = {
    {{"time"}, {}, WICK_CELL(as_second(r.prompt.time))},
    {{"session"}, {}, WICK_CELL(as_text(r.history.names[r.prompt.session]))},
    {{"file"}, {}, WICK_CELL(as_text(r.history.files[r.prompt.file].path))},
    {{"model"}, {}, WICK_CELL(as_text(r.row.model))},
    {{"cache"}, {}, WICK_CELL(as_text(r.row.is_warm ? "warm" : "cold"))},
    {{"context_tokens"}, {}, WICK_CELL(as_tokens(r.row.context))},
    {{"prompts_before"}, {}, WICK_CELL(as_count(r.prompt.before))},
    {{"requests"}, {}, WICK_CELL(as_count(r.prompt.shape.requests))},
    {{"output_tokens"}, {}, WICK_CELL(as_tokens(r.prompt.shape.output))},
    {{"cost_usd"}, {}, WICK_CELL(as_number(r.row.usd))},
    {{"p10_usd"}, {}, WICK_CELL(as_number(r.row.forecast.p10))},
    {{"p50_usd"}, {}, WICK_CELL(as_number(r.row.forecast.p50))},
    {{"p90_usd"}, {}, WICK_CELL(as_number(r.row.forecast.p90))},
    {{"mean_usd"}, {}, WICK_CELL(as_number(r.row.forecast.mean))},
    {{"global_p10_usd"}, {}, WICK_CELL(as_number(r.row.global.p10))},
    {{"global_p50_usd"}, {}, WICK_CELL(as_number(r.row.global.p50))},
    {{"global_p90_usd"}, {}, WICK_CELL(as_number(r.row.global.p90))},
    {{"session_p10_usd"}, {}, WICK_CELL(as_number(r.row.session.p10))},
    {{"session_p50_usd"}, {}, WICK_CELL(as_number(r.row.session.p50))},
    {{"session_p90_usd"}, {}, WICK_CELL(as_number(r.row.session.p90))},
};
// clang-format on

}  // namespace

std::string backtest_table(const Backtest& test, const TableStyle& look) {
  std::vector<ScoreLine> rows = {{test.all, "all"}};
  each_group(test, [&](const char* kind, const std::vector<ScoreGroup>& groups) {
    for (const ScoreGroup& group : groups) {
      std::string name = &groups == &test.by_model ? display_model(group.name) : group.name;
      rows.push_back({group.score, &group == &groups.front() ? kind : "", name});
    }
  });
  std::string out = table_of(columns_of<ScoreLine>({kScoreNames, kScores}), rows, look);
  for (const Skipped& skipped : kSkipped) {
    if (test.*skipped.count == 0) continue;
    out += fmt::format("{} not forecast: {}\n", human_count(test.*skipped.count), skipped.why);
  }
  return out;
}

std::string backtest_json(const Backtest& test, const BacktestOptions& options) {
  JsonWriter out;
  out.begin_object();
  out.text("learned_from", options.leave_one_out ? "others" : "earlier");
  out.begin_object("all");
  put_score(out, test.all);
  out.end_object();
  each_group(test, [&out](const std::string& kind, const std::vector<ScoreGroup>& groups) {
    std::string name = "by_" + kind;
    for (char& c : name)
      if (c == ' ') c = '_';
    out.begin_array(name);
    for (const ScoreGroup& group : groups) {
      out.begin_object().text("name", group.name);
      put_score(out, group.score);
      out.end_object();
    }
    out.end_array();
  });
  out.begin_array("calibration");
  for (std::size_t i = 0; i < test.below_decile.size() && !test.rows.empty(); ++i) {
    out.begin_object().number("quantile", static_cast<double>(i + 1) / 10);
    out.number("below", test.below_decile[i]).end_object();
  }
  out.end_array();
  out.begin_object("not_forecast");
  for (const Skipped& skipped : kSkipped) out.number(skipped.name, test.*skipped.count);
  out.end_object();
  out.end_object();
  return out.take() + "\n";
}

std::string backtest_csv(const Backtest& test, const History& history) {
  std::vector<ForecastLine> rows;
  for (const BacktestRow& row : test.rows) rows.push_back({history, row});
  return csv_of(kForecasts, rows);
}

}  // namespace wick
