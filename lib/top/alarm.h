// SPDX-License-Identifier: MIT
// What the user of wick-top wants to be told of, wherever they look.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/top/board.h"

namespace wick {

/// Finds what has just happened: a session waits, or its cache goes cold within a minute while it
/// does nothing; today's money has reached the budget. Each is told once.
class AlarmWatch {
 public:
  explicit AlarmWatch(std::optional<double> budget_usd = {}) : budget_(budget_usd) {}

  /// Sentences fit to print. What is so at the first look is no news, but for the budget.
  std::vector<std::string> look(const Board& board);

 private:
  struct Seen {
    bool waiting = false;
    std::int64_t announced = 0;  // the expiry that was told
  };

  std::optional<double> budget_;
  std::map<std::string, Seen> seen_;
  std::string announced_day_;  // on which the budget was reached
  bool first_ = true;
};

/// The sequence by which a terminal shows a notification: OSC 777 in those of GNOME, OSC 9 in
/// others.
std::string notification(const std::string& words, bool is_vte);

}  // namespace wick
