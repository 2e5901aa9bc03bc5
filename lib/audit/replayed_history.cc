// SPDX-License-Identifier: MIT
#include "lib/audit/replayed_history.h"

namespace wick {

ReplayedHistory::ReplayedHistory(const History& history, const UsageFilter& filter, Pricer& pricer,
                                 std::optional<Names::Id> session)
    : history_(history),
      pricer_(pricer),
      filtered_(history, filter, pricer),
      session_(session),
      chains_(history) {
  requests_ = replay_cache(history, chains_, pricer);
  std::erase_if(requests_, [this](const ReplayedRequest& r) { return !passes(*r.request); });
}

}  // namespace wick
