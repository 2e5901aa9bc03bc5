// SPDX-License-Identifier: MIT
// How contexts grew, what resending them cost, and what compactions leave.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/audit/misses.h"

namespace wick {

/// Assumed size of the first request after a compaction, and of the summary it generates: typical
/// of sessions of client 2.1.330, whose system prompt and tools alone take some 14,000 tokens.
inline constexpr std::int64_t kAfterCompaction = 30000, kSummaryTokens = 5000;
/// If the chain's initial size is known: the share of everything added since that a compaction
/// leaves (the summary, and files that the client adds again). The median of 97 compactions left
/// 47,000 of some 160,000 tokens, and none less than 31,000.
inline constexpr double kKeptByCompaction = 0.15;
/// Size of the first request after a compaction of `context` tokens: as after another compaction of
/// the session, else derived from its first request.
inline std::int64_t left_by_compaction(std::optional<std::int64_t> other,
                                       std::optional<std::int64_t> first, std::int64_t context) {
  if (other || !first) return other.value_or(kAfterCompaction);
  return *first +
         static_cast<std::int64_t>(
             kKeptByCompaction * static_cast<double>(std::max<std::int64_t>(0, context - *first)));
}

/// The median of integers; the mean of two middle values, rounded half up. Empty without values.
inline std::optional<std::int64_t> rounded_median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  std::size_t middle = values.size() / 2;
  if (values.size() % 2) return values[middle];
  return (values[middle - 1] + values[middle] + 1) >> 1;
}

// Growth is reported for main chains only.

/// What the cost of a main chain was spent on. The parts of a request are priced at its tier and
/// speed, and add up to its cost.
struct GrowthMoney {
  Money floor = 0;            // cache reads of what the chain's first request sent
  Money grown = 0;            // cache reads of what was added since
  Money rewritten = 0;        // writing again what could have been read: misses and rebuilds
  Money new_tokens = 0;       // sending and writing new tokens
  Money output = 0;           // generation and web searches
  std::int64_t unpriced = 0;  // requests without a price; in none of the sums

  Money total() const { return floor + grown + rewritten + new_tokens + output; }
  GrowthMoney& operator+=(const GrowthMoney& other);
};

/// A prompt of a main chain and its requests.
struct GrowthPrompt {
  const HistoryRequest* first = nullptr;
  std::int64_t requests = 0;
  std::int64_t sent = 0;  // tokens sent by all of them
  Money cost = 0;
  bool restarted = false;  // follows a compaction, or is the chain's first prompt
  std::int64_t context() const { return first->context(); }
};

/// Context growth between two consecutive requests of a chain.
struct Jump {
  const HistoryRequest *before = nullptr, *after = nullptr;
  std::int64_t tokens = 0;
  bool is_undone = false;  // it restored the context from before a compaction
};

struct Freed {
  std::int64_t compactions = 0;
  std::int64_t tokens = 0;  // by how much contexts shrank at compactions
};

struct SessionGrowth {
  Names::Id session = 0;
  std::uint32_t file = 0;   // of its first request
  TimeMs began = kUndated;  // time of that
  std::int64_t requests = 0;
  std::int64_t floor = 0, peak = 0, latest = 0;  // context sizes
  std::int64_t sent = 0;                         // tokens
  Freed freed;
  GrowthMoney money;
  std::vector<GrowthPrompt> prompts;  // in order; requests before the first prompt are in none

  /// Median growth of the context from one prompt to the next, excluding prompts after a
  /// compaction. Empty with fewer than two.
  std::optional<std::int64_t> slope() const;
};

struct GrowthReport {
  std::vector<SessionGrowth> sessions;  // highest cost of `grown` first
  std::vector<Jump> jumps;              // jumps of at least the threshold, largest first
  Freed freed;
  std::int64_t requests = 0, prompts = 0, sent = 0;
  GrowthMoney money;
};

GrowthReport report_growth(const ReplayedHistory& replayed, std::int64_t least_jump);

/// Prompts grouped by the size of their initial context.
struct ContextRow {
  std::int64_t prompts = 0, requests = 0, sent = 0;
  std::int64_t median_requests = 0, median_sent = 0;  // per prompt
  Money cost = 0, median_cost = 0;
};
std::array<ContextRow, kContextBands.size()> rows_by_context(const GrowthReport& report);

/// The time of the first request that sent more than `tokens`.
std::optional<TimeMs> first_above(const ReplayedHistory& replayed, std::int64_t tokens);

/// The value below which `share` (0 to 1) of the values lie, by nearest rank. 0 without values.
std::int64_t quantile_of(std::vector<std::int64_t> values, double share);

}  // namespace wick
