// SPDX-License-Identifier: MIT
// The state of wick-top's user interface (pane, selected row, filter, order), and how keys change it.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/top/board.h"

namespace wick {

enum class TopPane { kSessions, kProjects, kCalendar, kWhy, kLimits };
inline constexpr std::array<std::string_view, 5> kTopPanes = {"sessions", "projects", "calendar",
                                                              "why", "limits"};

/// The figure that sets the shade of a day in the calendar.
enum class DayBy { kMoney, kPrompts, kHours };

/// The sort orders of the sessions; kUrgency is that of sort_by_urgency().
enum class TopOrder {
  kUrgency,
  kName,
  kProject,
  kModel,
  kContext,
  kCache,
  kNext,
  kCold,
  kSpent,
  kRate,
  kAge
};
inline constexpr std::array<std::string_view, 11> kTopOrders = {
    "urgency", "name", "project", "model", "context", "cache",
    "next",    "cold", "spent",   "$/h",   "age"};

/// True if all words of the filter match: cold, warm, waits, busy, idle, live; >200k and <50k compare
/// the context; any other word is searched for in name, project, model, branch and id, ignoring case.
bool passes_filter(const State& session, std::string_view filter);

/// A row of the tree of sessions and their subagents.
struct TopRow {
  const State* session = nullptr;
  const TopAgent* agent = nullptr;  // one of its subagents; null: the session itself
  bool has_agents = false, unfolded = false, last = false;

  std::string key() const { return session->session.id + (agent ? "/" + agent->id : ""); }
};

/// An action requested by a key that goes beyond changing the view.
enum class TopWish {
  kNone,
  kQuit,
  kGo,
  kNew,
  kContinue,
  kFork,
  kBackground,
  kStop,
  kCopy,
  kExplain,
  kAdvice,
  kPage
};

struct TopView {
  TopPane pane = TopPane::kSessions;
  TopOrder order = TopOrder::kUrgency;
  bool reverse = false;
  std::string filter;
  bool typing = false;             // the filter is being typed
  std::set<std::string> unfolded;  // ids of sessions
  bool paused = false, help = false;
  int interval_s = 1;
  DayBy day_by = DayBy::kMoney;
  std::optional<std::size_t> day;  // the selected day; empty: the last one
  bool day_open = false;           // the sessions of that day are listed
  std::string message;             // shown until the next key
  // The column of the sessions pane that the cursor is in; empty: it is on the whole row.
  std::optional<std::size_t> cell;
  // The visible columns that it can move to, and their fields.
  std::vector<std::pair<std::size_t, std::string_view>> cells;
  // By list(): the key of the selected row, and the first row that is shown.
  std::array<std::string, 6> selected;
  std::array<std::size_t, 6> first{};
  std::size_t page = 10;  // number of visible rows in the current list

  /// The list that keys move in: that of the pane (0 to 4), or of the open day (5).
  std::size_t list() const {
    return pane == TopPane::kCalendar && day_open ? 5 : static_cast<std::size_t>(pane);
  }
};

std::vector<TopRow> session_rows(const Board& board, const TopView& view);
/// The keys of the rows in the current list, in order.
std::vector<std::string> row_keys(const Board& board, const TopView& view);
/// The index of the selected row among `keys`; if that row is gone, the index it had.
std::size_t selected_row(const std::vector<std::string>& keys, const TopView& view);
std::size_t selected_day(const Board& board, const TopView& view);
/// The sessions of the selected day, with their figures on it.
std::vector<const PastDaySession*> sessions_of_day(const Board& board, const TopView& view);

/// The id of the session that the selected row belongs to; empty without one.
std::string meant_session(const Board& board, const TopView& view);
/// The directory of the selected project, or of the selected session.
std::string meant_directory(const Board& board, const TopView& view);

/// Changes the view as the key says, and returns the action that it asks for.
TopWish press(TopView& view, const Board& board, int key);

}  // namespace wick
