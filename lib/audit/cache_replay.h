// SPDX-License-Identifier: MIT
// What each request found in the prompt cache, by the client's own rules, and why it missed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/audit/chains.h"
#include "lib/history/pricer.h"

namespace wick {

enum class CacheOutcome {
  kFirst,    // of its chain, or after one that had no part in the cache: it could read nothing
  kHit,
  kMiss,     // see is_miss()
  kRebuild,  // the first one after a compaction: what it writes anew was to be expected
};

/// Why a request missed, of what the record tells. The names are the client's where it has one.
enum class MissCause {
  kModel,         // model_changed: each model has a cache of its own
  kTtl5m,         // ttl_expired_5m: it was idle for longer than the prefix lives
  kTtl1h,         // ttl_expired_1h
  kFast,          // fast_mode_changed
  kEffort,        // effort_changed
  kClient,        // client_upgraded: another version, whose prompt and tools may be others
  kRewritten,     // messages_rewritten: it sent less than the one before, without a compaction
  kServerSide,    // likely_server_side: all of these are known and were as before
  kUnknown,       // unknown: the record lacks a time, a TTL, a version
};
inline constexpr std::size_t kMissCauses = 9;
std::string_view name_of(MissCause cause);

/// A request of a chain (the main one, or a subagent's) and what it found.
struct ReplayedRequest {
  const HistoryRequest* request = nullptr;
  std::uint32_t chain = 0;  // index into Chains::all()
  bool begins_chain = false;
  CacheOutcome outcome = CacheOutcome::kFirst;
  MissCause cause = MissCause::kUnknown;  // of a miss
  std::int64_t cached = 0;  // tokens that it could have read: what the one before read and wrote
  std::int64_t lost = 0;    // of these, what it did not read
  std::optional<TimeMs> idle;  // since the one before; empty where a time is missing
  std::int64_t ttl_s = 0;      // of the prefix that it could have read; 0: not known
  /// Of a miss: what writing the lost tokens cost more than reading them would have, at its model,
  /// tier and mode. Empty where it has no price.
  std::optional<Money> extra;
};

/// The client counts as a miss what sends anew more than 5 % and at least 2,000 tokens of what could
/// have been read (its documentation; measured on client 2.1.330, whose counters come out the same).
bool is_miss(std::int64_t cached, std::int64_t lost);

/// The requests of all chains, in their order. Passes of a request that are charged apart, and requests
/// of mixed chains, are not replayed. Pointers are into `history`.
std::vector<ReplayedRequest> replay_cache(const History& history, const Chains& chains,
                                          Pricer& pricer);

}  // namespace wick
