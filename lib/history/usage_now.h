// SPDX-License-Identifier: MIT
// What a status line shows of the history: sums that a run before this one counted and kept.
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

// What was spent today and in the current 5-hour block: two figures of the ledger's, kept in a
// small file, so that live tools need neither the ledger nor SQLite to show them.

struct History;
class PriceTable;

/// The money of a span of time.
struct UsageSum {
  TimeMs from = 0, until = 0;
  std::optional<Money> cost;  // empty: there are requests, and none of them has a price
  bool lower_bound = false;   // some have no price, and are not in it

  bool holds(TimeMs time) const { return time >= from && time < until; }
  bool operator==(const UsageSum&) const = default;
};

struct UsageNow {
  TimeMs counted_at = 0;  // when it was counted
  std::optional<UsageSum> today, block;
  bool block_confirmed = false;  // Claude Code said when the block ends; else inferred, see blocks_of()

  bool operator==(const UsageNow&) const = default;
};

/// The local day and the block that `now` lies in; there may be no block. `windows`: see
/// blocks_of(). The same as the rows of report_usage() that are current, for a fraction of the
/// work.
UsageNow count_usage_now(const History& history, const PriceTable& prices,
                         const std::vector<std::int64_t>& windows, TimeMs now);

/// Where it is kept: see history_cache_path().
std::string usage_now_path(const Env& env);

/// Keeps it, atomically, mode 0600; does nothing without a cache folder. Failure{kIo}.
void write_usage_now(const Env& env, const UsageNow& usage);

/// What holds at env.now of what was kept: today only if that is the local day of this process, the
/// block only until it ends. Empty when nothing was kept, or what is there is odd in any way, or
/// told in the future.
std::optional<UsageNow> read_usage_now(const Env& env);

/// The file's text, and back; empty for any text but one that usage_now_text() gives. `today` must
/// be there.
std::string usage_now_text(const UsageNow& usage);
std::optional<UsageNow> parse_usage_now(std::string_view text);

// What part of each recent session was wasted: kept in a small file, so that live tools need no audit to show it.

struct SessionWaste {
  std::string session;
  Money wasted = 0, all = 0;  // all is more than 0
  bool operator==(const SessionWaste&) const = default;
};

struct WasteNow {
  TimeMs counted_at = 0;  // when it was counted
  std::vector<SessionWaste> sessions;
  bool operator==(const WasteNow&) const = default;
};

/// Of one session, with when it was counted.
struct SessionWasteNow {
  TimeMs counted_at = 0;
  Money wasted = 0, all = 0;
};

/// Where it is kept: see history_cache_path().
std::string waste_now_path(const Env& env);

/// Keeps it, atomically, mode 0600; does nothing without a cache folder. Failure{kIo}.
void write_waste_now(const Env& env, const WasteNow& waste);

/// Empty when nothing was kept, or what is there is odd in any way, or told in the future.
std::optional<WasteNow> read_waste_now(const Env& env);

/// The file's text, and back; empty for any text but one that waste_now_text() gives.
std::string waste_now_text(const WasteNow& waste);
std::optional<WasteNow> parse_waste_now(std::string_view text);

}  // namespace wick
