// SPDX-License-Identifier: MIT
#include "lib/audit/avoidable.h"

#include "lib/audit/what_if.h"

namespace wick {

std::array<Avoidable, 3> avoidable_misses(const ReplayedHistory& replayed) {
  Avoidable waiting{"waiting_less", "a prompt before the cache expired", 0, 0};
  Avoidable compact{"compact_first", "/compact before the break", 0, 0};
  Avoidable hour{"ttl_1h", "a TTL of 1 hour", 0, 0};
  for (const ReplayedRequest& r : replayed.requests()) {
    bool after_5m = r.cause == MissCause::kTtl5m, expired = after_5m || r.cause == MissCause::kTtl1h;
    if (r.outcome != CacheOutcome::kMiss || !expired) continue;
    waiting.misses += 1;
    waiting.saved += r.extra.value_or(0);
    hour.misses += after_5m && *r.idle <= kHour;
  }
  auto saved = [&](WhatIf::Kind kind, Avoidable& into) {
    WhatIfSums sums = what_if(replayed, {kind, 0}).all;
    into.saved = sums.actual - sums.would;
    return sums.inserted;
  };
  compact.misses = saved(WhatIf::kCompactBreaks, compact);
  saved(WhatIf::kTtl1h, hour);
  return {waiting, compact, hour};
}

}  // namespace wick
