// SPDX-License-Identifier: MIT
// The last audit of everything: as long as nothing that it depends on has changed it needs no other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/audit/waste_account.h"
#include "lib/base/env.h"
#include "lib/history/read_history.h"
#include "lib/price/price.h"
#include "lib/tools/history_tool.h"

namespace wick {

class KeptAudit {
 public:
  /// Looks for what an audit with these prices and limits left, by this very program, on this day, with
  /// weeks of this time zone.
  KeptAudit(const Env& env, const PriceTable& prices, const WasteLimits& limits);

  /// The state of the ledger that it is of (Ledger::state()). Empty: there is none.
  std::optional<std::int64_t> state() const { return state_; }
  WasteReport take() { return std::move(report_); }
  /// Keeps the report of a reading that has all, where it can; the answer is the same without it.
  void keep(const HistoryReading& reading, const WasteReport& report) const;

 private:
  std::string path_, key_;
  std::optional<std::int64_t> state_;
  WasteReport report_;
};

/// Reads, and gives the audit of it (of `session`, where one is given): the kept one where nothing has changed since,
/// else a new one, for which the history is replayed. What is of everything is kept, for live tools too. `with_lines`:
/// see WasteReport::has_lines.
WasteReport read_and_audit(ReplayTool& tool, const std::optional<std::string>& session = std::nullopt, bool with_lines = false);

}  // namespace wick
