// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "lib/audit/detectors.h"
#include "lib/audit/timeline.h"
#include "lib/audit/waste_account.h"
#include "lib/audit/what_if.h"
#include "lib/base/time.h"

namespace wick {
namespace {

// Sums by key; keys are converted to names at the end.
template <class Key>
class Groups {
 public:
  WasteSums& operator[](const Key& key) { return sums_[key]; }
  template <class NameOf>
  std::vector<WasteGroup> named(NameOf name_of) const {
    std::map<std::string, WasteSums> by_name;
    for (const auto& [key, sums] : sums_) by_name[name_of(key)] += sums;
    std::vector<WasteGroup> out;
    for (const auto& [name, sums] : by_name) out.push_back({name, sums, kUndated});
    return out;
  }

 private:
  std::unordered_map<Key, WasteSums> sums_;
};

void most_expensive_first(std::vector<WasteGroup>& groups) {
  std::stable_sort(groups.begin(), groups.end(), [](const WasteGroup& a, const WasteGroup& b) {
    return a.sums.wasted().money > b.sums.wasted().money;
  });
}

class Audit {
 public:
  Audit(const ReplayedHistory& replayed, const WasteLimits& limits)
      : replayed_(replayed), history_(replayed.history()), limits_(limits) {}

  WasteReport run() {
    each_timeline(replayed_, [this](const Timeline& timeline) { chain(timeline); });
    rest();
    choices();
    finish();
    return std::move(out_);
  }

 private:
  void chain(const Timeline& timeline) {
    Findings findings;
    for (Detector detect : kDetectors) detect(timeline, limits_, findings);
    auto take = [this](const HistoryRequest& r, const WasteSums& sums, const OtherUsage& without) {
      taken_.insert(&r);
      add(r, sums);
      if (without.usage != r.usage()) without_.emplace(&r, without);
    };
    account(replayed_, timeline, findings, take);
    for (const Finding& f : findings)
      if (f.cost().tokens > 0) out_.findings.push_back(row(f));
  }

  // Requests that are in no timeline: passes, copies, mixed chains.
  void rest() {
    for (const HistoryRequest& r : history_.requests)
      if (!taken_.contains(&r) && replayed_.passes(r)) add(r, productive(r, replayed_.pricer()));
  }

  // Compares policies per project, because what saves money in one may cost more in another.
  void choices() {
    std::unordered_map<Names::Id, std::uint32_t> project_of;
    for (const HistoryRequest& r : history_.requests)
      project_of.try_emplace(r.session, history_.files[r.file].project);
    std::map<std::uint32_t, ProjectChoice> found;
    for (const ProjectPolicy& policy : kProjectPolicies) {
      if (policy.kind == WhatIf::kNothing) continue;  // the next one has the actual cost too
      for (const auto& [session, sums] : what_if(replayed_, {policy.kind}).sessions) {
        ProjectChoice& choice = found[project_of[session]];
        choice.*policy.would += sums.would;
        if (policy.kind == WhatIf::kTtl5m) choice.actual += sums.actual;
      }
    }
    together(found, project_of);
    for (auto& [project, choice] : found) {
      choice.project = history_.projects[project];
      if (choice.gain() > 0) out_.choices.push_back(choice);
    }
    std::stable_sort(out_.choices.begin(), out_.choices.end(),
                     [](const auto& a, const auto& b) { return a.gain() > b.gain(); });
  }

  // What is saved by each project's best choice on what the other remedies leave.
  void together(const std::map<std::uint32_t, ProjectChoice>& found,
                const std::unordered_map<Names::Id, std::uint32_t>& project_of) {
    for (const ProjectPolicy& policy : kProjectPolicies) {
      for (const auto& [session, sums] : what_if(replayed_, {policy.kind}, &without_).sessions) {
        auto best = found.at(project_of.at(session)).best();
        if (kProjectPolicies[best].kind == policy.kind) out_.remedies += sums.actual - sums.would;
      }
    }
  }

  void add(const HistoryRequest& r, const WasteSums& sums) {
    out_.all += sums;
    out_.requests += r.is_response();
    if (!replayed_.pricer().price(r)) ++out_.unpriced;
    sessions_[r.session] += sums;
    TimeMs& last = last_.try_emplace(r.session, kUndated).first->second;
    last = std::max(last, r.time);
    projects_[history_.files[r.file].project] += sums;
    models_[r.model] += sums;
    days_[r.time == kUndated ? "" : days_of_.at(r.time).name] += sums;
    weeks_[r.time == kUndated ? "" : weeks_of_.at(r.time).name] += sums;
  }

  WasteRow row(const Finding& f) {
    const HistoryRequest& r = *f.request;
    const HistoryFile& file = history_.files[r.file];
    WasteRow out;
    out.time = r.time, out.offset = file.rewritten ? kNoOffset : f.offset;
    out.session = own(r.session), out.agent = own(r.agent), out.tool = own(f.tool),
    out.target = own(f.target);
    out.project = out_.names.id(history_.projects[file.project]);
    out.transcript = out_.names.id(file.path), out.why = f.why;
    out.waste = f.waste, out.error = f.error, out.basis = f.basis;
    if (f.judged) out.judge = out_.names.id(f.judged->model), out.judged_at = f.judged->time;
    out.once = f.once, out.compounded = f.compounded;
    return out;
  }

  // Maps a name of the history to the report's number.
  Names::Id own(Names::Id id) {
    if (id == 0) return 0;
    Names::Id& known = own_[id];
    if (known == 0) known = out_.names.id(history_.names[id]);
    return known;
  }

  auto place(const WasteRow& f) const {
    return std::tuple(f.time, std::string_view(out_.names[f.transcript]), f.offset, f.waste);
  }

  void finish() {
    std::sort(out_.findings.begin(), out_.findings.end(),
              [this](const WasteRow& a, const WasteRow& b) { return place(a) < place(b); });
    const auto& names = history_.names;
    out_.by_session = sessions_.named([&](Names::Id id) { return names[id]; });
    out_.projects = projects_.named([&](std::uint32_t p) { return history_.projects[p]; });
    out_.models = models_.named([&](Names::Id id) { return replayed_.model_of(id); });
    out_.days = days_.named([](const std::string& day) { return day; });
    out_.weeks = weeks_.named([](const std::string& monday) { return monday; });
    note_last();
    for (auto* groups : {&out_.projects, &out_.models, &out_.by_session})
      most_expensive_first(*groups);
    count_findings();
  }

  void note_last() {
    std::map<std::string_view, TimeMs> last;
    for (const auto& [session, time] : last_) last[history_.names[session]] = time;
    for (WasteGroup& session : out_.by_session) session.last = last[session.name];
  }

  void count_findings() {
    std::vector<bool> top_cost = top_cost_sessions(out_);
    out_.sessions = static_cast<std::int64_t>(out_.by_session.size());
    out_.rest_sessions =
        out_.sessions - static_cast<std::int64_t>(top_cost_count(out_.by_session.size()));
    Groups<Names::Id> tools;
    for (const WasteRow& f : out_.findings) {
      auto waste = static_cast<std::size_t>(f.waste);
      out_.counts[waste] += 1;
      out_.rest_counts[waste] += !top_cost[f.session];
      tools[f.tool][f.waste] += f.cost();
    }
    out_.tools = tools.named([&](Names::Id id) { return out_.names[id]; });
    out_.servers =
        tools.named([&](Names::Id id) { return std::string(mcp_server_of(out_.names[id])); });
    for (auto* groups : {&out_.tools, &out_.servers}) {
      std::erase_if(*groups, [](const WasteGroup& g) { return g.name.empty(); });
      most_expensive_first(*groups);
    }
  }

  const ReplayedHistory& replayed_;
  const History& history_;
  const WasteLimits& limits_;
  std::unordered_set<const HistoryRequest*> taken_;
  OtherUsages without_;  // of requests with waste that has a remedy: without it
  std::unordered_map<Names::Id, TimeMs> last_;  // time of the last request, by session
  std::unordered_map<Names::Id, Names::Id> own_;
  Groups<Names::Id> sessions_, models_;
  Groups<std::uint32_t> projects_;
  Groups<std::string> days_, weeks_;
  Calendar days_of_{Period::kDay}, weeks_of_{Period::kWeek};
  WasteReport out_;
};

}  // namespace

WasteReport audit_waste(const ReplayedHistory& replayed, const WasteLimits& limits) {
  return Audit(replayed, limits).run();
}

}  // namespace wick
