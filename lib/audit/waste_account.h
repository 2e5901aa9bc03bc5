// SPDX-License-Identifier: MIT
// Gives every token of a chain to exactly one class, and prices it.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "lib/audit/detectors.h"

namespace wick {

/// What went into each class; they sum to all that was sent and got.
struct WasteSums {
  std::array<WasteCost, kWastes> classes{};

  WasteCost& operator[](Waste waste) { return classes[static_cast<std::size_t>(waste)]; }
  const WasteCost& operator[](Waste waste) const { return classes[static_cast<std::size_t>(waste)]; }
  WasteSums& operator+=(const WasteSums& other);
  bool operator==(const WasteSums&) const = default;
  WasteCost total() const;
  /// All but kProductive.
  WasteCost wasted() const;
};

/// Settles what the findings of one chain claim and adds it to them. A request that only served waste (all
/// calls that it asked for are findings of outright waste) is waste as a whole: what it read, and its
/// output. `take` gets the classes of each request that passes the filter, in order.
void account(const ReplayedHistory& replayed, const Timeline& timeline, std::span<Finding> findings,
             const std::function<void(const HistoryRequest&, const WasteSums&)>& take);

/// A request of which nothing but its tokens is known: all of it is productive.
WasteSums productive(const HistoryRequest& request, Pricer& pricer);

// What an audit found, on its own: nothing in it needs the history any more.

/// Where the lines of a transcript are not what they were: it was written anew.
inline constexpr std::uint64_t kNoOffset = ~std::uint64_t{0};

/// A finding that cost something. Its names are numbers of WasteReport::names.
struct WasteRow {
  TimeMs time = kUndated;  // of the request whose it is
  Names::Id session = 0, agent = 0, project = 0, transcript = 0;  // agent 0: the main chain
  std::uint64_t offset = 0;  // of its line in the transcript
  std::uint64_t line = 0;    // the number of that; 0: not looked up (WasteReport::has_lines), or not there any more
  Waste waste = Waste::kProductive;
  ToolError error = ToolError::kNone;
  Basis basis = Basis::kApportioned;
  Names::Id tool = 0, target = 0, why = 0;
  Names::Id judge = 0;  // the model that said so; 0: a rule did
  TimeMs judged_at = 0;
  WasteCost once, compounded;  // see Finding

  WasteCost cost() const { return once + compounded; }
  bool operator==(const WasteRow&) const = default;
};

struct WasteGroup {
  std::string name;  // of a project, a model, a day, a week's Monday, a session; empty: not known
  WasteSums sums;
  TimeMs last = kUndated;  // of a session: its last request
  bool operator==(const WasteGroup&) const = default;
};

/// What a project's requests cost, and would have with another habit: see what_if.h. Money of what has a price.
struct ProjectChoice {
  std::string project;
  Money actual = 0, ttl_5m = 0, ttl_1h = 0, compact_breaks = 0;

  enum Best { kAsItIs, kTtl5m, kTtl1h, kCompactBreaks };
  /// The cheapest; another than it is only where that gains a cent and a hundredth.
  Best best() const;
  Money would(Best choice) const;
  Money gain() const { return actual - would(best()); }
  bool operator==(const ProjectChoice&) const = default;
};

struct WasteReport {
  Names names;
  WasteSums all;
  std::array<std::int64_t, kWastes> counts{};        // of findings
  std::array<std::int64_t, kWastes> rest_counts{};  // of these, those of cheap sessions
  std::int64_t requests = 0, unpriced = 0, sessions = 0, rest_sessions = 0;
  std::vector<WasteRow> findings;  // in order of time
  bool has_lines = false;          // they were looked up
  std::vector<WasteGroup> projects, models, days, weeks, by_session;
  std::vector<WasteGroup> tools, servers;  // of findings alone: they have no productive part
  std::vector<ProjectChoice> choices;      // those that gain, the most first
};

/// Findings of the same class, tool, target and error.
struct WasteCluster {
  Waste waste = Waste::kProductive;
  ToolError error = ToolError::kNone;
  Names::Id tool = 0, target = 0, why = 0;
  std::vector<std::uint32_t> findings;  // in order of time
  std::int64_t sessions = 0;
  bool only_in_rest = false;  // no dear session shows it
  WasteCost cost;
};

/// How many of so many sessions are dear: a tenth.
constexpr std::size_t top_cost_count(std::size_t sessions) { return (sessions + 9) / 10; }

/// Of each session of WasteReport::names: whether it is one of the dear ones, that cost the most.
std::vector<bool> top_cost_sessions(const WasteReport& report);

/// The dearest first.
std::vector<WasteCluster> clusters_of(const WasteReport& report);

}  // namespace wick
