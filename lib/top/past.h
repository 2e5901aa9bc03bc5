// SPDX-License-Identifier: MIT
// What wick-top shows of the history: counted from the ledger by another process, so that neither
// its memory nor its locks are the screen's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/carried.h"
#include "lib/audit/waste_account.h"
#include "lib/history/read_history.h"
#include "lib/history/usage_report.h"

namespace wick {

struct PastAgent {
  std::string agent, model;  // agent: its id; model: canonical, the first of several
  std::int64_t peak_tokens = 0;
  TimeMs first = kUndated;
  Money cost = 0;
};

/// What a session's contexts carried, from one source, as wick-growth --carried counts it.
struct PastCarried {
  CarriedKind kind = CarriedKind::kUnknown;
  std::string tool;
  Money cost = 0;
};
inline constexpr std::size_t kMostCarried = 4;

/// A session; its sums are those of wick-usage.
struct PastSession {
  std::string project;
  TimeMs last = kUndated;
  Money cost = 0, hour = 0, block = 0;  // in all, in the last 60 minutes, in the current block
  Money wasted = 0, audited = 0;        // audited: what the waste is a part of; 0: it was not
  Money carried_of = 0;                 // what that below is a part of: all of its requests
  std::vector<PastCarried> carried;     // the dearest sources
  bool unpriced = false;                // there are requests without a price, which are in no sum
  std::vector<PastAgent> agents;
};

inline constexpr std::size_t kProjectDays = 30;

struct PastProject {
  std::string dir;
  std::int64_t sessions = 0;
  Money today = 0, week = 0,
        month = 0;          // today; that and the 6 days before; and the 29 days before
  std::vector<Money> days;  // kProjectDays of them, today the last
  TimeMs last = kUndated;
  Money wasted = 0, audited = 0;
  std::string last_session;
};

inline constexpr std::size_t kCalendarWeeks = 26;

/// A local day.
struct PastDay {
  TimeMs from = 0;
  std::string name;
  int day_of_week = 0;  // 0: the first
  Money cost = 0;
  std::int64_t prompts = 0;
  std::int64_t hours = 0;  // of its hours, those in which there was a request
};
/// What a session cost on a day.
struct PastDaySession {
  std::size_t day = 0;  // index into Past::days
  std::string session;
  Money cost = 0;
  std::int64_t prompts = 0;
};

enum class PastEventKind : std::uint8_t { kMiss, kCompaction, kWaste };
/// Something that cost.
struct PastEvent {
  PastEventKind kind = PastEventKind::kMiss;
  TimeMs time = kUndated;
  std::string session, agent;  // agent: empty for the main chain
  std::string what;            // the cause, automatic or manual, the class of waste and what it was
  std::int64_t before = 0,
               after = 0;     // tokens: of a miss lost (before), of a compaction both; 0: not known
  std::optional<Money> cost;  // empty: it has no price, or it is a compaction
};
inline constexpr std::size_t kMostEvents = 200;

struct Past {
  TimeMs counted_at = 0;  // when it was counted
  Money today = 0;
  std::int64_t today_prompts = 0;
  bool today_unpriced = false;
  std::optional<BlockSpan> block;
  Money block_cost = 0;
  std::optional<Money> block_per_hour, block_projected;
  std::map<std::string, PastSession> sessions;  // by id
  std::vector<PastProject> projects;            // the one used last first
  std::vector<PastDay> days;                    // from the first day of a week until today
  std::vector<PastDaySession> day_sessions;     // in order of days
  std::vector<PastEvent> events;                // the newest first
  // "OBJECT: REASON": what could not be read; a ledger that is locked.
  std::vector<std::string> troubles;
  bool incomplete = false;  // requests may be missing for that
};

struct PastInput {
  const ReplayedHistory& replayed;  // of everything
  const PriceTable& prices;
  const WasteReport& waste;  // likewise
  TimeMs now = 0;
  std::vector<std::int64_t> windows;  // see blocks_of()
};
Past count_past(const PastInput& input);

/// As bytes, with a checksum; and back, empty when they are not whole.
std::string pack_past(const Past& past);
std::optional<Past> unpack_past(std::string_view bytes);

}  // namespace wick
