// SPDX-License-Identifier: MIT
// A cache of the last complete audit, valid until something that it depends on changes.
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
  /// Looks for a report made today by this same program with these prices and limits, in a time
  /// zone with the same weeks.
  KeptAudit(const Env& env, const PriceTable& prices, const WasteLimits& limits);

  /// The state of the ledger that the report was made from (Ledger::state()). Empty: no report.
  std::optional<std::int64_t> state() const { return state_; }
  WasteReport take() { return std::move(report_); }
  /// Keeps the report of a complete reading. Ignores errors, since the cache is optional.
  void keep(const HistoryReading& reading, const WasteReport& report) const;

 private:
  std::string path_, key_;
  std::optional<std::int64_t> state_;
  WasteReport report_;
};

/// Reads the history and returns its audit, or that of `session`: the kept one if nothing has
/// changed, else a new one, for which the history is replayed. A complete audit is kept, also for
/// live tools. `with_lines`: see WasteReport::has_lines.
WasteReport read_and_audit(ReplayTool& tool,
                           const std::optional<std::string>& session = std::nullopt,
                           bool with_lines = false);

}  // namespace wick
