// SPDX-License-Identifier: MIT
// The events that wick-top --alarm reports, whichever pane is shown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/top/board.h"

namespace wick {

/// Detects events: a session has begun to wait for its user, the cache of a session that is not busy
/// goes cold within a minute, today's cost has reached the budget. Reports each event once.
class AlarmWatch {
 public:
  explicit AlarmWatch(std::optional<double> budget_usd = {}) : budget_(budget_usd) {}

  /// The new events as printable sentences. The first call reports only the budget: waiting sessions
  /// and caches about to expire are then not news.
  std::vector<std::string> look(const Board& board);

 private:
  struct Seen {
    bool waiting = false;
    std::int64_t announced = 0;  // the expiry that was reported
  };

  std::optional<double> budget_;
  std::map<std::string, Seen> seen_;
  std::string announced_day_;  // the day for which reaching the budget was reported
  bool first_ = true;
};

/// The escape sequence that makes a terminal show a notification: OSC 777 for VTE (GNOME's
/// terminals), OSC 9 for others.
std::string notification(const std::string& words, bool is_vte);

}  // namespace wick
