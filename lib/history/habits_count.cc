// SPDX-License-Identifier: MIT
// The counting.
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "lib/history/habits.h"
#include "lib/history/past_prompts.h"

namespace wick {
namespace {

// What is older says little of how one works today.
constexpr std::size_t kNewest = 512;
constexpr double kGolden = 0.6180339887498949;
constexpr std::size_t kUserRows = 64, kProjectRows = 16, kMostProjects = 24;

bool is_less(const WeighedPrompt& a, const WeighedPrompt& b) {
  if (a.shape.requests != b.shape.requests) return a.shape.requests < b.shape.requests;
  if (a.shape.grown != b.shape.grown) return a.shape.grown < b.shape.grown;
  return a.shape.output < b.shape.output;
}

// The time of the prompt that only kNewest others are newer than.
TimeMs cutoff(const History& history) {
  std::vector<TimeMs> times;
  times.reserve(history.prompts.size());
  for (const HistoryPrompt& prompt : history.prompts) times.push_back(prompt.time);
  if (times.size() <= kNewest) return 0;
  auto at = times.end() - kNewest;
  std::nth_element(times.begin(), at, times.end());
  return *at;
}

std::optional<double> mean_subagents(const std::vector<const PastPrompt*>& prompts) {
  if (prompts.empty()) return std::nullopt;
  Money sum = 0;
  for (const PastPrompt* prompt : prompts) sum += prompt->subagents;
  return usd_of(sum) / static_cast<double>(prompts.size());
}

Habit project_habit(const std::vector<const PastPrompt*>& prompts) {
  std::vector<WeighedPrompt> weighed;
  for (const PastPrompt* prompt : prompts) weighed.push_back({prompt->shape, 1});
  return {table_of(std::move(weighed), kProjectRows), mean_subagents(prompts)};
}

}  // namespace

ShapeTable table_of(std::vector<WeighedPrompt> prompts, std::size_t rows) {
  ShapeTable table;
  table.prompts = static_cast<std::int64_t>(prompts.size());
  std::sort(prompts.begin(), prompts.end(), is_less);
  double all = 0;
  for (const WeighedPrompt& each : prompts) all += each.weight;
  rows = std::min(rows, prompts.size());
  auto at = prompts.begin();
  double passed = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    // Places that are evenly spread in their parts, whatever else is in order there.
    double place = std::fmod(0.5 + static_cast<double>(row) * kGolden, 1);
    double target = (static_cast<double>(row) + place) / static_cast<double>(rows) * all;
    while (std::next(at) != prompts.end() && passed + at->weight <= target) {
      passed += at->weight;
      ++at;
    }
    table.rows.push_back(at->shape);
  }
  return table;
}

ShapeTable user_table(const std::vector<const PastPrompt*>& prompts,
                      const std::vector<std::uint32_t>& project_of_file) {
  std::unordered_map<std::uint32_t, double> counts;
  for (const PastPrompt* prompt : prompts) counts[project_of_file[prompt->file]] += 1;
  std::vector<WeighedPrompt> weighed;
  for (const PastPrompt* prompt : prompts)
    weighed.push_back({prompt->shape, 1 / std::sqrt(counts[project_of_file[prompt->file]])});
  return table_of(std::move(weighed), kUserRows);
}

std::vector<std::uint32_t> projects_of_files(const History& history) {
  std::vector<std::uint32_t> out;
  for (const HistoryFile& file : history.files) out.push_back(file.project);
  return out;
}

AllHabits count_habits(const History& history, const PriceTable& prices, TimeMs now) {
  Pricer pricer(prices, history.names, now);
  TimeMs since = cutoff(history);
  std::vector<PastPrompt> all = past_prompts(history, pricer, since);
  std::vector<const PastPrompt*> newest;
  for (const PastPrompt& prompt : all)
    if (prompt.time >= since && prompt.time != kUndated && prompt.time <= now)
      newest.push_back(&prompt);
  std::sort(newest.begin(), newest.end(), [](const PastPrompt* a, const PastPrompt* b) {
    return a->time != b->time ? a->time > b->time : a->offset > b->offset;
  });
  AllHabits out;
  out.told = now;
  out.user = {user_table(newest, projects_of_files(history)), mean_subagents(newest)};
  std::vector<std::uint32_t> order;
  std::map<std::uint32_t, std::vector<const PastPrompt*>> projects;
  for (const PastPrompt* prompt : newest) {
    auto& of_project = projects[history.files[prompt->file].project];
    if (of_project.empty()) order.push_back(history.files[prompt->file].project);
    of_project.push_back(prompt);
  }
  if (order.size() > kMostProjects) order.resize(kMostProjects);
  for (std::uint32_t project : order)
    out.projects.push_back({project_key(history.projects[project]), project_habit(projects[project])});
  return out;
}

}  // namespace wick
