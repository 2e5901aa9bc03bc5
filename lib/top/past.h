// SPDX-License-Identifier: MIT
// The figures from the history that wick-top shows. A child process counts them from the ledger,
// repeatedly while wick-top runs, so that the screen's process needs neither its memory nor its locks.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/carried.h"
#include "lib/audit/waste_account.h"
#include "lib/base/file.h"
#include "lib/history/read_history.h"
#include "lib/history/usage_report.h"
#include "lib/tools/history_tool.h"

namespace wick {

struct PastAgent {
  std::string agent, model;  // agent: its id; model: the canonical name of its first model
  std::int64_t peak_tokens = 0;
  TimeMs first = kUndated;
  Money cost = 0;
  bool operator==(const PastAgent&) const = default;
};

/// The cost of one source in a session's contexts, as wick-growth --carried counts it.
struct PastCarried {
  CarriedKind kind = CarriedKind::kUnknown;
  std::string tool;
  Money cost = 0;
  bool operator==(const PastCarried&) const = default;
};
inline constexpr std::size_t kMostCarried = 4;

/// A session; its sums are those of wick-usage.
struct PastSession {
  std::string project;
  TimeMs last = kUndated;
  Money cost = 0, hour = 0, block = 0;  // in total, in the last 60 minutes, in the current block
  Money wasted = 0, audited = 0;        // audited: the cost of all audited requests; 0: none
  Money carried_of = 0;                 // the cost of all requests, which `carried` is a part of
  std::vector<PastCarried> carried;     // the most expensive sources
  bool unpriced = false;                // some requests have no price and are in no sum
  std::vector<PastAgent> agents;
  bool operator==(const PastSession&) const = default;
};

inline constexpr std::size_t kProjectDays = 30;

struct PastProject {
  std::string dir;
  std::int64_t sessions = 0;
  Money today = 0, week = 0, month = 0;  // the last 1, 7 and 30 days, each including today
  std::vector<Money> days;               // the last kProjectDays days; today is the last one
  TimeMs last = kUndated;
  Money wasted = 0, audited = 0;
  std::string last_session;
  bool operator==(const PastProject&) const = default;
};

inline constexpr std::size_t kCalendarWeeks = 26;

/// A local day.
struct PastDay {
  TimeMs from = 0;
  std::string name;
  int day_of_week = 0;  // 0: the first day of the week
  Money cost = 0;
  std::int64_t prompts = 0;
  std::int64_t hours = 0;  // number of hours with a request
  bool operator==(const PastDay&) const = default;
};
/// A session's figures on one day.
struct PastDaySession {
  std::size_t day = 0;  // index into Past::days
  std::string session;
  Money cost = 0;
  std::int64_t prompts = 0;
  bool operator==(const PastDaySession&) const = default;
};

enum class PastEventKind : std::uint8_t { kMiss, kCompaction, kWaste };
/// A miss, a compaction or a finding of waste, for the pane "why".
struct PastEvent {
  PastEventKind kind = PastEventKind::kMiss;
  TimeMs time = kUndated;
  std::string session, agent;  // agent: empty for the main chain
  // A miss's cause; "automatic" or "by hand" for a compaction; the class of waste and its target.
  std::string what;
  std::string why;  // the reason of a finding of waste, as in wick-waste; else empty
  // Tokens, 0: unknown. `before`: those that a miss lost, or the context before a compaction; `after`:
  // the context after a compaction.
  std::int64_t before = 0, after = 0;
  std::optional<Money> cost;  // empty without a price, and for a compaction
  bool operator==(const PastEvent&) const = default;
};
inline constexpr std::size_t kMostEvents = 200;

struct Past {
  TimeMs counted_at = 0;
  Money today = 0;
  std::int64_t today_prompts = 0;
  bool today_unpriced = false;
  std::optional<BlockSpan> block;
  Money block_cost = 0;
  std::optional<Money> block_per_hour, block_projected;
  std::map<std::string, PastSession> sessions;  // by id
  std::vector<PastProject> projects;            // most recently used first
  std::vector<PastDay> days;                    // from the first day of a week to today
  std::vector<PastDaySession> day_sessions;     // sorted by day
  std::vector<PastEvent> events;                // newest first
  // "OBJECT: REASON": files that could not be read, or a locked ledger.
  std::vector<std::string> troubles;
  bool incomplete = false;  // requests may be missing because of these
  bool operator==(const Past&) const = default;
};

struct PastInput {
  const ReplayedHistory& replayed;  // the whole history
  const PriceTable& prices;
  const WasteReport& waste;  // of the whole history
  TimeMs now = 0;
  std::vector<std::int64_t> windows;  // see blocks_of()
};
Past count_past(const PastInput& input);

/// Converts to bytes with a checksum, and back; empty if the bytes are incomplete or damaged.
std::string pack_past(const Past& past);
std::optional<Past> unpack_past(std::string_view bytes);

/// Reads the history and counts it as of `now`; what could not be read is in Past::troubles.
Past read_past(HistoryArguments arguments, TimeMs now);

class PastReader {
 public:
  /// Counts as of `now`, in the child process; an exception becomes an entry of Past::troubles.
  using Count = std::function<Past(TimeMs now)>;
  explicit PastReader(Count count) : count_(std::move(count)) {}
  ~PastReader();
  PastReader(const PastReader&) = delete;
  PastReader& operator=(const PastReader&) = delete;

  /// Starts a count, unless one is running, or counting again this soon would use more than a
  /// hundredth of a processor. `monotonic`: monotonic_ms().
  void ask(TimeMs now, std::int64_t monotonic);
  /// Returns each result once; empty if there is no new one.
  std::optional<Past> take(std::int64_t monotonic);
  bool is_busy() const { return pid_ > 0; }

 private:
  void give(TimeMs now, int to) const;

  Count count_;
  pid_t pid_ = -1;
  Fd pipe_;
  std::string bytes_;
  std::int64_t started_ = 0, next_ = 0;
};

}  // namespace wick
