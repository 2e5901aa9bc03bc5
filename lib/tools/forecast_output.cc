// SPDX-License-Identifier: MIT
#include "lib/tools/forecast_output.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/history/past_prompts.h"
#include "lib/live/forecast.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/output/output.h"
#include "lib/price/model.h"

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
  std::string out;
  for (const std::string& line : lay_out_table(columns, rows, look)) out += line + "\n";
  return out;
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
// By how much our loss is smaller, as "-29%".
std::string change(const std::optional<double>& less) {
  if (!less) return "";
  return (*less > 0 ? "-" : "+") + percent(std::abs(*less));
}

TableRow row_of(const std::string& kind, const std::string& name, const Score& s) {
  return {{kind},
          {printable(name)},
          {human_count(s.prompts)},
          {percent(s.covered)},
          {percent(s.below)},
          {percent(s.above)},
          {percent(s.relative_error)},
          {human_usd(s.pinball)},
          {change(s.better_than_global())},
          {change(s.better_than_session())}};
}

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
    {"first_of_session", "first of their session: no context is known before",
     &Backtest::first_of_session},
    {"compacted", "right after a compaction: what is left is not known", &Backtest::compacted},
    {"no_price", "of a model without a price", &Backtest::no_price},
    {"no_ttl", "whose cache has no known TTL", &Backtest::no_ttl},
    {"undated", "without a time", &Backtest::undated},
    {"nothing_earlier", "before which nobody's cost is known", &Backtest::nothing_earlier},
};

void put_score(JsonWriter& out, const Score& s) {
  out.number("prompts", s.prompts);
  if (s.prompts == 0) return;
  out.number("coverage", s.covered).number("below_p10", s.below).number("above_p90", s.above);
  out.number("requests_coverage", s.requests_covered);
  out.number("pinball_usd", s.pinball);
  out.number("global_pinball_usd", s.global_pinball);
  out.number("session_pinball_usd", s.session_pinball);
  if (auto better = s.better_than_global()) out.number("better_than_global", *better);
  if (auto better = s.better_than_session()) out.number("better_than_session", *better);
  out.number("median_relative_error", s.relative_error);
}

void put_quantiles(CsvWriter& out, const Quantiles& q) {
  for (double value : {q.p10, q.p50, q.p90}) out.cell(number_text(value));
}

}  // namespace

std::string backtest_table(const Backtest& test, const TableStyle& look) {
  std::vector<Column> columns = {{"BY", false, 90},         {"WHICH", false, 90, 10},
                                 {"PROMPTS", true, 80},     {"IN RANGE", true, 85},
                                 {"BELOW", true, 40},       {"ABOVE", true, 40},
                                 {"ERROR", true, 75},       {"LOSS", true, 30},
                                 {"LOSS VS ALL", true, 70}, {"LOSS VS SESSION", true, 65}};
  std::vector<TableRow> rows = {row_of("all", "", test.all)};
  each_group(test, [&](const char* kind, const std::vector<ScoreGroup>& groups) {
    for (const ScoreGroup& group : groups) {
      std::string name = &groups == &test.by_model ? display_model(group.name) : group.name;
      rows.push_back(row_of(&group == &groups.front() ? kind : "", name, group.score));
    }
  });
  std::string out;
  for (const std::string& line : lay_out_table(columns, rows, look)) out += line + "\n";
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
  CsvWriter out;
  for (std::string_view name : {"time",
                                "session",
                                "file",
                                "model",
                                "cache",
                                "context_tokens",
                                "prompts_before",
                                "requests",
                                "output_tokens",
                                "cost_usd",
                                "p10_usd",
                                "p50_usd",
                                "p90_usd",
                                "mean_usd",
                                "global_p10_usd",
                                "global_p50_usd",
                                "global_p90_usd",
                                "session_p10_usd",
                                "session_p50_usd",
                                "session_p90_usd"})
    out.cell(name);
  out.end_row();
  for (const BacktestRow& row : test.rows) {
    const PastPrompt& prompt = *row.prompt;
    out.cell(iso8601(prompt.time)).cell(history.names[prompt.session]);
    out.cell(history.files[prompt.file].path).cell(row.model);
    out.cell(row.is_warm ? "warm" : "cold");
    for (std::int64_t n : {row.context, prompt.before, prompt.shape.requests, prompt.shape.output})
      out.cell(std::to_string(n));
    out.cell(number_text(row.usd));
    put_quantiles(out, row.forecast);
    out.cell(number_text(row.forecast.mean));
    put_quantiles(out, row.global);
    put_quantiles(out, row.session);
    out.end_row();
  }
  return out.take();
}

}  // namespace wick
