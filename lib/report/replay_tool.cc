// SPDX-License-Identifier: MIT
#include "lib/report/replay_tool.h"

#include "lib/history/session_summary.h"

namespace wick {

void ReplayTool::replay(const std::optional<std::string>& session) {
  pricer_.emplace(prices(), history().names, env().now);
  std::optional<Names::Id> number;
  if (session) number = session_number(history(), *session);
  replayed_.emplace(history(), filter(), *pricer_, number);
}

}  // namespace wick
