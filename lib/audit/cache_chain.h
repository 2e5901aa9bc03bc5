// SPDX-License-Identifier: MIT
// Splits a history into chains, in which each request continues the context of the previous one,
// and determines what each request found in the prompt cache.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "lib/base/time.h"
#include "lib/claude/entry.h"
#include "lib/claude/usage.h"
#include "lib/history/merge_records.h"

namespace wick {

struct ChainItem {
  enum Kind : std::uint8_t { kPrompt, kCompaction, kClearing, kRequest };  // order if offsets tie
  Kind kind = kRequest;
  std::uint32_t index = 0;  // into History::prompts, ::compactions, ::clearings, ::requests
};

struct Chain {
  std::uint32_t file = 0;  // index into History::files
  Names::Id agent = 0;     // of a subagent
  bool subagent = false;
  /// Requests of several subagents that cannot be told apart: old clients wrote them, without ids,
  /// into the parent's file. Their cost counts, but none of them continues another.
  bool mixed = false;
  /// In file order; passes follow their response. If a rewritten file has lost some of them, in
  /// order of time.
  std::span<const ChainItem> items;
};

/// All chains of a history; each item is in exactly one. A chain is a file's main chain or one
/// subagent.
class Chains {
 public:
  explicit Chains(const History& history);
  Chains(const Chains&) = delete;
  Chains& operator=(const Chains&) = delete;

  /// Sorted by file; the main chain of a file precedes its subagents.
  const std::vector<Chain>& all() const { return chains_; }

 private:
  std::vector<ChainItem> items_;
  std::vector<Chain> chains_;
};

// What a request found in the prompt cache, by the client's own rules, and why it missed, compared
// with the previous request of its chain.

/// The two TTLs of the cache.
inline constexpr TimeMs kFiveMinutes = 5 * 60'000, kHour = 60 * 60'000;

enum class CacheOutcome {
  kFirst,  // nothing to read: first of its chain, or after a request without cache tokens
  kHit,
  kMiss,     // see is_miss()
  kRebuild,  // first one after a compaction: its cache write was expected
};

/// Why a request missed, as far as the transcript shows. The names are the client's, or the
/// server's (Diagnosis), if these have one.
enum class MissCause {
  kModel,      // model_changed: each model has its own cache
  kTtl5m,      // ttl_expired_5m: idle for longer than the TTL
  kTtl1h,      // ttl_expired_1h
  kFast,       // fast_mode_changed
  kEffort,     // effort_changed
  kGeo,        // inference_geo_changed
  kClient,     // client_upgraded: another version, perhaps with another prompt and other tools
  kSystem,     // system_changed: reported by the server
  kTools,      // tools_changed: reported by the server
  kShape,      // tools_or_system_changed: the client's hash of both differs
  kMessages,   // messages_changed: the server reports that earlier messages differ
  kRewritten,  // messages_rewritten: it sent less than the previous request, without a compaction
  kNotFound,   // previous_message_not_found: the server had lost it before its TTL expired
  kLost,       // conversation_lost: no known change; the first request of a prompt read tools and
               // system prompt, but nothing of the conversation
  kUnknown,    // unknown: a time, TTL or version is missing, or none of the above applies
};
inline constexpr std::size_t kMissCauses = 15;
std::string_view name_of(MissCause cause);

/// A number for a text: equal texts have equal numbers; 0 for an empty text.
std::uint64_t number_of(std::string_view text);

/// What selects the cache of a request, besides the text it sends.
struct CacheKey {
  std::uint64_t model = 0, effort = 0, client = 0;
  bool fast = false, us = false;
  bool by_effort = false;  // the model has one cache per effort: keeps_cache_by_effort()
};

/// The change that explains why a request with the key `now` missed what one with `before` wrote.
std::optional<MissCause> change_of(const CacheKey& before, const CacheKey& now);
/// Only a change that is certain to cause a miss. Turning fast mode off is not, and with most
/// models a change of effort is not either.
std::optional<MissCause> break_of(const CacheKey& before, const CacheKey& now);

/// The properties of a request that CacheChain needs.
struct ChainRequest {
  Usage usage;  // of its last pass over the conversation, which stays in the cache
  std::optional<TimeMs> time;
  std::uint64_t model = 0;  // the requested model, by its canonical name
  std::uint64_t effort = 0, client = 0;
  std::uint64_t shape = 0;          // of system prompt and tools, if the client reports it
  std::int64_t ttl_s = 0;           // of its cache writes; 0: derived from its usage
  std::int64_t read = 0, anew = 0;  // of its first pass, if several: cache reads; input and writes
  Diagnosis diagnosis = Diagnosis::kNone;
  bool begins_prompt = false;  // the first one after a person's prompt
};

struct CacheFinding {
  bool begins_chain = false;
  CacheOutcome outcome = CacheOutcome::kFirst;
  MissCause cause = MissCause::kUnknown;  // of a miss
  bool as_before = false;                 // of a miss: all possible causes are known and unchanged
  std::int64_t cached = 0;     // readable tokens: the previous request's reads and writes
  std::int64_t lost = 0;       // of these, tokens that it sent again instead
  std::optional<TimeMs> idle;  // since the previous request; empty if a time is missing
  std::int64_t ttl_s = 0;      // of the prefix it could have read; 0: unknown
};

/// The client's name for the cause (its `last_miss_cause`); it has a single word for all misses
/// without a known cause. Empty if the transcript tells less than the client knew.
std::string_view client_name(const CacheFinding& miss);

/// The client's rule for a miss: a request that sends again more than 5 % and at least 2,000 of the
/// tokens it could have read (its documentation; measured on client 2.1.330, whose counters agree).
bool is_miss(std::int64_t cached, std::int64_t lost);

/// The usage if the lost tokens had been read instead of written or sent uncached.
Usage without_loss(Usage usage, std::int64_t lost);

/// Processes a chain request by request. The members are all the state needed to continue later.
struct CacheChain {
  std::optional<ChainRequest> before;
  bool compacted = false;  // since `before`
  std::int64_t ttl_s = 0;  // of the newest cache write

  CacheFinding take(const ChainRequest& request);
  void compaction() { compacted = true; }
};

}  // namespace wick
