// SPDX-License-Identifier: MIT
#include "lib/audit/waste_audit.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "lib/audit/each_timeline.h"
#include "lib/base/calendar.h"

namespace wick {
namespace {

// Sums by number, with their names in the end.
template <class Key>
class Groups {
 public:
  WasteSums& operator[](const Key& key) { return sums_[key]; }
  template <class NameOf>
  std::vector<WasteGroup> named(NameOf name_of) const {
    std::map<std::string, WasteSums> by_name;
    for (const auto& [key, sums] : sums_) by_name[name_of(key)] += sums;
    std::vector<WasteGroup> out;
    for (const auto& [name, sums] : by_name) out.push_back({name, sums});
    return out;
  }

 private:
  std::unordered_map<Key, WasteSums> sums_;
};

void dearest_first(std::vector<WasteGroup>& groups) {
  std::stable_sort(groups.begin(), groups.end(), [](const WasteGroup& a, const WasteGroup& b) {
    return a.sums.wasted().money > b.sums.wasted().money;
  });
}

// The tenth of the sessions that cost the most.
std::set<std::string_view> dear_sessions(const WasteReport& report) {
  std::vector<std::pair<Money, std::string_view>> costs;
  for (const WasteGroup& s : report.by_session) costs.push_back({s.sums.total().money, s.name});
  std::sort(costs.rbegin(), costs.rend());
  std::set<std::string_view> out;
  for (std::size_t i = 0; i < (costs.size() + 9) / 10; ++i) out.insert(costs[i].second);
  return out;
}

class Audit {
 public:
  Audit(const ReplayedHistory& replayed, const WasteLimits& limits)
      : replayed_(replayed), history_(replayed.history()), limits_(limits) {}

  WasteReport run() {
    each_timeline(replayed_, [this](const Timeline& timeline) { chain(timeline); });
    rest();
    finish();
    return std::move(out_);
  }

 private:
  void chain(const Timeline& timeline) {
    Findings findings;
    for (Detector detect : kDetectors) detect(timeline, limits_, findings);
    account(replayed_, timeline, findings, [this](const HistoryRequest& r, const WasteSums& sums) {
      taken_.insert(&r);
      add(r, sums);
    });
    for (Finding& f : findings)
      if (f.cost().tokens > 0) out_.findings.push_back(std::move(f));
  }

  // Passes, copies and mixed chains: they are in no timeline.
  void rest() {
    for (const HistoryRequest& r : history_.requests)
      if (!taken_.contains(&r) && replayed_.passes(r)) add(r, productive(r, replayed_.pricer()));
  }

  void add(const HistoryRequest& r, const WasteSums& sums) {
    out_.all += sums;
    out_.requests += r.is_response();
    if (!replayed_.pricer().price(r)) ++out_.unpriced;
    sessions_[r.session] += sums;
    projects_[history_.files[r.file].project] += sums;
    models_[r.model] += sums;
    weeks_[r.time == kUndated ? "" : calendar_.at(r.time).name] += sums;
  }

  std::tuple<TimeMs, std::string_view, std::uint64_t, Waste> place(const Finding& f) const {
    return {f.request->time, history_.files[f.request->file].path, f.offset, f.waste};
  }

  void finish() {
    std::sort(out_.findings.begin(), out_.findings.end(), [this](const Finding& a, const Finding& b) {
      return place(a) < place(b);
    });
    const auto& names = history_.names;
    out_.by_session = sessions_.named([&](Names::Id id) { return names[id]; });
    out_.projects = projects_.named([&](std::uint32_t p) { return history_.projects[p]; });
    out_.models = models_.named([&](Names::Id id) { return replayed_.model_of(id); });
    out_.weeks = weeks_.named([](const std::string& monday) { return monday; });
    for (auto* groups : {&out_.projects, &out_.models, &out_.by_session}) dearest_first(*groups);
    count_findings();
  }

  void count_findings() {
    std::set<std::string_view> dears = dear_sessions(out_);
    out_.sessions = static_cast<std::int64_t>(out_.by_session.size());
    out_.cheap_sessions = out_.sessions - static_cast<std::int64_t>(dears.size());
    Groups<Names::Id> tools;
    for (const Finding& f : out_.findings) {
      auto waste = static_cast<std::size_t>(f.waste);
      out_.counts[waste] += 1;
      out_.cheap_counts[waste] += !dears.contains(history_.names[f.request->session]);
      tools[f.tool][f.waste] += f.cost();
    }
    const auto& names = history_.names;
    out_.tools = tools.named([&](Names::Id id) { return names[id]; });
    out_.servers = tools.named([&](Names::Id id) { return std::string(mcp_server_of(names[id])); });
    for (auto* groups : {&out_.tools, &out_.servers}) {
      std::erase_if(*groups, [](const WasteGroup& g) { return g.name.empty(); });
      dearest_first(*groups);
    }
  }

  const ReplayedHistory& replayed_;
  const History& history_;
  const WasteLimits& limits_;
  std::unordered_set<const HistoryRequest*> taken_;
  Groups<Names::Id> sessions_, models_;
  Groups<std::uint32_t> projects_;
  Groups<std::string> weeks_;
  Calendar calendar_{Period::kWeek};
  WasteReport out_;
};

}  // namespace

WasteReport audit_waste(const ReplayedHistory& replayed, const WasteLimits& limits) {
  return Audit(replayed, limits).run();
}

std::vector<WasteCluster> clusters_of(const ReplayedHistory& replayed, const WasteReport& report) {
  const Names& names = replayed.history().names;
  std::set<std::string_view> dears = dear_sessions(report);
  using Key = std::tuple<Waste, std::string_view, std::string_view, ToolError, std::string_view>;
  std::map<Key, WasteCluster> found;
  for (std::uint32_t i = 0; i < report.findings.size(); ++i) {
    const Finding& f = report.findings[i];
    WasteCluster& c = found[Key(f.waste, names[f.tool], names[f.target], f.error, f.why)];
    c.waste = f.waste, c.tool = f.tool, c.target = f.target, c.error = f.error, c.why = f.why;
    c.findings.push_back(i);
    c.cost += f.cost();
  }
  std::vector<WasteCluster> out;
  for (auto& [key, cluster] : found) {
    std::set<Names::Id> sessions;
    for (std::uint32_t i : cluster.findings) sessions.insert(report.findings[i].request->session);
    cluster.sessions = static_cast<std::int64_t>(sessions.size());
    cluster.only_cheap = std::none_of(sessions.begin(), sessions.end(),
                                      [&](Names::Id s) { return dears.contains(names[s]); });
    out.push_back(std::move(cluster));
  }
  std::stable_sort(out.begin(), out.end(), [](const WasteCluster& a, const WasteCluster& b) {
    return std::pair(a.cost.money, a.findings.size()) > std::pair(b.cost.money, b.findings.size());
  });
  return out;
}

}  // namespace wick
