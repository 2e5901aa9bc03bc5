// SPDX-License-Identifier: MIT
// Sums up the cache misses of a history: how many there were, their causes, idle times and context
// sizes, and their cost.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/cache_replay.h"

namespace wick {

struct MissSums {
  std::int64_t requests = 0;
  std::int64_t misses = 0;
  std::int64_t rebuilds = 0;  // first requests after a compaction: not misses
  std::int64_t lost = 0;      // tokens that misses sent again although they could have been read
  std::int64_t written = 0;   // all tokens that misses wrote to the cache
  Money extra = 0;            // how much more that cost than reading; only misses with a price
  std::int64_t unpriced = 0;  // misses without a price

  void add(const ReplayedRequest& request);
  /// Misses per request, 0 to 1. Empty without requests.
  std::optional<double> rate() const;
  bool has_extra() const { return unpriced < misses || misses == 0; }
};

enum class MissesBy { kCause, kIdle, kContext, kDay, kSession, kProject, kModel };

/// The misses of one cause, day and so on. For a cause, `sums.requests` equals its misses.
struct MissRow {
  std::string name;  // of days, models and so on; empty: unknown
  MissSums sums;
  std::int64_t prompts = 0;  // of a day, session or project; main chain only
};

struct MissesReport {
  MissSums main, subagents;
  std::int64_t prompts = 0;             // typed by a person
  std::vector<ReplayedRequest> misses;  // of both, sorted by time
};

MissesReport report_misses(const ReplayedHistory& replayed);
/// Non-empty rows of the main chains or of subagents. Causes and bands are in their own order, days
/// by date with undated ones first; sessions, projects and models by the cost of their misses,
/// highest first.
std::vector<MissRow> miss_rows(const ReplayedHistory& replayed, MissesBy by, bool subagents);

/// The bands of idle time before a request. "first": it begins a chain; "unknown": a time is
/// missing.
inline constexpr std::array<std::string_view, 7> kIdleBands = {
    "under 1 min",    "1 to 5 min", "5 min to 1 h", "1 h to 1 day",
    "1 day and more", "first",      "unknown"};
std::size_t idle_band(const ReplayedRequest& request);
/// The bands of context size, in tokens sent.
inline constexpr std::array<std::string_view, 4> kContextBands = {"under 150k", "150k to 300k",
                                                                  "300k to 500k", "500k and more"};
std::size_t context_band(std::int64_t tokens);

/// The client's counters for the main chain of a session, by its rules (documentation of its status
/// line's `prompt_cache`; checked against its own counters).
struct CacheCounters {
  std::int64_t requests = 0, misses = 0, expected_rebuilds = 0;
  std::optional<double> hit_ratio;  // empty if nothing was sent
  std::int64_t cache_write_tokens = 0, miss_recache_tokens = 0;
  const ReplayedRequest* last_miss = nullptr;
  std::map<std::string_view, std::int64_t> causes;  // by client_name(); "unknown" if empty
};
CacheCounters count_cache(const ReplayedHistory& replayed);

}  // namespace wick
