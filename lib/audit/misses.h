// SPDX-License-Identifier: MIT
// Cache misses of a history, added up: how many, why, after which pause, in how large a context, and
// what they cost.
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
  std::int64_t rebuilds = 0;  // the first ones after a compaction: no misses
  std::int64_t lost = 0;      // tokens that misses sent anew although they could have been read
  std::int64_t written = 0;   // all that misses wrote into the cache
  Money extra = 0;            // what that cost more than reading, of misses that have a price
  std::int64_t unpriced = 0;  // misses without a price

  void add(const ReplayedRequest& request);
  /// Misses per request, 0 to 1. Empty without requests.
  std::optional<double> rate() const;
  bool has_extra() const { return unpriced < misses || misses == 0; }
};

enum class MissesBy { kCause, kIdle, kContext, kDay, kSession, kProject, kModel };

/// The misses of one cause, day and so on. Of a cause `sums.requests` are its misses.
struct MissRow {
  std::string name;  // of days, models and so on; empty: not known
  MissSums sums;
  std::int64_t prompts = 0;  // of a day, session or project; of the main chain
};

struct MissesReport {
  MissSums main, subagents;
  std::int64_t prompts = 0;             // typed by a person
  std::vector<ReplayedRequest> misses;  // in order of time; of both
};

MissesReport report_misses(const ReplayedHistory& replayed);
/// Rows of the main chains, or of subagents, of what occurs. Causes and bands are in their order, days
/// in theirs, the undated first; of sessions, projects and models the one whose misses cost the most
/// is first.
std::vector<MissRow> miss_rows(const ReplayedHistory& replayed, MissesBy by, bool subagents);

/// The bands of idle time before a request; "first" are those that begin a chain, "unknown" those
/// where a time is missing.
inline constexpr std::array<std::string_view, 7> kIdleBands = {
    "under 1 min",  "1 to 5 min", "5 min to 1 h", "1 h to 1 day", "1 day and more",
    "first", "unknown"};
std::size_t idle_band(const ReplayedRequest& request);
/// The bands of context, in tokens sent.
inline constexpr std::array<std::string_view, 4> kContextBands = {
    "under 150k", "150k to 300k", "300k to 500k", "500k and more"};
std::size_t context_band(std::int64_t tokens);

/// What the client counts of the main chain of a session, by its rules (documentation of its status line's
/// `prompt_cache`; checked against its own counters).
struct CacheCounters {
  std::int64_t requests = 0, misses = 0, expected_rebuilds = 0;
  std::optional<double> hit_ratio;  // empty while nothing was sent
  std::int64_t cache_write_tokens = 0, miss_recache_tokens = 0;
  const ReplayedRequest* last_miss = nullptr;
  std::map<std::string_view, std::int64_t> causes;  // by client_name(), "unknown" where that is empty
};
CacheCounters count_cache(const ReplayedHistory& replayed);

}  // namespace wick
