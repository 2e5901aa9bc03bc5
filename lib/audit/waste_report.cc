// SPDX-License-Identifier: MIT
#include "lib/audit/waste_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace wick {

std::vector<bool> dear_sessions(const WasteReport& report) {
  std::vector<std::pair<Money, std::string_view>> costs;
  for (const WasteGroup& s : report.by_session) costs.push_back({s.sums.total().money, s.name});
  auto dear = static_cast<std::ptrdiff_t>(dear_count(costs.size()));
  std::partial_sort(costs.begin(), costs.begin() + dear, costs.end(), std::greater<>());
  std::set<std::string_view> names;
  for (std::ptrdiff_t i = 0; i < dear; ++i) names.insert(costs[static_cast<std::size_t>(i)].second);
  std::vector<bool> out;
  for (const std::string& name : report.names.all()) out.push_back(names.contains(name));
  return out;
}

std::vector<WasteCluster> clusters_of(const WasteReport& report) {
  using Key = std::tuple<Waste, Names::Id, Names::Id, ToolError, Names::Id>;
  std::map<Key, WasteCluster> found;
  for (std::uint32_t i = 0; i < report.findings.size(); ++i) {
    const WasteRow& f = report.findings[i];
    WasteCluster& c = found[Key(f.waste, f.tool, f.target, f.error, f.why)];
    c.waste = f.waste, c.tool = f.tool, c.target = f.target, c.error = f.error, c.why = f.why;
    c.findings.push_back(i);
    c.cost += f.cost();
  }
  std::vector<bool> dear = dear_sessions(report);
  std::vector<WasteCluster> out;
  for (auto& [key, cluster] : found) {
    std::vector<Names::Id> sessions;
    for (std::uint32_t i : cluster.findings) sessions.push_back(report.findings[i].session);
    std::sort(sessions.begin(), sessions.end());
    sessions.erase(std::unique(sessions.begin(), sessions.end()), sessions.end());
    cluster.sessions = static_cast<std::int64_t>(sessions.size());
    cluster.only_cheap = std::none_of(sessions.begin(), sessions.end(), [&](Names::Id s) { return dear[s]; });
    out.push_back(std::move(cluster));
  }
  // Of two that are alike in all that is shown the order is that of their names, wherever they were found first.
  auto place = [&report](const WasteCluster& c) {
    const Names& n = report.names;
    return std::tuple(-c.cost.money, -static_cast<std::int64_t>(c.findings.size()), c.waste,
                      std::string_view(n[c.tool]), std::string_view(n[c.target]), c.error, std::string_view(n[c.why]));
  };
  std::sort(out.begin(), out.end(), [&](const WasteCluster& a, const WasteCluster& b) { return place(a) < place(b); });
  return out;
}

}  // namespace wick
