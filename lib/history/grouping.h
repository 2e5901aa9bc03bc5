// SPDX-License-Identifier: MIT
// What requests and prompts are put together by: a period, a project, a model, a skill and so on.
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
#include "lib/history/blocks.h"
#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"

namespace wick {

// In the order of kGroupings.
enum class By : std::uint8_t {
  kDay, kWeek, kMonth, kClockHour, kWeekday, kBlock, kProject, kRepo, kSession, kModel,
  kSkill, kPlugin, kServer, kTool, kAgent, kBranch, kEffort, kClient, kEntrypoint
};

struct GroupingKind {
  By by;
  std::string_view name;     // on command lines and in JSON
  std::string_view current;  // behind the name of the group that has not ended: " today"
  bool timed = false;        // groups in order of time; else the most expensive first
  bool has_prompts = true;   // a prompt belongs to one of its groups
  std::string_view none = "(none)";  // what a group without a name is called
};
std::span<const GroupingKind> grouping_kinds();
const GroupingKind& kind_of(By by);
/// Of the kinds that have one; else the day.
Period period_of(By by);

/// Of a request, what the client says of it: its skill, its branch...; for By::kSkill to By::kEntrypoint.
Names::Id attribute_of(const History& history, const HistoryRequest& request, By by);

struct Group {
  std::string name = {};  // a day, a project...; empty: none, or no date
  TimeMs from = kUndated, until = kUndated;  // of a period or block
  std::int64_t order = 0;  // of timed groups; those without a date first
  bool current = false;    // the period or block that `now` lies in
  bool confirmed = false;       // a block whose end Claude Code told
  std::string project = {};  // of a session
};

/// The groups of one kind, in the order in which they were first asked for.
class Grouping {
 public:
  using Number = std::uint32_t;

  /// `windows`: see blocks_of().
  Grouping(const History& history, By by, TimeMs now, const std::vector<std::int64_t>& windows, Pricer& pricer);

  /// The group of a request or prompt; empty when it is in none.
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
