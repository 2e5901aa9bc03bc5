// SPDX-License-Identifier: MIT
// What each request of a history found in the prompt cache.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/audit/cache_chain.h"
#include "lib/audit/chains.h"
#include "lib/history/pricer.h"

namespace wick {

/// A request of a chain (the main one, or a subagent's) and what it found.
struct ReplayedRequest : CacheFinding {
  const HistoryRequest* request = nullptr;
  std::uint32_t chain = 0;  // index into Chains::all()
  bool after_prompt = false;  // the first one after a prompt
  bool after_compaction = false;  // the first one after one, in a chain that went on
  bool begins_fork = false;   // what it could have read is another session's
  /// Of a miss: what writing the lost tokens cost more than reading them would have, at its model,
  /// tier and mode. Empty where it has no price.
  std::optional<Money> extra;
};

/// The requests of all chains, in their order. Passes of a request that are charged apart, requests of
/// mixed chains, and a fork's copies of another session's requests are not replayed. Pointers are into `history`.
std::vector<ReplayedRequest> replay_cache(const History& history, const Chains& chains,
                                          Pricer& pricer);

}  // namespace wick
