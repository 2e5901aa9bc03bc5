// SPDX-License-Identifier: MIT
#include "lib/audit/waste_kept.h"

#include <algorithm>

#include "lib/base/text.h"

namespace wick {

WasteNow waste_now_of(const WasteReport& report, TimeMs now) {
  constexpr TimeMs kRecent = 2 * 24 * 3600 * 1000;
  constexpr std::size_t kMost = 1000;
  std::vector<std::pair<TimeMs, SessionWaste>> found;
  for (const WasteGroup& s : report.by_session) {
    Money wasted = s.sums.wasted().money, all = s.sums.total().money;
    bool recent = s.last != kUndated && now - s.last <= kRecent;
    if (recent && all > 0 && wasted >= 0 && is_safe_name(s.name)) found.push_back({s.last, {s.name, wasted, all}});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  WasteNow out;
  out.told = now;
  for (auto& [time, waste] : found)
    if (out.sessions.size() < kMost) out.sessions.push_back(std::move(waste));
  return out;
}

}  // namespace wick
