// SPDX-License-Identifier: MIT
// wick-top's screen: head, pane, what is known of the selected session, and the keys.
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
  bool whole = false;  // as many rows as there are, without keys: what is printed once
  std::string home;
  /// What a session is called that is not on the board; empty where names are not shown.
  std::function<std::string(const std::string& id)> name_of = {};
  /// What git said last of a work tree.
  std::function<KeptGit(const GitFiles&)> kept_git = {};
};

/// A pane that is a table: the rows that are seen are made when they are.
struct TopTable {
  std::vector<Column> columns;
  std::vector<std::string> keys;  // of all rows
  std::function<TableRow(std::size_t)> row;
  std::string nothing;  // said where there are none
  std::vector<std::string_view> fields =
      {};  // of the columns, for wick-doctor explain; "": none; empty: of none
};

TopTable sessions_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable projects_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable why_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable limits_pane(const Board& board, const TopView& view, const TopStyle& look);
TopTable day_pane(const Board& board, const TopView& view, const TopStyle& look);

/// Draws the table from `row` to before `end`; keeps the selected row in sight.
void draw_table(Grid& grid, int row, int end, const TopTable& table, TopView& view);
/// The calendar, and below it what the selected day had. The row behind it.
int draw_calendar(Grid& grid, int row, int end, const Board& board, const TopView& view);
/// What is above the table in the pane of the limits. The row behind it.
int draw_limits(Grid& grid, int row, int end, const Board& board);
/// All that is known of a session, at most to before `end`. The row behind it.
int draw_detail(Grid& grid, int row, int end, const Board& board, const State& session,
                const TopStyle& look);
void draw_help(Grid& grid);
/// What is about to be done, and the question, in the last row.
void draw_question(Grid& grid, const std::string& words);

/// The whole screen. Where it is too small, parts are left out: the details first, then the head.
Grid draw_top(const Board& board, TopView& view, const TopStyle& look);

// Words that several panes have.

/// The name of a session, else how its id begins. Fit to print.
std::string session_label(const Board& board, const std::string& id, const TopStyle& look);
/// "$1.20", "$1.20+" of a sum that lacks something, "" for none.
std::string money_cell(Money money, bool lower_bound = false);
/// Bars in proportion to the largest: "▁▃█"; a blank for nothing.
std::string bars(const std::vector<double>& values);

}  // namespace wick
