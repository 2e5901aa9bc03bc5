// SPDX-License-Identifier: MIT
#include "lib/audit/what_if.h"
#include "lib/base/failure.h"
#include "lib/base/text.h"

namespace wick {

std::string_view assumptions_of(WhatIf::Kind kind) {
  switch (kind) {
    case WhatIf::kNothing: return "nothing is changed";
    case WhatIf::kCompact:
      return "the first request after a compaction sends what those after the session's own "
             "compactions sent (else 30,000 tokens), and the work goes on as it did; the "
             "compaction's request is in the money";
    case WhatIf::kClear:
      return "each prompt begins with what the session began with, and needs nothing of what came "
             "before";
    case WhatIf::kTtl5m: return "what was idle for more than 5 minutes is written anew";
    case WhatIf::kTtl1h:
      return "all writes cost what those for an hour do; what expired after 5 minutes is read, "
             "where it was idle for less than an hour";
    case WhatIf::kCompactBreaks:
      return "a compaction, in time, before each break that outlasted the cache; sizes as for "
             "compact";
  }
  return "";
}

WhatIf parse_what_if(const std::string& text) {
  if (text == "none") return {WhatIf::kNothing, 0};
  if (text == "clear") return {WhatIf::kClear, 0};
  if (text == "ttl=5m") return {WhatIf::kTtl5m, 0};
  if (text == "ttl=1h") return {WhatIf::kTtl1h, 0};
  if (text == "compact-breaks") return {WhatIf::kCompactBreaks, 0};
  std::string option = "--what-if " + printable(text);
  constexpr std::string_view kCompact = "compact=";
  if (text.compare(0, kCompact.size(), kCompact) != 0)
    throw Failure{Exit::kUsage, option + ": not compact=TOKENS, compact-breaks, clear, ttl=5m, "
                                         "ttl=1h or none"};
  auto tokens = parse_tokens(text.substr(kCompact.size()));
  if (!tokens || *tokens < 1) throw Failure{Exit::kUsage, option + ": not a number of tokens"};
  return {WhatIf::kCompact, static_cast<std::int64_t>(*tokens)};
}

}  // namespace wick
