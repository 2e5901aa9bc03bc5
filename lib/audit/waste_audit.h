// SPDX-License-Identifier: MIT
// The audit of a whole history: what was wasted where, and what of it is the same again and again.
#pragma once

#include <string>
#include <vector>

#include "lib/audit/waste_account.h"

namespace wick {

struct WasteGroup {
  std::string name;  // of a project, a model, a week's Monday, a session; empty: not known
  WasteSums sums;
};

/// Findings of the same class, tool, target and error.
struct WasteCluster {
  Waste waste = Waste::kProductive;
  Names::Id tool = 0, target = 0;
  ToolError error = ToolError::kNone;
  std::string_view why;
  std::vector<std::uint32_t> findings;  // in order of time
  std::int64_t sessions = 0;
  bool only_cheap = false;  // no dear session shows it
  WasteCost cost;
};

struct WasteReport {
  WasteSums all;
  std::array<std::int64_t, kWastes> counts{};        // of findings
  std::array<std::int64_t, kWastes> cheap_counts{};  // of these, those of cheap sessions
  std::int64_t requests = 0, unpriced = 0, sessions = 0, cheap_sessions = 0;
  std::vector<Finding> findings;  // that cost something, in order of time
  std::vector<WasteGroup> projects, models, weeks, by_session;
  std::vector<WasteGroup> tools, servers;  // of findings alone: they have no productive part
};

/// Sessions are cheap that are not among the tenth that cost the most.
WasteReport audit_waste(const ReplayedHistory& replayed, const WasteLimits& limits);

/// The dearest first.
std::vector<WasteCluster> clusters_of(const ReplayedHistory& replayed, const WasteReport& report);

}  // namespace wick
