// SPDX-License-Identifier: MIT
#include "lib/audit/waste_kept.h"

#include <algorithm>
#include <map>

#include "lib/base/text.h"

namespace wick {

WasteNow waste_now_of(const History& history, const WasteReport& report, TimeMs now) {
  constexpr TimeMs kRecent = 2 * 24 * 3600 * 1000;
  constexpr std::size_t kMost = 1000;
  std::map<Names::Id, TimeMs> last;
  for (const HistoryRequest& r : history.requests)
    if (r.time != kUndated && now - r.time <= kRecent) last[r.session] = std::max(last[r.session], r.time);
  std::map<std::string_view, TimeMs> by_name;
  for (const auto& [session, time] : last) by_name[history.names[session]] = time;
  std::vector<std::pair<TimeMs, SessionWaste>> found;
  for (const WasteGroup& s : report.by_session) {
    auto at = by_name.find(s.name);
    Money wasted = s.sums.wasted().money, all = s.sums.total().money;
    if (at != by_name.end() && all > 0 && wasted >= 0 && is_safe_name(s.name)) found.push_back({at->second, {s.name, wasted, all}});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  WasteNow out;
  out.told = now;
  for (auto& [time, waste] : found)
    if (out.sessions.size() < kMost) out.sessions.push_back(std::move(waste));
  return out;
}

}  // namespace wick
