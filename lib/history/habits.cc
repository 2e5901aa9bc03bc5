// SPDX-License-Identifier: MIT
// Live tools link this, so it must not use the ledger.
#include "lib/history/habits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"
#include "lib/history/discover.h"

namespace wick {
namespace {

constexpr std::string_view kFormat = "wick habits 1";
constexpr std::size_t kLargestSettings = 64 * 1024;
constexpr std::size_t kMostRows = 64;
// Prompts that a project needs for a figure of its own.
constexpr std::int64_t kEnough = 20;
constexpr double kMicro = 1e6;

// Formats one line: OWNER PROMPTS SUBAGENTS-MICRO-USD (- if unknown), and five numbers per row.
std::string line_of(std::string_view whose, const Habit& habit) {
  std::string out = fmt::format("{} {} ", whose, habit.table.prompts);
  out += habit.subagents_usd
             ? std::to_string(static_cast<std::int64_t>(*habit.subagents_usd * kMicro))
             : "-";
  for (const PromptShape& s : habit.table.rows) {
    for (std::int64_t n : {s.requests, s.added, s.grown, s.output, s.resent_pm})
      out += fmt::format(" {}", n);
  }
  return out + "\n";
}

class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}
  std::string_view next() {
    std::size_t end = std::min(rest_.find(' '), rest_.size());
    std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return word;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> count_of(std::string_view word) {
  auto number = parse_integer(word);
  return number && *number >= 0 ? number : std::nullopt;
}

std::optional<PromptShape> shape_of(Words& words) {
  PromptShape shape;
  for (std::int64_t* number :
       {&shape.requests, &shape.added, &shape.grown, &shape.output, &shape.resent_pm}) {
    auto count = count_of(words.next());
    if (!count) return std::nullopt;
    *number = *count;
  }
  return shape.requests > 0 ? std::optional(shape) : std::nullopt;
}

// Parses a line after its first word.
std::optional<Habit> habit_of(Words words) {
  Habit habit;
  auto prompts = count_of(words.next());
  std::string_view subagents = words.next();
  if (!prompts) return std::nullopt;
  habit.table.prompts = *prompts;
  if (subagents != "-") {
    auto micro = count_of(subagents);
    if (!micro) return std::nullopt;
    habit.subagents_usd = static_cast<double>(*micro) / kMicro;
  }
  while (!words.at_end()) {
    auto shape = shape_of(words);
    if (!shape || habit.table.rows.size() == kMostRows) return std::nullopt;
    habit.table.rows.push_back(*shape);
  }
  return habit;
}

// Parses the time, the user's line, and the lines for whose first word `wants` is true.
template <class Wants>
std::optional<AllHabits> parse(std::string_view text, Wants wants) {
  auto body = checked_body(kFormat, text);
  if (!body) return std::nullopt;
  AllHabits out;
  for (std::string_view line : split(*body, '\n')) {
    Words words(line);
    std::string_view whose = words.next();
    if (whose == "told") {
      out.counted_at = count_of(words.next()).value_or(0);
      continue;
    }
    if (whose != "user" && !wants(whose)) continue;
    auto habit = habit_of(words);
    if (!habit) return std::nullopt;
    if (whose == "user") {
      out.user = *habit;
      continue;
    }
    auto key = parse_hex(whose);
    if (!key) return std::nullopt;
    out.projects.push_back({*key, *habit});
  }
  return out.counted_at > 0 ? std::optional(out) : std::nullopt;
}

std::optional<std::string> kept(const Env& env) {
  std::string path = habits_path(env);
  return path.empty() ? std::nullopt : try_read_file(path, kLargestSettings);
}

}  // namespace

std::string habits_path(const Env& env) { return history_cache_path(env, "habits"); }

std::uint64_t project_key(std::string_view directory) { return hash_bytes(directory); }

std::string habits_text(const AllHabits& habits) {
  std::string body = fmt::format("told {}\n{}", habits.counted_at, line_of("user", habits.user));
  for (const AllHabits::Project& project : habits.projects)
    body += line_of(hex(project.key), project.habit);
  return checked_text(kFormat, body);
}

std::optional<AllHabits> parse_habits(std::string_view text) {
  return parse(text, [](std::string_view) { return true; });
}

Habits read_habits(const Env& env, std::string_view project_dir) {
  auto text = kept(env);
  if (!text) return {};
  std::string wanted = project_dir.empty() ? "" : hex(project_key(project_dir));
  auto all = parse(*text, [&wanted](std::string_view whose) { return whose == wanted; });
  if (!all || all->counted_at > env.now) return {};
  Habits out{all->user.table, {}, all->user.subagents_usd};
  if (all->projects.empty()) return out;
  const Habit& project = all->projects[0].habit;
  out.project = project.table;
  if (project.table.prompts >= kEnough && project.subagents_usd)
    out.subagents_usd = project.subagents_usd;
  return out;
}

std::optional<TimeMs> habits_counted_at(const Env& env) {
  auto text = kept(env);
  auto all = text ? parse(*text, [](std::string_view) { return false; }) : std::nullopt;
  return all ? std::optional(all->counted_at) : std::nullopt;
}

void write_habits(const Env& env, const AllHabits& habits) {
  std::string path = habits_path(env);
  if (!path.empty()) write_atomically(path, habits_text(habits));
}

namespace {

// How many prompts count; older ones say little about today's habits.
constexpr std::size_t kNewest = 512;
constexpr std::size_t kUserRows = 64, kProjectRows = 16, kMostProjects = 24;

// The time of the kNewest-th newest prompt.
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
  out.counted_at = now;
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
    out.projects.push_back(
        {project_key(history.projects[project]), project_habit(projects[project])});
  return out;
}

}  // namespace wick
