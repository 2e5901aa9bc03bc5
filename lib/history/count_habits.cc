// SPDX-License-Identifier: MIT
#include "lib/history/count_habits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace wick {
namespace {

// What is older says little of how one works today.
constexpr std::size_t kNewest = 512;
constexpr std::size_t kUserRows = 64, kProjectRows = 16, kMostProjects = 24;

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
