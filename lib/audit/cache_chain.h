// SPDX-License-Identifier: MIT
// A history as chains: requests of which each continues the context of the one before.
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
  enum Kind : std::uint8_t { kPrompt, kCompaction, kClearing, kRequest };  // in the order of equal places
  Kind kind = kRequest;
  std::uint32_t index = 0;  // into History::prompts, ::compactions, ::clearings, ::requests
};

struct Chain {
  std::uint32_t file = 0;  // index into History::files
  Names::Id agent = 0;     // of a subagent
  bool subagent = false;
  /// Requests of several subagents that nothing tells apart: old clients wrote them, without ids, into
  /// their parent's file. They count as money, but none of them continues another.
  bool mixed = false;
  /// In the order of the file; passes of a response behind it. Of a file that was written anew, and
  /// does not have some of them any more, in the order of time.
  std::span<const ChainItem> items;
};

/// All that a history has, each thing in one chain. A chain is one file's main chain, or one subagent.
class Chains {
 public:
  explicit Chains(const History& history);
  Chains(const Chains&) = delete;
  Chains& operator=(const Chains&) = delete;

  /// In order of file; the main chain of a file before its subagents.
  const std::vector<Chain>& all() const { return chains_; }

 private:
  std::vector<ChainItem> items_;
  std::vector<Chain> chains_;
};

// What a request found in the prompt cache, by the client's own rules, and why it missed: told from
// the request before it in its chain.

/// How long a prefix is kept: the two TTLs.
inline constexpr TimeMs kFiveMinutes = 5 * 60'000, kHour = 60 * 60'000;

enum class CacheOutcome {
  kFirst,    // of its chain, or after one that had no part in the cache: it could read nothing
  kHit,
  kMiss,     // see is_miss()
  kRebuild,  // the first one after a compaction: what it writes anew was to be expected
};

/// Why a request missed, of what the record tells. The names are the client's, or the server's
/// (Diagnosis), where these have one.
enum class MissCause {
  kModel,      // model_changed: each model has a cache of its own
  kTtl5m,      // ttl_expired_5m: it was idle for longer than the prefix lives
  kTtl1h,      // ttl_expired_1h
  kFast,       // fast_mode_changed
  kEffort,     // effort_changed
  kGeo,        // inference_geo_changed
  kClient,     // client_upgraded: another version, whose prompt and tools may be others
  kSystem,     // system_changed: the server says so
  kTools,      // tools_changed: likewise
  kShape,      // tools_or_system_changed: the client's hash of both is another one
  kMessages,   // messages_changed: the server says that earlier messages are not the same
  kRewritten,  // messages_rewritten: it sent less than the one before, without a compaction
  kNotFound,   // previous_message_not_found: the server had it no more, before its TTL was over
  kLost,       // conversation_lost: nothing is known to have changed, the first request of a prompt still
               // read tools and system prompt, and nothing of the conversation
  kUnknown,    // unknown: the record lacks a time, a TTL, a version, or shows nothing of the above
};
inline constexpr std::size_t kMissCauses = 15;
std::string_view name_of(MissCause cause);

/// The number that stands for a text below: equal ones for the same, 0 for none.
std::uint64_t number_of(std::string_view text);

/// Whose cache a request uses, besides the text that it sends.
struct CacheKey {
  std::uint64_t model = 0, effort = 0, client = 0;
  bool fast = false, us = false;
  bool by_effort = false;  // the model keeps a cache for each effort: keeps_cache_by_effort()
};

/// What explains that a request with the key `now` missed what one with `before` left.
std::optional<MissCause> change_of(const CacheKey& before, const CacheKey& now);
/// What of it is certain to make it miss: turning fast mode off is not, nor, with most models, another
/// effort.
std::optional<MissCause> break_of(const CacheKey& before, const CacheKey& now);

/// What is told of a request.
struct ChainRequest {
  Usage usage;  // of its last pass over the conversation: what it leaves in the cache
  std::optional<TimeMs> time;
  std::uint64_t model = 0;  // the one that was asked for, by its canonical name
  std::uint64_t effort = 0, client = 0;
  std::uint64_t shape = 0;  // of system prompt and tools, where the client notes it
  std::int64_t ttl_s = 0;   // of what it wrote; 0: as its usage splits it
  std::int64_t read = 0, anew = 0;  // of its first pass, where it took several: what it found, and sent anew
  Diagnosis diagnosis = Diagnosis::kNone;
  bool begins_prompt = false;  // the first one since a person typed
};

struct CacheFinding {
  bool begins_chain = false;
  CacheOutcome outcome = CacheOutcome::kFirst;
  MissCause cause = MissCause::kUnknown;  // of a miss
  bool as_before = false;  // of a miss: all that could be its cause is known, and was as before
  std::int64_t cached = 0;      // tokens that it could have read: what the one before read and wrote
  std::int64_t lost = 0;        // of these, what it sent anew instead of reading it
  std::optional<TimeMs> idle;   // since the one before; empty where a time is missing
  std::int64_t ttl_s = 0;       // of the prefix that it could have read; 0: not known
};

/// What the client calls the cause (its `last_miss_cause`): it has one word for all that nothing it knows of
/// explains. Empty where the transcript tells less than it knew.
std::string_view client_name(const CacheFinding& miss);

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
