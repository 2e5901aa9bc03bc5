// SPDX-License-Identifier: MIT
// Recomputes the cost of a history under another policy, request by request.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/audit/cache_replay.h"

namespace wick {

/// The policy.
struct WhatIf {
  enum Kind {
    kNothing,        // none: checks the replay itself
    kCompact,        // compact=TOKENS: a compaction before a request of this size
    kClear,          // clear: a /clear before each prompt but the first
    kTtl5m,          // ttl=5m: all cache writes have a TTL of 5 minutes
    kTtl1h,          // ttl=1h: all cache writes have a TTL of 1 hour
    kCompactBreaks,  // compact-breaks: a compaction before each break that outlasts the cache
    kModel,          // model=NAME: another model, see switch_model()
  };
  Kind kind = kNothing;
  std::int64_t tokens = 0;  // of kCompact
  std::string model = {};   // of kModel, canonical
};

/// "compact=160k", "clear", "ttl=1h"... Throws Failure{kUsage, "--what-if TEXT: ..."} for other
/// texts.
WhatIf parse_what_if(const std::string& text);
/// The assumptions, in a sentence or two.
std::string_view assumptions_of(WhatIf::Kind kind);

struct WhatIfSums {
  Money actual = 0, would = 0;                   // of what has a price
  std::int64_t sent_actual = 0, sent_would = 0;  // tokens of all requests
  std::int64_t requests = 0;                     // responses
  std::int64_t changed = 0;                      // requests whose usage changes
  std::int64_t inserted = 0;                     // compactions or /clears
  std::int64_t unpriced = 0;                     // requests without a price, in no sum of money

  WhatIfSums& operator+=(const WhatIfSums& other);
};

struct WhatIfReport {
  WhatIfSums all;
  std::map<Names::Id, WhatIfSums> sessions;
};

/// What a request would have used, had something else been different.
struct OtherUsage {
  Usage usage;
  std::int64_t lost = 0;  // of the tokens that it lost, as many would not have been there

  bool operator==(const OtherUsage&) const = default;
};
using OtherUsages = std::unordered_map<const HistoryRequest*, OtherUsage>;

/// A request is unchanged except for its context: the state holds by how many tokens it would have
/// been smaller. They are taken from the reads if the request hit the cache, and from the writes if
/// it missed. New tokens stay new.
///
/// A compaction is a request too: it reads the cached part of the previous request's context, sends
/// the rest, and generates a summary. If the cache had expired, it writes all of the context for 5
/// minutes, as the client does. The next request sends as much as the first requests after the
/// session's own compactions (the median; else see kKeptByCompaction), of which it reads as much as
/// the chain's first request did, and writes the rest. A recorded compaction resets the state.
///
/// Requests of subagents change only with the TTL; passes and mixed chains never do. Not for
/// kModel.
///
/// `usages`: replaces the usage of these requests before the policy changes it; null: none. The
/// actual cost stays that of the recorded one.
WhatIfReport what_if(const ReplayedHistory& replayed, const WhatIf& policy,
                     const OtherUsages* usages = nullptr);

}  // namespace wick
