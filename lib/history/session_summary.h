// SPDX-License-Identifier: MIT
// Each session of a history: what it cost, how large its context grew, how well its cache worked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/history/merge_records.h"
#include "lib/history/usage_report.h"

namespace wick {

/// The context of a request of the main chain: all tokens that were sent.
struct ContextPoint {
  TimeMs time = kUndated;
  std::int64_t tokens = 0;
};

struct ModelUsage {
  std::string model;  // canonical; empty: no line says it
  UsageSums sums;
};

struct SubagentUsage {
  std::string agent;                // empty: all those of clients that gave them no id
  std::vector<std::string> models;  // canonical, in order of their names
  std::int64_t peak_tokens = 0;     // the largest context of one of its requests
  TimeMs first = kUndated;
  UsageSums sums;
};

struct SessionSummary {
  /// As report_usage() has it, so that the tools cannot disagree.
  UsageRow usage;
  /// The first and last request; without any the first and last prompt.
  TimeMs first = kUndated, last = kUndated;
  /// Of the main chain, without subagents. Empty when no request of it counts.
  std::optional<ContextPoint> floor, peak, latest;
  std::vector<ModelUsage> models;             // the one with the most requests first
  std::vector<SubagentUsage> subagents;       // in order of time
  std::vector<CompactionRecord> compactions;  // of the main chain, in order of time
  std::vector<UnknownModel> unknown_models;   // whose requests are not in the money
  std::vector<std::string> transcripts;       // the files of the main chain, there or not

  /// All but the subagents.
  UsageSums main_chain() const;
  /// Of the main chain's tokens that were sent, the part that came from the cache, 0 to 1.
  std::optional<double> hit_ratio() const;
};

struct SessionsReport {
  UsageReport usage;                     // by session
  std::vector<SessionSummary> sessions;  // in the order of its rows
};

/// All sessions that have a request or a prompt that the filter lets pass; of them only what does.
SessionsReport summarize_sessions(const History& history, const PriceTable& prices,
                                  const UsageFilter& filter, TimeMs now);

enum class SessionOrder {
  kLast,     // the last use, newest first
  kCost,     // dearest first
  kPeak,     // largest context first
  kProject,  // by name, then kLast
};
/// Of equals the newest first, then by id.
void sort_sessions(std::vector<SessionSummary>& sessions, SessionOrder order);

/// The ids of all sessions that have a request or a prompt, in order.
std::vector<std::string_view> session_ids(const History& history);

/// The one session that a command line means: the id, or a beginning (of at least 4 characters) that
/// only its id has. Failure{kUnavailable, "session TEXT: not found"}, Failure{kUsage} when it fits
/// several.
std::string_view resolve_session(const History& history, std::string_view text);
/// The same as a number of History::names.
Names::Id session_number(const History& history, std::string_view text);

}  // namespace wick
