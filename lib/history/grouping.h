// SPDX-License-Identifier: MIT
// Groups requests and prompts by period, 5-hour block, project, model, skill and so on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/base/time.h"
#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"

namespace wick {

inline constexpr TimeMs kBlockLength = 5 * 3600 * 1000;

struct Block {
  TimeMs from = 0, until = 0;
  bool confirmed = false;  // its end was reported by Claude Code; else inferred
};

/// The blocks that contain the requests at `times` (sorted), in order. A block that Claude Code
/// reported (`windows`: ends in epoch seconds, sorted) is used as reported. Any other block starts
/// at the exact time of the first request after the previous block and ends five hours later, or
/// where a reported block begins.
std::vector<Block> blocks_of(const std::vector<TimeMs>& times,
                             const std::vector<std::int64_t>& windows);

/// The block that contains `time`. Without one: with `or_next` the first block after it, else null.
const Block* block_at(const std::vector<Block>& blocks, TimeMs time, bool or_next);

// In the order of kGroupings.
enum class By : std::uint8_t {
  kDay,
  kWeek,
  kMonth,
  kClockHour,
  kWeekday,
  kBlock,
  kProject,
  kRepo,
  kSession,
  kModel,
  kSkill,
  kPlugin,
  kServer,
  kTool,
  kAgent,
  kBranch,
  kEffort,
  kClient,
  kEntrypoint
};

struct GroupingKind {
  By by;
  std::string_view name;     // on the command line and in JSON
  std::string_view current;  // appended to the name of the group that has not ended: " today"
  bool timed = false;        // groups in order of time; else by cost, highest first
  bool has_prompts = true;   // prompts can be assigned to its groups
  std::string_view none = "(none)";  // name of the group without a value
};
std::span<const GroupingKind> grouping_kinds();
const GroupingKind& kind_of(By by);
/// The calendar period of a kind that has one; the day for all others.
Period period_of(By by);

/// The value that the client reported for a request: its skill, branch and so on. For By::kSkill to
/// By::kEntrypoint.
Names::Id attribute_of(const History& history, const HistoryRequest& request, By by);

struct Group {
  std::string name = {};                     // a day, a project...; empty: no value or no date
  TimeMs from = kUndated, until = kUndated;  // of a period or a block
  std::int64_t order = 0;    // sort key of timed groups; those without a date come first
  bool current = false;      // the period or block that contains `now`
  bool confirmed = false;    // a block whose end Claude Code reported
  std::string project = {};  // of a session
};

/// The groups of one kind, numbered in the order of their first use.
class Grouping {
 public:
  using Number = std::uint32_t;

  /// `windows`: see blocks_of().
  Grouping(const History& history, By by, TimeMs now, const std::vector<std::int64_t>& windows,
           Pricer& pricer);

  /// The group of a request or a prompt; empty if it belongs to none.
  std::optional<Number> of(const HistoryRequest& request);
  std::optional<Number> of(const HistoryPrompt& prompt);
  const Group& operator[](Number number) const { return groups_[number]; }

 private:
  using Make = std::function<Group()>;
  Number number_for(std::uint64_t key, const Make& make);
  Number named(Group group);
  Number in_period(TimeMs time);
  Number in_hour(TimeMs time);
  Number in_project(std::uint32_t file);
  Number in_repo(std::uint32_t file);
  Number in_session(Names::Id session, std::uint32_t file);
  std::optional<Number> in_block(TimeMs time, bool or_next);
  std::optional<Number> in_time(TimeMs time, bool is_prompt);

  const History& history_;
  By by_;
  TimeMs now_;
  Pricer& pricer_;
  Calendar calendar_;
  std::vector<Block> blocks_;
  std::vector<Group> groups_;
  std::unordered_map<std::uint64_t, Number> numbers_;
  std::unordered_map<std::string, Number> named_;
  std::uint64_t last_key_ = 0;
  std::optional<Number> last_;
};

}  // namespace wick
