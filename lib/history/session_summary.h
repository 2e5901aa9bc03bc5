// SPDX-License-Identifier: MIT
// Summarizes each session of a history: its cost, context growth and cache hits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/history/merge_records.h"
#include "lib/history/usage_report.h"

namespace wick {

/// The context of a main chain request: all tokens that it sent.
struct ContextPoint {
  TimeMs time = kUndated;
  std::int64_t tokens = 0;
};

struct ModelUsage {
  std::string model;  // canonical; empty: unknown
  UsageSums sums;
};

struct SubagentUsage {
  std::string agent;                // empty: all subagents of clients that gave them no id
  std::vector<std::string> models;  // canonical, sorted by name
  std::int64_t peak_tokens = 0;     // the largest context of its requests
  TimeMs first = kUndated;
  UsageSums sums;
};

struct SessionSummary {
  /// The row of report_usage(), so that the tools cannot disagree.
  UsageRow usage;
  /// The first and last request; without requests, the first and last prompt.
  TimeMs first = kUndated, last = kUndated;
  /// Of the main chain, without subagents. Empty if it has no countable request.
  std::optional<ContextPoint> floor, peak, latest;
  std::vector<ModelUsage> models;             // most requests first
  std::vector<SubagentUsage> subagents;       // sorted by time
  std::vector<CompactionRecord> compactions;  // of the main chain, sorted by time
  std::vector<UnknownModel> unknown_models;   // models whose requests are not in the cost
  std::vector<std::string> transcripts;       // files of the main chain, which may no longer exist

  /// Everything except the subagents.
  UsageSums main_chain() const;
  /// The share of the tokens sent by the main chain that were cache reads, 0 to 1.
  std::optional<double> hit_ratio() const;
};

struct SessionsReport {
  UsageReport usage;
  std::vector<SessionSummary> sessions;  // in the order of usage.rows
};

/// All sessions with a request or prompt that passes the filter, counting only those that pass.
SessionsReport summarize_sessions(const History& history, const PriceTable& prices,
                                  const UsageFilter& filter, TimeMs now);

enum class SessionOrder {
  kLast,     // most recently used first
  kCost,     // highest cost first
  kPeak,     // largest context first
  kProject,  // by name, then as kLast
};
/// Ties: newest first, then by id.
void sort_sessions(std::vector<SessionSummary>& sessions, SessionOrder order);

/// The ids of all sessions with a request or a prompt, sorted.
std::vector<std::string_view> session_ids(const History& history);

/// The session meant on a command line: its id, or a prefix of at least 4 characters that is
/// unique. Throws Failure{kUnavailable, "session TEXT: not found"}, or Failure{kUsage} if several
/// match.
std::string_view resolve_session(const History& history, std::string_view text);
/// The same as a number of History::names.
Names::Id session_number(const History& history, std::string_view text);

}  // namespace wick
