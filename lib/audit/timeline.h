// SPDX-License-Identifier: MIT
// A chain as what stood in its context: each answer, call, result and attachment with its tokens, from the
// request that first sent it to the last one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/audit/evidence.h"

namespace wick {

inline constexpr std::uint32_t kNoSegment = 0xFFFFFFFF;

/// A request of the chain.
struct Step {
  const HistoryRequest* request = nullptr;
  const ReplayedRequest* replayed = nullptr;  // what it found in the cache; null where filtered out
  std::int64_t prompt = 0;                    // tokens that it sent
  bool starts_context = false;        // the first one, or the first after a compaction
  bool forced = false;       // after one that the client made by itself
  std::uint32_t segments = 0;  // the first of those that it is the first to send
  std::uint32_t calls = 0;         // that its response asked for
  std::uint64_t answer_bytes = 0;  // of its response: texts and inputs of calls
};

/// A piece of the context. Its tokens are its part, by what its kind takes, of what the context grew by; no more
/// than is plausible.
struct TimelineSegment {
  enum Kind : std::uint8_t { kInput, kResult, kBlock };
  Kind kind = kBlock;
  std::uint32_t index = 0;  // into Timeline::calls or ::blocks
  std::uint64_t bytes = 0;
  std::uint32_t first = 0, end = 0;  // steps: the first that sends it; behind the last
  std::int64_t from = 0, tokens = 0;  // its place in the context
  double plausible = 0;               // tokens that its bytes and its kind take in this chain
  bool estimated = false;
  bool is_image = false;

  std::int64_t rides() const { return std::int64_t{end} - first - 1; }  // how often it was sent again
};

struct TimelineCall {
  ToolCall call;  // with its result, wherever that stood
  std::uint32_t step = kNoSegment;      // whose response asked for it
  std::uint32_t answered = kNoSegment;  // the step that first sends its result
  std::uint32_t input = kNoSegment, result = kNoSegment;  // segments
  bool failed() const { return call.error != ToolError::kNone; }
};

struct TimelineBlock {
  ContextBlock block;
  std::uint32_t segment = kNoSegment;
  std::uint32_t step = kNoSegment;  // of an answer whose it is; else the one that first sends it
};

/// In the order of the chain: what changes what is known of files.
struct TimelineEvent {
  enum Kind : std::uint8_t { kCompaction, kCall, kResult, kBlock };
  std::uint64_t offset = 0;
  Kind kind = kBlock;
  std::uint32_t index = 0;
};

struct Timeline {
  const History* history = nullptr;
  const SharedReads* others = nullptr;  // what other chains read
  std::uint32_t chain = 0;
  bool subagent = false, unused = false;  // unused: a subagent whose result reached nobody
  std::vector<Step> steps;
  std::vector<TimelineCall> calls;
  std::vector<TimelineBlock> blocks;
  std::vector<TimelineSegment> segments;
  std::vector<TimelineEvent> events;

  std::string_view name(Names::Id id) const { return history->names[id]; }
  /// Behind the last segment that this step is the first to send.
  std::size_t end_of_own(std::size_t step) const;
};

/// What a chain's context consisted of. Steps without evidence are there too.
Timeline timeline_of(const ReplayedHistory& replayed, const EvidenceIndex& evidence, std::uint32_t chain,
                     std::span<const ReplayedRequest> found);

// All chains of a history as timelines.

/// Gives each chain's timeline, in the order of the chains. Those without requests and mixed ones are left
/// out: there is nothing to be said of them.
void each_timeline(const ReplayedHistory& replayed, const std::function<void(const Timeline&)>& take);

}  // namespace wick
