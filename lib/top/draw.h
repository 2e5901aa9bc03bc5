// SPDX-License-Identifier: MIT
// Draws wick-top's screen: head, pane, details of the selected session, and the list of keys.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/live/git_status.h"
#include "lib/output/table.h"
#include "lib/top/grid.h"
#include "lib/top/view.h"

namespace wick {

struct TopStyle {
  int rows = 24, columns = 80;
  bool whole = false;  // for --once: all rows, without the list of keys
  std::string home;
  /// Returns the name of a session that is not on the board; empty if names are not shown.
  std::function<std::string(const std::string& id)> name_of = {};
  /// Returns git's last counts for a work tree.
  std::function<KeptGit(const GitFiles&)> kept_git = {};
};

/// A pane that is a table. Only visible rows are made, by calling `row`.
struct TopTable {
  std::vector<Column> columns;
  std::vector<std::string> keys;  // of all rows
  std::function<TableRow(std::size_t)> row;
  std::string nothing;  // shown if there are no rows
  // By column: the field that `wick-doctor explain` gets; "": the column has none. Empty: no column
  // has one.
  std::vector<std::string_view> fields = {};
};

TopTable sessions_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable projects_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable why_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable limits_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable day_pane(const Board& board, const TopView& view, const TopStyle& look);

/// Draws the table in the rows [row, end); scrolls so that the selected row is visible.
void draw_table(Grid& grid, int row, int end, const TopTable& table, TopView& view);
/// Draws the calendar, and below it the figures of the selected day. Like the next two, returns the
/// row after the last one drawn.
int draw_calendar(Grid& grid, int row, int end, const Board& board, const TopView& view);
/// Draws what the limits pane has above its table.
int draw_limits(Grid& grid, int row, int end, const Board& board);
/// Draws the details of a session in the rows [row, end).
int draw_detail(Grid& grid, int row, int end, const Board& board, const State& session,
                const TopStyle& look);
void draw_help(Grid& grid);
/// Draws in the last row what is about to be done, and asks for confirmation.
void draw_question(Grid& grid, const std::string& words);

/// Draws the whole screen. If it is too small, the details are left out first, then the head.
Grid draw_top(const Board& board, TopView& view, const TopStyle& look);

// Texts that several panes use.

/// The name of a session, else the start of its id. Printable.
std::string session_label(const Board& board, const std::string& id, const TopStyle& look);
/// "$1.20"; "$1.20+" for a lower bound; for 0, "" or, as a lower bound, "?".
std::string money_cell(Money money, bool lower_bound = false);
/// Bars in proportion to the largest value: "▁▃█"; a blank for 0.
std::string bars(const std::vector<double>& values);

}  // namespace wick
