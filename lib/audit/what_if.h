// SPDX-License-Identifier: MIT
// What a history would have cost otherwise: every request again, with other counts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/audit/cache_replay.h"

namespace wick {

/// What is done otherwise.
struct WhatIf {
  enum Kind {
    kNothing,        // none: to check the replay by
    kCompact,        // compact=TOKENS: a compaction before a request that would send so many
    kClear,          // clear: a /clear before each prompt but the first
    kTtl5m,          // ttl=5m: all that is cached is kept for 5 minutes
    kTtl1h,          // ttl=1h: for an hour
    kCompactBreaks,  // compact-breaks: a compaction before each break that outlasts the cache
    kModel,          // model=NAME: another model, see switch_model()
  };
  Kind kind = kNothing;
  std::int64_t tokens = 0;  // of kCompact
  std::string model = {};   // of kModel, canonical
};

/// "compact=160k", "clear", "ttl=1h"... Failure{kUsage, "--what-if TEXT: ..."} for another.
WhatIf parse_what_if(const std::string& text);
/// What is assumed, in a sentence or two.
std::string_view assumptions_of(WhatIf::Kind kind);

struct WhatIfSums {
  Money actual = 0, would = 0;                     // of what has a price
  std::int64_t sent_actual = 0, sent_would = 0;    // tokens, of all requests
  std::int64_t requests = 0;                       // API responses
  std::int64_t changed = 0;                        // of them, with other counts
  std::int64_t inserted = 0;                       // compactions, or /clears
  std::int64_t unpriced = 0;                       // requests without a price, in no money

  WhatIfSums& operator+=(const WhatIfSums& other);
};

struct WhatIfReport {
  WhatIfSums all;
  std::map<Names::Id, WhatIfSums> sessions;
};

/// The request is what it was, but for the context: a state holds how many tokens less there would
/// have been. Less context is less to read where the request hit the cache, and less to write where
/// it missed. New tokens stay new.
///
/// A compaction is a request too: it reads the context of the request before it, as far as that was
/// cached, sends the rest, and generates a summary; when the cache had expired it writes all of it for
/// 5 minutes, as the client does. The request after it sends what the first requests after the
/// session's own compactions sent (the median; else kKeptByCompaction of what came since the chain began), reads of it as much as the
/// chain's first request read, and writes the rest. A compaction of the record sets the state back.
///
/// Requests of subagents change with the TTL only; passes and mixed chains never do. Not for kModel.
WhatIfReport what_if(const ReplayedHistory& replayed, const WhatIf& policy);

}  // namespace wick
