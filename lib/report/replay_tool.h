// SPDX-License-Identifier: MIT
// The frame of the tools that replay the cache: a history that was read, with its prices.
#pragma once

#include <optional>
#include <string>

#include "lib/audit/replayed_history.h"
#include "lib/report/history_tool.h"

namespace wick {

class ReplayTool : public HistoryTool {
 public:
  using HistoryTool::HistoryTool;
  /// Replays what was read; of `session`, a session's id or how it begins, where one is given. What
  /// session_number() throws.
  void replay(const std::optional<std::string>& session = std::nullopt);
  /// After replay().
  const ReplayedHistory& replayed() const { return *replayed_; }

 private:
  std::optional<Pricer> pricer_;
  std::optional<ReplayedHistory> replayed_;
};

}  // namespace wick
