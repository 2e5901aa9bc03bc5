// SPDX-License-Identifier: MIT
// The arithmetic of one prompt: what its requests send and cost as the context grows under them.
#pragma once

#include <optional>

#include "lib/session/tariff.h"

namespace wick {

/// How a prompt is assumed to go.
struct Plan {
  double requests = 1;  // at least 1
  double added = 0;     // tokens of the prompt itself
  double growth = 0;    // tokens that each request after the first adds to the context
  double output = 0;    // tokens that each request generates
  double resent = 0;    // cache misses after the first request, in contexts
};

/// What it starts from.
struct Start {
  double context = 0;  // tokens that the last request sent
  double answer = 0;   // tokens of the last answer
  /// From so many tokens on the client compacts before the next request, and leaves so many; empty:
  /// not known.
  std::optional<double> compacts_at;
  double compacts_to = 0;
  double summary = 0;  // tokens that a compaction generates
};

/// What comes of it. Money is empty without a tariff.
struct Course {
  double sent = 0, output = 0;   // tokens, of all requests
  double context_after = 0;      // that the last one sent
  bool compacts = false;
  std::optional<double> warm, cold;  // USD, by how the first request finds the cache
};

/// With C1 = context + answer + added, each later request reads what the one before sent and writes
/// `growth`; so n requests read (n-1)*C1 + growth*(n-1)(n-2)/2 after the first, each at the tier of
/// its own size. A compaction is one request more, which reads the context and generates a summary;
/// what it leaves is written anew by the next. The sums are closed: the time does not depend on the
/// number of requests.
Course course_of(const Plan& plan, const Start& start, const std::optional<Tariff>& tariff);

}  // namespace wick
