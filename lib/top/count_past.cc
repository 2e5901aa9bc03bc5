// SPDX-License-Identifier: MIT
// Sums up the history for wick-top, with the functions that wick-usage, wick-misses and wick-waste
// use.
#include <algorithm>
#include <unordered_map>

#include "lib/audit/misses.h"
#include "lib/base/text.h"
#include "lib/history/session_summary.h"
#include "lib/top/past.h"

namespace wick {
namespace {

constexpr TimeMs kHour = 3600'000;

class PastCounter {
 public:
  explicit PastCounter(const PastInput& input) : in_(input), history_(input.replayed.history()) {}

  Past run() {
    out_.counted_at = in_.now;
    add_sessions();
    add_now();
    add_projects();
    add_days();
    add_waste();
    add_carried();
    add_events();
    return std::move(out_);
  }

 private:
  UsageReport report(By by, std::optional<TimeMs> since, std::optional<By> then_by = {}) const {
    UsageFilter filter;
    filter.since = since;
    return report_usage(history_, in_.prices, {by, filter, in_.now, in_.windows, then_by});
  }

  // Steps back day by day, because a day may have 23 or 25 hours.
  TimeMs days_before(TimeMs midnight, std::size_t days) {
    for (; days > 0; --days) midnight = days_.at(midnight - 1).from;
    return midnight;
  }

  void add_sessions() {
    for (SessionSummary& s : summarize_sessions(history_, in_.prices, {}, in_.now).sessions) {
      PastSession& to = out_.sessions[s.usage.name];
      to.project = s.usage.project;
      to.last = s.last;
      to.cost = s.usage.all.cost;
      to.unpriced = s.usage.all.unpriced > 0;
      for (const SubagentUsage& a : s.subagents)
        to.agents.push_back({a.agent, a.models.empty() ? "" : a.models.front(), a.peak_tokens,
                             a.first, a.sums.cost});
    }
    for (const UsageRow& row : report(By::kSession, in_.now - kHour).rows)
      out_.sessions[row.name].hour = row.all.cost;
  }

  void add_now() {
    UsageReport blocks = report(By::kBlock, std::nullopt);
    for (const UsageRow& row : blocks.rows) {
      if (!row.current || !row.block) continue;
      out_.block = row.block;
      out_.block_cost = row.all.cost;
      if (blocks.block)
        out_.block_per_hour = blocks.block->per_hour,
        out_.block_projected = blocks.block->projected;
      UsageFilter within;
      within.since = row.block->from, within.until = row.block->until;
      for (const UsageRow& session :
           report_usage(history_, in_.prices, {By::kSession, within, in_.now, in_.windows}).rows)
        out_.sessions[session.name].block = session.all.cost;
    }
    UsageReport today = report(By::kProject, days_.at(in_.now).from);
    out_.today = today.totals.cost;
    out_.today_prompts = today.totals.prompts;
    out_.today_unpriced = today.totals.unpriced > 0;
  }

  void add_projects() {
    const Span& today = days_.at(in_.now);
    TimeMs first = days_before(today.from, kProjectDays - 1);
    std::unordered_map<std::string, std::size_t> number;
    auto project = [&](const std::string& dir) -> PastProject& {
      auto [it, is_new] = number.try_emplace(dir, out_.projects.size());
      if (is_new)
        out_.projects.emplace_back().dir = dir, out_.projects.back().days.assign(kProjectDays, 0);
      return out_.projects[it->second];
    };
    for (const auto& [id, session] : out_.sessions) {
      PastProject& to = project(session.project);
      ++to.sessions;
      if (session.last < to.last) continue;
      to.last = session.last;
      to.last_session = id;
    }
    std::vector<std::string> names;  // of the days, in order
    for (TimeMs day = first; day <= today.from; day = days_.at(day).until)
      names.push_back(days_.at(day).name);
    for (const UsageRow& row : report(By::kProject, first, By::kDay).rows) {
      auto day = std::lower_bound(names.begin(), names.end(), row.then_name);
      if (row.is_total || day == names.end() || *day != row.then_name) continue;
      auto age = static_cast<std::size_t>(names.end() - day) - 1;
      PastProject& to = project(row.name);
      if (age < kProjectDays) to.days[kProjectDays - 1 - age] += row.all.cost;
      to.month += row.all.cost;
      if (age < 7) to.week += row.all.cost;
      if (age == 0) to.today += row.all.cost;
    }
    std::stable_sort(out_.projects.begin(), out_.projects.end(),
                     [](const PastProject& a, const PastProject& b) { return a.last > b.last; });
  }

  void add_days() {
    const Span today = days_.at(in_.now);
    auto back = (kCalendarWeeks - 1) * 7 + static_cast<std::size_t>(day_of_week(today));
    std::unordered_map<std::string, std::size_t> number;
    for (TimeMs day = days_before(today.from, back); day <= today.from; day = days_.at(day).until) {
      const Span& span = days_.at(day);
      number[span.name] = out_.days.size();
      out_.days.push_back({span.from, span.name, day_of_week(span), 0, 0, 0});
    }
    TimeMs first = out_.days.front().from;
    for (const UsageRow& row : report(By::kDay, first).rows) {
      auto at = number.find(row.name);
      if (at == number.end()) continue;
      out_.days[at->second].cost = row.all.cost;
      out_.days[at->second].prompts = row.all.prompts;
    }
    for (const UsageRow& row : report(By::kDay, first, By::kClockHour).rows)
      if (auto at = number.find(row.name);
          at != number.end() && !row.is_total && row.all.requests > 0)
        ++out_.days[at->second].hours;
    for (const UsageRow& row : report(By::kDay, first, By::kSession).rows)
      if (auto at = number.find(row.name); at != number.end() && !row.is_total)
        out_.day_sessions.push_back({at->second, row.then_name, row.all.cost, row.all.prompts});
    std::stable_sort(
        out_.day_sessions.begin(), out_.day_sessions.end(),
        [](const PastDaySession& a, const PastDaySession& b) { return a.day < b.day; });
  }

  void add_waste() {
    for (PastProject& project : out_.projects)
      for (const WasteGroup& group : in_.waste.projects)
        if (group.name == project.dir)
          project.wasted = group.sums.wasted().money, project.audited = group.sums.total().money;
    for (const WasteGroup& group : in_.waste.by_session) {
      auto at = out_.sessions.find(group.name);
      if (at == out_.sessions.end()) continue;
      at->second.wasted = group.sums.wasted().money;
      at->second.audited = group.sums.total().money;
    }
  }

  void add_carried() {
    for (const auto& [id, report] : carried_by_session(in_.replayed)) {
      auto at = out_.sessions.find(id);
      if (at == out_.sessions.end()) continue;
      at->second.carried_of = report.all.cost;
      for (const CarriedRow& row : report.sources)
        if (row.cost > 0 && at->second.carried.size() < kMostCarried)
          at->second.carried.push_back({row.kind, row.tool, row.cost});
    }
  }

  void add_events() {
    const Names& names = history_.names;
    for (const ReplayedRequest& r : in_.replayed.requests()) {
      if (r.outcome != CacheOutcome::kMiss) continue;
      const HistoryRequest& request = *r.request;
      out_.events.push_back({PastEventKind::kMiss, request.time, names[request.session],
                             in_.replayed.is_subagent(r) ? names[request.agent] : "",
                             std::string(name_of(r.cause)), "", r.lost, 0, r.extra});
    }
    for (const HistoryCompaction& c : history_.compactions) {
      if (c.record.copied || c.record.sidechain) continue;
      out_.events.push_back({PastEventKind::kCompaction,
                             c.record.time,
                             names[c.record.session],
                             "",
                             c.record.automatic ? "automatic" : "by hand",
                             "",
                             c.record.pre_tokens.value_or(0),
                             c.record.post_tokens.value_or(0),
                             {}});
    }
    const Names& found = in_.waste.names;
    for (const WasteRow& f : in_.waste.findings) {
      std::string what(name_of(f.waste));
      for (Names::Id name : {f.tool, f.target})
        if (name != 0) what += " " + found[name];
      out_.events.push_back({PastEventKind::kWaste, f.time, found[f.session], found[f.agent], what,
                             std::string(name_of(f.why)), 0, 0, f.cost().money});
    }
    auto newer = [](const PastEvent& a, const PastEvent& b) { return a.time > b.time; };
    std::stable_sort(out_.events.begin(), out_.events.end(), newer);
    if (out_.events.size() > kMostEvents) out_.events.resize(kMostEvents);
  }

  const PastInput& in_;
  const History& history_;
  Calendar days_{Period::kDay};
  Past out_;
};

}  // namespace

Past count_past(const PastInput& input) { return PastCounter(input).run(); }

}  // namespace wick
