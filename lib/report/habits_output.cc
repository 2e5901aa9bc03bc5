// SPDX-License-Identifier: MIT
#include "lib/report/habits_output.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/history/past_prompts.h"
#include "lib/session/forecast.h"
#include "lib/view/human.h"
#include "lib/view/json_writer.h"
#include "lib/view/shorten.h"

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
  std::stable_sort(out.begin(), out.end(), [](const NamedHabit& a, const NamedHabit& b) {
    return a.prompts > b.prompts;
  });
  out.insert(out.begin(), habit_of("", all));
  return out;
}

std::string habits_table(const std::vector<NamedHabit>& habits, const std::string& home,
                         const TableLook& look) {
  std::vector<Column> columns = {{"PROJECT", false, 90, 12, true}, {"PROMPTS", true, 80},
                                 {"REQUESTS", true, 85},           {"GROWTH", true, 50},
                                 {"OUTPUT", true, 40},             {"SUBAGENTS", true, 30},
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

}  // namespace wick
