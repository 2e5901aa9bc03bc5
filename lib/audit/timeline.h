// SPDX-License-Identifier: MIT
// A chain as the contents of its context: each answer, call, result and attachment with its tokens,
// from the first request that sent it to the last.
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

struct Step {
  const HistoryRequest* request = nullptr;
  const ReplayedRequest* replayed = nullptr;  // what it found in the cache; null if filtered out
  std::int64_t prompt = 0;                    // tokens sent
  bool starts_context = false;                // the first one, or the first after a compaction
  bool forced = false;                        // follows an automatic compaction
  std::uint32_t segments = 0;                 // first segment that this step is the first to send
  std::uint32_t calls = 0;                    // number of calls in its response
  std::uint64_t answer_bytes = 0;             // of its response: texts and inputs of calls
};

/// A piece of the context. Its tokens are its share of the context's growth, weighted by the
/// estimates for each kind and limited to a plausible size.
struct TimelineSegment {
  enum Kind : std::uint8_t { kInput, kResult, kBlock };
  Kind kind = kBlock;
  std::uint32_t index = 0;  // index into Timeline::calls or ::blocks
  std::uint64_t bytes = 0;
  std::uint32_t first = 0, end = 0;   // steps [first, end) send it
  std::int64_t from = 0, tokens = 0;  // position and size in the context
  double plausible = 0;               // estimated tokens, by its bytes and kind in this chain
  bool estimated = false;
  bool is_image = false;

  std::int64_t rides() const { return std::int64_t{end} - first - 1; }  // number of resends
};

struct TimelineCall {
  ToolCall call;                                          // with its result, wherever that was
  std::uint32_t step = kNoSegment;                        // the step whose response made the call
  std::uint32_t answered = kNoSegment;                    // the step that first sends its result
  std::uint32_t input = kNoSegment, result = kNoSegment;  // segments
  bool failed() const { return call.error != ToolError::kNone; }
};

struct TimelineBlock {
  ContextBlock block;
  std::uint32_t segment = kNoSegment;
  // An answer: the step that produced it; other blocks: the step that first sent it.
  std::uint32_t step = kNoSegment;
};

/// An event that changes what is known of files; in chain order.
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
  bool subagent = false, unused = false;  // unused: a subagent whose result was never returned
  std::vector<Step> steps;
  std::vector<TimelineCall> calls;
  std::vector<TimelineBlock> blocks;
  std::vector<TimelineSegment> segments;
  std::vector<TimelineEvent> events;

  std::string_view name(Names::Id id) const { return history->names[id]; }
  /// End of the segments that this step is the first to send.
  std::size_t end_of_own(std::size_t step) const;
};

/// The timeline of one chain. Includes steps without evidence.
Timeline timeline_of(const ReplayedHistory& replayed, const EvidenceIndex& evidence,
                     std::uint32_t chain, std::span<const ReplayedRequest> found);

/// Calls `take` with the timeline of each chain, in order. Chains without requests and mixed ones
/// are skipped: nothing can be derived from them.
void each_timeline(const ReplayedHistory& replayed,
                   const std::function<void(const Timeline&)>& take);

}  // namespace wick
