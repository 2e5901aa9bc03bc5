// SPDX-License-Identifier: MIT
#include "lib/top/alarm.h"

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"

namespace wick {
namespace {

constexpr std::int64_t kBeforeCold = 60;  // seconds

std::string who(const State& s) {
  return printable(s.session.name.empty() ? s.session.id.substr(0, 8) : s.session.name);
}

}  // namespace

std::vector<std::string> AlarmWatch::look(const Board& board) {
  std::vector<std::string> news;
  for (const State* state : board.sessions) {
    const State& s = *state;
    if (s.session.pid <= 0) continue;
    Seen& seen = seen_[s.session.id];
    bool waiting = s.session.status == "waiting";
    if (waiting && !seen.waiting && !first_)
      news.push_back(fmt::format("{} {}", who(s), what_it_waits_for(s)));
    seen.waiting = waiting;
    if (!s.next.is_warm || !s.cache.expires_at || s.session.status == "busy") continue;
    std::int64_t left = *s.cache.expires_at - board.now / 1000;
    if (left > kBeforeCold || left <= 0 || seen.announced == *s.cache.expires_at) continue;
    seen.announced = *s.cache.expires_at;
    if (first_) continue;
    std::string more = s.next.cold && s.next.now
                           ? fmt::format(", +{} then", human_usd(*s.next.cold - *s.next.now))
                           : "";
    news.push_back(fmt::format("the cache of {} goes cold in {}s{}", who(s), left, more));
  }
  first_ = false;
  if (!budget_ || !board.past || board.past->incomplete) return news;
  std::string today = local_date(board.now);
  if (usd_of(board.past->today) < *budget_ || announced_day_ == today) return news;
  announced_day_ = today;
  news.push_back(fmt::format("{} spent today, the budget is {}",
                             human_usd(usd_of(board.past->today)), human_usd(*budget_)));
  return news;
}

std::string notification(const std::string& words, bool is_vte) {
  return (is_vte ? "\x1b]777;notify;wick-top;" : "\x1b]9;") + words + "\x07";
}

}  // namespace wick
