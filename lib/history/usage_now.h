// SPDX-License-Identifier: MIT
// Sums for the status line that an earlier run counted and saved in small files, so that live tools
// need neither the ledger, SQLite nor an audit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/time.h"
#include "lib/history/pricer.h"

namespace wick {

// The cost of today and of the current 5-hour block.

struct History;
class PriceTable;

/// The cost in a span of time.
struct UsageSum {
  TimeMs from = 0, until = 0;
  std::optional<Money> cost;  // empty: there are requests, but none has a price
  bool lower_bound = false;   // some requests have no price and are not included

  bool holds(TimeMs time) const { return time >= from && time < until; }
  bool operator==(const UsageSum&) const = default;
};

struct UsageNow {
  TimeMs counted_at = 0;
  std::optional<UsageSum> today, block;
  bool block_confirmed = false;  // its end was reported by Claude Code; else inferred: blocks_of()

  bool operator==(const UsageNow&) const = default;
};

/// Counts the local day and the block that contain `now`; there may be no block. `windows`: see
/// blocks_of(). Equal to the current rows of report_usage(), with a fraction of the work.
UsageNow count_usage_now(const History& history, const PriceTable& prices,
                         const std::vector<std::int64_t>& windows, TimeMs now);

/// The path of the file; see history_cache_path().
std::string usage_now_path(const Env& env);

/// Writes the file atomically, mode 0600; does nothing without a cache folder. Throws Failure{kIo}.
void write_usage_now(const Env& env, const UsageNow& usage);

/// The saved sums that are still valid at env.now: today only if it is the local day of this
/// process, the block only until it ends. Empty if there is no file, or it is invalid or dated in
/// the future.
std::optional<UsageNow> read_usage_now(const Env& env);

/// Formats and parses the file. parse_usage_now() is empty for text that usage_now_text() did not
/// produce; `today` is required.
std::string usage_now_text(const UsageNow& usage);
std::optional<UsageNow> parse_usage_now(std::string_view text);

// The wasted share of each recent session.

struct SessionWaste {
  std::string session;
  Money wasted = 0, all = 0;  // all > 0
  bool operator==(const SessionWaste&) const = default;
};

struct WasteNow {
  TimeMs counted_at = 0;
  std::vector<SessionWaste> sessions;
  bool operator==(const WasteNow&) const = default;
};

/// One session's waste and when it was counted.
struct SessionWasteNow {
  TimeMs counted_at = 0;
  Money wasted = 0, all = 0;
};

/// The path of the file; see history_cache_path().
std::string waste_now_path(const Env& env);

/// Writes the file atomically, mode 0600; does nothing without a cache folder. Throws Failure{kIo}.
void write_waste_now(const Env& env, const WasteNow& waste);

/// Empty if there is no file, or it is invalid or dated in the future.
std::optional<WasteNow> read_waste_now(const Env& env);

/// Formats and parses the file. parse_waste_now() is empty for text that waste_now_text() did not
/// produce.
std::string waste_now_text(const WasteNow& waste);
std::optional<WasteNow> parse_waste_now(std::string_view text);

}  // namespace wick
