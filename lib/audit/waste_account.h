// SPDX-License-Identifier: MIT
// Assigns every token of a chain to exactly one class, and prices it; the audit of a whole history,
// packed for a cache and summarized for live tools.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/detectors.h"
#include "lib/audit/what_if.h"
#include "lib/history/usage_now.h"

namespace wick {

/// The cost per class; the sum is everything sent and generated.
struct WasteSums {
  std::array<WasteCost, kWastes> classes{};

  WasteCost& operator[](Waste waste) { return classes[static_cast<std::size_t>(waste)]; }
  const WasteCost& operator[](Waste waste) const {
    return classes[static_cast<std::size_t>(waste)];
  }
  WasteSums& operator+=(const WasteSums& other);
  bool operator==(const WasteSums&) const = default;
  WasteCost total() const;
  /// All classes but kProductive.
  WasteCost wasted() const;
};

/// Resolves the claims of one chain's findings and adds the costs to them. If all calls of a
/// response are findings of outright waste, its request served only waste: its reads and output are
/// waste too. Calls `take` for each request that passes the filter, in order, with its sums and with
/// its usage without what findings with a remedy of their own claim.
void account(const ReplayedHistory& replayed, const Timeline& timeline, std::span<Finding> findings,
             const std::function<void(const HistoryRequest&, const WasteSums&,
                                      const OtherUsage& without)>& take);

/// The sums of a request without a timeline, whose usage alone is known: all of it is productive.
WasteSums productive(const HistoryRequest& request, Pricer& pricer);

// The result of an audit. Self-contained: it does not refer to the history.

/// The offset of findings in a rewritten transcript, whose lines have moved.
inline constexpr std::uint64_t kNoOffset = ~std::uint64_t{0};

/// A finding with a cost. Names are numbers of WasteReport::names.
struct WasteRow {
  TimeMs time = kUndated;                                         // of its request
  Names::Id session = 0, agent = 0, project = 0, transcript = 0;  // agent 0: the main chain
  std::uint64_t offset = 0;                                       // of its line in the transcript
  std::uint64_t line = 0;  // its number; 0: not looked up (has_lines), or no longer there
  Waste waste = Waste::kProductive;
  ToolError error = ToolError::kNone;
  Basis basis = Basis::kApportioned;
  WasteReason why = WasteReason::kNone;
  Names::Id tool = 0, target = 0;
  Names::Id judge = 0;  // the model that judged it; 0: decided by a rule
  TimeMs judged_at = 0;
  WasteCost once, compounded;  // see Finding

  WasteCost cost() const { return once + compounded; }
  bool operator==(const WasteRow&) const = default;
};

struct WasteGroup {
  std::string name;  // a project, a model, a day, the Monday of a week, a session; empty: unknown
  WasteSums sums;
  TimeMs last = kUndated;  // of a session: its last request
  bool operator==(const WasteGroup&) const = default;
};

/// The cost of a project's requests, actual and with other habits: see what_if.h. Only of what has
/// a price.
struct ProjectChoice {
  std::string project;
  Money actual = 0, ttl_5m = 0, ttl_1h = 0, compact_breaks = 0;

  enum Best { kAsItIs, kTtl5m, kTtl1h, kCompactBreaks };
  /// The cheapest choice; a change must save at least a cent and 1 %.
  Best best() const;
  inline Money would(Best choice) const;
  Money gain() const { return actual - would(best()); }
  bool operator==(const ProjectChoice&) const = default;
};

/// A policy that is compared for each project, and what it would cost.
struct ProjectPolicy {
  WhatIf::Kind kind;
  Money ProjectChoice::*would;
};
/// In the order of ProjectChoice::Best.
inline constexpr ProjectPolicy kProjectPolicies[] = {
    {WhatIf::kNothing, &ProjectChoice::actual},
    {WhatIf::kTtl5m, &ProjectChoice::ttl_5m},
    {WhatIf::kTtl1h, &ProjectChoice::ttl_1h},
    {WhatIf::kCompactBreaks, &ProjectChoice::compact_breaks},
};

inline Money ProjectChoice::would(Best choice) const {
  return this->*kProjectPolicies[choice].would;
}

struct WasteReport {
  Names names;
  WasteSums all;
  std::array<std::int64_t, kWastes> counts{};       // of findings
  std::array<std::int64_t, kWastes> rest_counts{};  // in sessions outside the top cost tenth
  std::int64_t requests = 0, unpriced = 0, sessions = 0, rest_sessions = 0;
  std::vector<WasteRow> findings;  // sorted by time
  bool has_lines = false;          // lines were looked up
  std::vector<WasteGroup> projects, models, days, weeks, by_session;
  std::vector<WasteGroup> tools, servers;  // findings only: they have no productive part
  std::vector<ProjectChoice> choices;      // those that save money, largest saving first
  /// What all remedies together would have saved, by replay: the findings' own, and on what they
  /// leave, each project's best choice. Less than the sum of each alone, because they overlap.
  Money remedies = 0;
};

/// Findings with the same class, tool, target, error and reason.
struct WasteCluster {
  Waste waste = Waste::kProductive;
  ToolError error = ToolError::kNone;
  WasteReason why = WasteReason::kNone;
  Names::Id tool = 0, target = 0;
  std::vector<std::uint32_t> findings;  // sorted by time
  std::int64_t sessions = 0;
  bool only_in_rest = false;  // in no session of the top cost tenth
  WasteCost cost;
};

/// The number of sessions in the top cost tenth.
constexpr std::size_t top_cost_count(std::size_t sessions) { return (sessions + 9) / 10; }

/// For each name of WasteReport::names: true if it is a session of the top cost tenth.
std::vector<bool> top_cost_sessions(const WasteReport& report);

/// Sorted by cost, highest first.
std::vector<WasteCluster> clusters_of(const WasteReport& report);

/// Audits a whole history.
WasteReport audit_waste(const ReplayedHistory& replayed, const WasteLimits& limits);

std::string pack_report(const WasteReport& report);
/// Empty if the bytes are invalid.
std::optional<WasteReport> unpack_report(std::string_view bytes);

/// The sessions whose last request is at most two days old, newest first, at most 1,000. Sessions
/// without a price are omitted.
WasteNow waste_now_of(const WasteReport& report, TimeMs now);

}  // namespace wick
