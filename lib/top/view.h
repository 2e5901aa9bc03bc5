// SPDX-License-Identifier: MIT
// What the user of wick-top looks at: a pane, a row of it, a filter, an order; and what keys do to
// it.
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

/// What a day of the calendar is coloured by.
enum class DayBy { kMoney, kPrompts, kHours };

/// The orders of the sessions; the first is sort_by_urgency()'s.
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

/// Words that all must hold: cold, warm, waits, busy, idle, live; >200k, <50k of the context; any
/// other is looked for in name, project, model, branch and id, whatever its case.
bool passes_filter(const State& session, std::string_view filter);

/// A row of the sessions' tree.
struct TopRow {
  const State* session = nullptr;
  const TopAgent* agent = nullptr;  // a subagent of it; null: the session itself
  bool has_agents = false, unfolded = false, last = false;

  std::string key() const { return session->session.id + (agent ? "/" + agent->id : ""); }
};

/// Something that a key asks for and that is no matter of looking.
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
  std::optional<std::size_t> day;  // the selected one; empty: the last
  bool day_open = false;           // its sessions are listed
  std::string message;             // shown until the next key
  // The column of the sessions at the cursor; empty: the whole row is.
  std::optional<std::size_t> cell;
  // The columns that it can go to, as drawn, and their fields.
  std::vector<std::pair<std::size_t, std::string_view>> cells;
  // Per pane (and the list of a day) the key of the selected row.
  std::array<std::string, 6> selected;
  std::array<std::size_t, 6> first{};  // and the first row that is shown
  std::size_t page = 10;               // rows of the list that is shown

  /// Which list keys move in: a pane's, or that of the open day.
  std::size_t list() const {
    return pane == TopPane::kCalendar && day_open ? 5 : static_cast<std::size_t>(pane);
  }
};

std::vector<TopRow> session_rows(const Board& board, const TopView& view);
/// The keys of the rows of the list that is shown, in order.
std::vector<std::string> row_keys(const Board& board, const TopView& view);
/// Where the selected row is among them: where it was, if it is gone.
std::size_t selected_row(const std::vector<std::string>& keys, const TopView& view);
std::size_t selected_day(const Board& board, const TopView& view);
/// What the sessions of that day cost on it.
std::vector<const PastDaySession*> sessions_of_day(const Board& board, const TopView& view);

/// The session that the selected row is of; empty without one.
std::string meant_session(const Board& board, const TopView& view);
/// The directory of the selected project, or of the selected session.
std::string meant_directory(const Board& board, const TopView& view);

/// Does what a key does to the view; what it asks for besides.
TopWish press(TopView& view, const Board& board, int key);

}  // namespace wick
