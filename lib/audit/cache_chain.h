// SPDX-License-Identifier: MIT
// What a request found in the prompt cache, by the client's own rules, and why it missed: told from
// the request before it in its chain.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/base/time.h"
#include "lib/claude/usage.h"

namespace wick {

/// How long a prefix is kept: the two TTLs.
inline constexpr TimeMs kFiveMinutes = 5 * 60'000, kHour = 60 * 60'000;

enum class CacheOutcome {
  kFirst,    // of its chain, or after one that had no part in the cache: it could read nothing
  kHit,
  kMiss,     // see is_miss()
  kRebuild,  // the first one after a compaction: what it writes anew was to be expected
};

/// Why a request missed, of what the record tells. The names are the client's where it has one.
enum class MissCause {
  kModel,       // model_changed: each model has a cache of its own
  kTtl5m,       // ttl_expired_5m: it was idle for longer than the prefix lives
  kTtl1h,       // ttl_expired_1h
  kFast,        // fast_mode_changed
  kEffort,      // effort_changed
  kClient,      // client_upgraded: another version, whose prompt and tools may be others
  kShape,       // tools_or_system_changed: the client's hash of both is another one
  kRewritten,   // messages_rewritten: it sent less than the one before, without a compaction
  kServerSide,  // likely_server_side: all of these are known and were as before
  kUnknown,     // unknown: the record lacks a time, a TTL, a version
};
inline constexpr std::size_t kMissCauses = 10;
std::string_view name_of(MissCause cause);

/// What is told of a request. Numbers stand for texts: equal ones for the same, 0 for none.
struct ChainRequest {
  Usage usage;
  std::optional<TimeMs> time;
  std::uint64_t model = 0;  // by its canonical name
  std::uint64_t effort = 0, client = 0;
  std::uint64_t shape = 0;  // of system prompt and tools, where the client notes it
};

struct CacheFinding {
  bool begins_chain = false;
  CacheOutcome outcome = CacheOutcome::kFirst;
  MissCause cause = MissCause::kUnknown;  // of a miss
  std::int64_t cached = 0;      // tokens that it could have read: what the one before read and wrote
  std::int64_t lost = 0;        // of these, what it sent anew instead of reading it
  std::optional<TimeMs> idle;   // since the one before; empty where a time is missing
  std::int64_t ttl_s = 0;       // of the prefix that it could have read; 0: not known
};

/// The client counts as a miss what sends anew more than 5 % and at least 2,000 tokens of what could
/// have been read (its documentation; measured on client 2.1.330, whose counters come out the same).
bool is_miss(std::int64_t cached, std::int64_t lost);

/// The same request, had it read what it lost instead of writing it, or of sending it uncached.
Usage without_loss(Usage usage, std::int64_t lost);

/// A chain, request by request. The members are all that is needed to go on another time.
struct CacheChain {
  std::optional<ChainRequest> before;
  bool compacted = false;   // since then
  std::int64_t ttl_s = 0;   // of the newest cache write

  CacheFinding take(const ChainRequest& request);
  void compaction() { compacted = true; }
};

}  // namespace wick
