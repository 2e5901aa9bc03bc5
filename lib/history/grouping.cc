// SPDX-License-Identifier: MIT
#include "lib/history/grouping.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/git.h"

namespace wick {
namespace {

// The reported ends of one window differ by seconds, now and then by a minute.
constexpr TimeMs kJitter = 5 * 60 * 1000;

// One block per reported window. Of nearly equal ends the last counts; a window that overlaps the
// next one is cut where that begins.
std::vector<Block> confirmed_blocks(const std::vector<std::int64_t>& windows) {
  std::vector<Block> out;
  for (std::int64_t end : windows) {
    TimeMs until = end * 1000;
    if (!out.empty() && until - out.back().until < kJitter) out.pop_back();
    if (!out.empty()) out.back().until = std::min(out.back().until, until - kBlockLength);
    if (!out.empty() && out.back().until <= out.back().from) out.pop_back();
    out.push_back({until - kBlockLength, until, true});
  }
  return out;
}

}  // namespace

std::vector<Block> blocks_of(const std::vector<TimeMs>& times,
                             const std::vector<std::int64_t>& windows) {
  const std::vector<Block> confirmed = confirmed_blocks(windows);
  std::vector<Block> out;
  auto next = confirmed.begin();  // the first that ends after the time
  for (TimeMs time : times) {
    if (!out.empty() && time < out.back().until) continue;
    while (next != confirmed.end() && next->until <= time) ++next;
    if (next != confirmed.end() && next->from <= time) {
      out.push_back(*next);
    } else {
      TimeMs until = time + kBlockLength;
      if (next != confirmed.end()) until = std::min(until, next->from);
      out.push_back({time, until, false});
    }
  }
  return out;
}

const Block* block_at(const std::vector<Block>& blocks, TimeMs time, bool or_next) {
  auto at = std::upper_bound(blocks.begin(), blocks.end(), time,
                             [](TimeMs t, const Block& block) { return t < block.until; });
  if (at == blocks.end()) return nullptr;
  return at->from <= time || or_next ? &*at : nullptr;
}

namespace {

constexpr GroupingKind kGroupings[] = {
    {By::kDay, "day", " today", true, true, "undated"},
    {By::kWeek, "week", " this week", true, true, "undated"},
    {By::kMonth, "month", " this month", true, true, "undated"},
    {By::kClockHour, "hour", "", true, true, "undated"},
    {By::kWeekday, "weekday", "", true, true, "undated"},
    {By::kBlock, "block", " now", true, true, "undated"},
    {By::kProject, "project", ""},
    {By::kRepo, "repo", ""},
    {By::kSession, "session", ""},
    {By::kModel, "model", "", false, false, "no model"},
    {By::kSkill, "skill", "", false, false},
    {By::kPlugin, "plugin", "", false, false},
    {By::kServer, "server", "", false, false},
    {By::kTool, "tool", "", false, false},
    {By::kAgent, "agent", "", false, false},
    {By::kBranch, "branch", "", false, false},
    {By::kEffort, "effort", "", false, false},
    {By::kClient, "client", "", false, false},
    {By::kEntrypoint, "entrypoint", "", false, false},
};

}  // namespace

std::span<const GroupingKind> grouping_kinds() { return kGroupings; }

Period period_of(By by) {
  return by == By::kWeek ? Period::kWeek : by == By::kMonth ? Period::kMonth : Period::kDay;
}

const GroupingKind& kind_of(By by) { return kGroupings[static_cast<std::size_t>(by)]; }

Names::Id attribute_of(const History& history, const HistoryRequest& request, By by) {
  const Origin& origin = history.origins[request.origin];
  switch (by) {
    case By::kSkill: return origin.skill;
    case By::kPlugin: return origin.plugin;
    case By::kServer: return origin.mcp_server;
    case By::kTool: return request.tool;
    case By::kAgent: return origin.agent_type;
    case By::kBranch: return origin.branch;
    case By::kEffort: return request.effort;
    case By::kClient: return request.client;
    case By::kEntrypoint: return origin.entrypoint;
    default: return 0;
  }
}

Grouping::Grouping(const History& history, By by, TimeMs now,
                   const std::vector<std::int64_t>& windows, Pricer& pricer)
    : history_(history), by_(by), now_(now), pricer_(pricer), calendar_(period_of(by)) {
  if (by_ != By::kBlock) return;
  std::vector<TimeMs> times;
  for (const HistoryRequest& request : history.requests)
    if (request.time != kUndated) times.push_back(request.time);
  std::sort(times.begin(), times.end());
  blocks_ = blocks_of(times, windows);
}

std::optional<Grouping::Number> Grouping::of(const HistoryRequest& r) {
  if (kind_of(by_).timed) return in_time(r.time, false);
  if (by_ == By::kProject) return in_project(r.file);
  if (by_ == By::kRepo) return in_repo(r.file);
  if (by_ == By::kSession) return in_session(r.session, r.file);
  if (by_ == By::kModel)
    return number_for(r.model, [&] { return Group{.name = pricer_.canonical(r.model)}; });
  Names::Id id = attribute_of(history_, r, by_);
  return number_for(id, [&] { return Group{.name = history_.names[id]}; });
}

std::optional<Grouping::Number> Grouping::of(const HistoryPrompt& p) {
  if (!kind_of(by_).has_prompts) return std::nullopt;
  if (by_ == By::kProject) return in_project(p.file);
  if (by_ == By::kRepo) return in_repo(p.file);
  if (by_ == By::kSession) return in_session(p.session, p.file);
  return in_time(p.time, true);
}

// The group of a key; created on first use.
Grouping::Number Grouping::number_for(std::uint64_t key, const Make& make) {
  if (last_ && key == last_key_) return *last_;
  auto [at, is_new] = numbers_.try_emplace(key, 0);
  if (is_new) at->second = named(make());
  last_key_ = key;
  return *(last_ = at->second);
}

// Merges groups with the same name: several ids of a model, two folders of a project.
Grouping::Number Grouping::named(Group group) {
  auto [at, is_new] = named_.try_emplace(group.name, static_cast<Number>(groups_.size()));
  if (is_new) groups_.push_back(std::move(group));
  return at->second;
}

std::optional<Grouping::Number> Grouping::in_time(TimeMs time, bool is_prompt) {
  if (time == kUndated) return named({.order = -1});
  if (by_ == By::kBlock) return in_block(time, is_prompt);  // a prompt starts the next block
  if (by_ == By::kClockHour) return in_hour(time);
  return in_period(time);
}

Grouping::Number Grouping::in_period(TimeMs time) {
  const Span& span = calendar_.at(time);
  return number_for(static_cast<std::uint64_t>(span.from), [&]() -> Group {
    if (by_ == By::kWeekday) return {.name = weekday_name(span.from), .order = day_of_week(span)};
    return {.name = span.name,
            .from = span.from,
            .until = span.until,
            .order = span.from,
            .current = span.holds(now_)};
  });
}

// A quarter of an hour is within one clock hour in all time zones.
Grouping::Number Grouping::in_hour(TimeMs time) {
  constexpr TimeMs kQuarter = 15 * 60'000LL;
  return number_for(static_cast<std::uint64_t>(time / kQuarter), [&] {
    std::string hour = clock_time(time).substr(0, 2);
    return Group{.name = hour + ":00", .order = std::stoi(hour)};
  });
}

Grouping::Number Grouping::in_project(std::uint32_t file) {
  std::uint32_t project = history_.files[file].project;
  return number_for(project, [&] { return Group{.name = history_.projects[project]}; });
}

// A project that is no repository, or no longer exists, keeps its own name.
Grouping::Number Grouping::in_repo(std::uint32_t file) {
  std::uint32_t project = history_.files[file].project;
  return number_for(project, [&] {
    const std::string& dir = history_.projects[project];
    std::string repository = dir.starts_with('/') && file_info(dir) ? repository_of(dir) : "";
    return Group{.name = repository.empty() ? dir : repository};
  });
}

Grouping::Number Grouping::in_session(Names::Id session, std::uint32_t file) {
  return number_for(session, [&] {
    return Group{.name = history_.names[session],
                 .project = history_.projects[history_.files[file].project]};
  });
}

std::optional<Grouping::Number> Grouping::in_block(TimeMs time, bool or_next) {
  const Block* block = block_at(blocks_, time, or_next);
  if (!block) return std::nullopt;
  return number_for(static_cast<std::uint64_t>(block->from), [&] {
    return Group{.name = iso8601(block->from),
                 .from = block->from,
                 .until = block->until,
                 .order = block->from,
                 .current = now_ >= block->from && now_ < block->until,
                 .confirmed = block->confirmed};
  });
}

}  // namespace wick
