// SPDX-License-Identifier: MIT
// What a compaction leaves, where the session had none to tell.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/audit/misses.h"

namespace wick {

/// What the first request after a compaction sends, and what the compaction generates: assumed, by
/// what sessions of client 2.1.330 did, whose system prompt and tools alone take some 14,000.
inline constexpr std::int64_t kAfterCompaction = 30000, kSummaryTokens = 5000;
/// The same where it is known what the chain began with: that, and this part of what came since (the summary, files
/// that the client adds again). Of 97 compactions the median left 47,000 of some 160,000, and none less than 31,000.
inline constexpr double kKeptByCompaction = 0.15;
/// What the first request after a compaction of `context` tokens sends: what another compaction of the session left,
/// else by what its first request sent.
inline std::int64_t left_by_compaction(std::optional<std::int64_t> other, std::optional<std::int64_t> first,
                                       std::int64_t context) {
  if (other || !first) return other.value_or(kAfterCompaction);
  return *first + static_cast<std::int64_t>(kKeptByCompaction * static_cast<double>(std::max<std::int64_t>(0, context - *first)));
}

// The middle of some whole numbers.

/// The median, of two in the middle their mean, a half rounded up. Empty for none.
inline std::optional<std::int64_t> rounded_median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  std::size_t middle = values.size() / 2;
  if (values.size() % 2) return values[middle];
  return (values[middle - 1] + values[middle] + 1) >> 1;
}

// How contexts grew, and what it cost to send them again and again: main chains only.

/// Where the money of a main chain went. The parts of a request are priced at its tier and mode, and
/// add up to what it cost.
struct GrowthMoney {
  Money floor = 0;   // reading what the chain's first request sent
  Money grown = 0;   // reading what came since
  Money rewritten = 0;   // writing again what could have been read: misses, and rebuilds after compactions
  Money new_tokens = 0;   // sending and writing what is new
  Money output = 0;  // generating, and web searches
  std::int64_t unpriced = 0;  // requests without a price, in none of them

  Money total() const { return floor + grown + rewritten + new_tokens + output; }
  GrowthMoney& operator+=(const GrowthMoney& other);
};

/// A prompt of a main chain, and what came of it.
struct GrowthPrompt {
  const HistoryRequest* first = nullptr;  // its first request
  std::int64_t requests = 0;
  std::int64_t sent = 0;   // tokens, of all of them
  Money cost = 0;
  bool restarted = false;  // a compaction came since the prompt before, or it is the chain's first one
  std::int64_t context() const { return first->context(); }
};

/// A step of the context from one request of a chain to the next.
struct Jump {
  const HistoryRequest *before = nullptr, *after = nullptr;
  std::int64_t tokens = 0;      // that it grew by
  bool is_undone = false;       // it is back where it was before a compaction
};

struct Freed {
  std::int64_t compactions = 0;
  std::int64_t tokens = 0;  // that the request after one sent less than the request before it
};

struct SessionGrowth {
  Names::Id session = 0;
  std::uint32_t file = 0;  // of its first request
  std::int64_t requests = 0;
  std::int64_t floor = 0, peak = 0, latest = 0;  // contexts
  std::int64_t sent = 0;                         // tokens
  Freed freed;
  GrowthMoney money;
  std::vector<GrowthPrompt> prompts;  // in order; requests before the first prompt are in none

  /// Tokens that the context grows by from one prompt to the next: the median, those after a compaction
  /// left out. Empty for fewer than two.
  std::optional<std::int64_t> slope() const;
};

struct GrowthReport {
  std::vector<SessionGrowth> sessions;  // the one whose `grown` cost the most first
  std::vector<Jump> jumps;              // of at least the bound, the largest first
  Freed freed;
  std::int64_t requests = 0, prompts = 0, sent = 0;
  GrowthMoney money;
};

GrowthReport report_growth(const ReplayedHistory& replayed, std::int64_t least_jump);

/// Prompts by the context that they began with.
struct ContextRow {
  std::int64_t prompts = 0, requests = 0, sent = 0;
  std::int64_t median_requests = 0, median_sent = 0;  // of one prompt
  Money cost = 0, median_cost = 0;
};
std::array<ContextRow, kContextBands.size()> rows_by_context(const GrowthReport& report);

/// When a request first sent more than so many tokens.
std::optional<TimeMs> first_above(const ReplayedHistory& replayed, std::int64_t tokens);

/// The value below which `share` of the values lie, 0 to 1: the nearest rank. 0 for none.
std::int64_t quantile_of(std::vector<std::int64_t> values, double share);

}  // namespace wick
