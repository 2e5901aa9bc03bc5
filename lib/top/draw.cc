// SPDX-License-Identifier: MIT
#include "lib/top/draw.h"

#include <algorithm>
#include <cmath>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/live.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"

namespace wick {
namespace {

constexpr int kSmall = 12;  // screens with at most this many rows have a head of one line
constexpr int kWithDetails = 22;
constexpr int kDetails = 8;
constexpr std::size_t kMostRows = 10'000;

// The non-empty parts, separated by blanks.
std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts)
    if (!part.empty()) out += (out.empty() ? "" : "   ") + part;
  return out;
}

std::string counts_text(const Board& board) {
  BoardCounts c = count_board(board);
  std::string out = fmt::format("{} live", c.live);
  std::string states;
  auto add = [&states](std::int64_t n, const char* word, const char* color) {
    if (n > 0)
      states += fmt::format("{}\x1b[{}m{} {}\x1b[m", states.empty() ? "" : ", ", color, n, word);
  };
  add(c.busy, "busy", "32");
  add(c.waiting, "waiting", "1;33");
  add(c.idle, "idle", "0");
  if (!states.empty()) out += ": " + states;
  return out;
}

std::string today_text(const Board& board) {
  if (board.past && !board.past->incomplete)
    return "today " + human_usd(usd_of(board.past->today)) +
           (board.past->today_unpriced ? "+" : "");
  if (!board.usage || !board.usage->today || !board.usage->today->cost) return "";
  return "today " + human_usd(usd_of(*board.usage->today->cost)) +
         (board.usage->today->lower_bound ? "+" : "");
}

std::string block_text(const Board& board) {
  if (!board.past || !board.past->block) return "";
  std::string out = "block " + human_usd(usd_of(board.past->block_cost));
  if (board.past->block_per_hour)
    out += fmt::format(" at {}/h", human_usd(usd_of(*board.past->block_per_hour)));
  return out + " till " + clock_time(board.past->block->until);
}

std::string cold_text(const Board& board) {
  BoardCounts c = count_board(board);
  return c.cold_within_hour >= 0.005
             ? fmt::format("\x1b[33mcold within 1h +{}\x1b[m", human_usd(c.cold_within_hour))
             : "";
}

std::string limit_bar(const char* name, const LimitWindow& window, TimeMs length,
                      std::optional<std::int64_t> runs_out, TimeMs now, bool is_narrow) {
  if (!window.used_pct) return "";
  FormStyle look;
  look.now = now;
  std::optional<double> elapsed;
  if (window.resets_at)
    elapsed = std::clamp(100 - static_cast<double>(*window.resets_at * 1000 - now) * 100 /
                                   static_cast<double>(length),
                         0.0, 100.0);
  std::string bar = in_form({*window.used_pct, Unit::kPercent},
                            *parse_form(is_narrow ? "pace10" : "pace20"), look, elapsed);
  const char* color = *window.used_pct > 95 ? "1;31" : *window.used_pct > 80 ? "33" : "32";
  std::string out = fmt::format("{} \x1b[{}m{}\x1b[m {}", name, color, bar,
                                human({*window.used_pct, Unit::kPercent}));
  if (runs_out) return out + fmt::format(" \x1b[31mout {}\x1b[m", clock_time(*runs_out * 1000));
  if (window.resets_at && *window.resets_at * 1000 > now)
    out += " ↻" + human_duration((*window.resets_at * 1000 - now) / 1000);
  return out;
}

std::string limits_text(const Board& board, bool is_narrow) {
  const LimitsState& l = board.limits;
  return joined(
      {limit_bar("5h", l.five_hour, kFiveHourWindow, l.five_hour_runs_out, board.now, is_narrow),
       limit_bar("7d", l.seven_day, kSevenDayWindow, l.seven_day_runs_out, board.now, is_narrow)});
}

void draw_tabs(Grid& grid, int row, const TopView& view) {
  int column = 0;
  for (std::size_t i = 0; i < kTopPanes.size(); ++i) {
    bool here = i == static_cast<std::size_t>(view.pane);
    column = grid.put(row, column, fmt::format(" {} {} ", i + 1, kTopPanes[i]),
                      here ? ink::kReverse : ink::kDim) +
             1;
  }
  std::string state;
  if (view.pane == TopPane::kSessions) {
    if (!view.filter.empty()) state += "/" + printable(view.filter) + "  ";
    state += fmt::format("by {}{}", kTopOrders[static_cast<std::size_t>(view.order)],
                         view.reverse ? " reversed" : "");
  }
  if (view.paused) state += "  paused";
  if (view.interval_s != 1) state += fmt::format("  every {}s", view.interval_s);
  if (column + display_width(state) < grid.columns())
    grid.put_right(row, grid.columns(), state, ink::kDim);
}

// Draws the head and returns the row after it.
int draw_head(Grid& grid, const Board& board, const TopView& view, bool whole) {
  if (grid.rows() <= kSmall && !whole) {
    grid.put(0, 0, joined({counts_text(board), today_text(board)}));
    return 1;
  }
  int row = 0;
  std::string first =
      joined({counts_text(board), today_text(board), block_text(board), cold_text(board)});
  if (display_width(first) <= grid.columns()) {
    grid.put(row++, 0, first);
  } else {
    grid.put(row++, 0, joined({counts_text(board), today_text(board), cold_text(board)}));
    if (std::string block = block_text(board); !block.empty()) grid.put(row++, 0, block);
  }
  if (std::string limits = limits_text(board, grid.columns() < 100); !limits.empty())
    grid.put(row++, 0, limits);
  draw_tabs(grid, row++, view);
  return row;
}

void draw_foot(Grid& grid, const Board& board, const TopView& view) {
  int row = grid.rows() - 1;
  if (view.typing) {
    int column = grid.put(row, 0, "filter: " + printable(view.filter));
    grid.put(row, column, " ", ink::kReverse);
    return;
  }
  std::string text = view.message;
  Ink look = ink::kBold;
  if (text.empty() && board.past && !board.past->troubles.empty())
    text = board.past->troubles.front(), look = ink::kYellow;
  if (text.empty() && !board.unreadable.empty())
    text = board.unreadable.front(), look = ink::kYellow;
  if (!text.empty()) {
    grid.put(row, 0, printable(text), look);
    return;
  }
  const char* keys = "q quit  ? help  Enter go  / filter  < > sort  r reverse  Space fold  p pause";
  if (view.pane == TopPane::kCalendar)
    keys = view.day_open ? "q quit  ? help  Enter go  Esc back"
                         : "q quit  ? help  Enter the day's sessions  v money, prompts, hours";
  else if (view.pane != TopPane::kSessions)
    keys = "q quit  ? help  Enter go  n new  c continue  p pause";
  grid.put(row, 0, keys, ink::kDim);
}

TopTable table_of(const Board& board, const TopView& view, const TopStyle& look) {
  if (view.list() == 5) return day_pane(board, view, look);
  switch (view.pane) {
    case TopPane::kProjects: return projects_pane(board, view, look);
    case TopPane::kWhy: return why_pane(board, view, look);
    case TopPane::kLimits: return limits_pane(board, view, look);
    default: return sessions_pane(board, view, look);
  }
}

int rows_wanted(const Board& board, const TopView& view) {
  auto rows = std::min(row_keys(board, view).size(), kMostRows);
  int fixed = view.pane == TopPane::kCalendar ? 16 : view.pane == TopPane::kLimits ? 16 : 8;
  return static_cast<int>(rows) + fixed;
}

// Shows the cursor in a row: the row is bold, and the cell reversed, even if it is empty.
void show_cell(TableRow& row, std::size_t column) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    row[i].style.attributes = "1";
    if (i == column) row[i] = {row[i].text.empty() ? " " : row[i].text, {"", "", "7"}};
  }
}

}  // namespace

std::string session_label(const Board& board, const std::string& id, const TopStyle& look) {
  const State* state = board.find(id);
  std::string name = state ? state->session.name : look.name_of ? look.name_of(id) : "";
  return name.empty() ? printable(id.substr(0, 8)) : printable(name);
}

std::string money_cell(Money money, bool lower_bound) {
  if (money == 0) return lower_bound ? "?" : "";
  return human_usd(usd_of(money)) + (lower_bound ? "+" : "");
}

std::string bars(const std::vector<double>& values) {
  constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double largest = 0;
  for (double value : values) largest = std::max(largest, value);
  std::string out;
  for (double value : values) {
    auto step = static_cast<std::size_t>(std::clamp(std::ceil(value / largest * 8), 1.0, 8.0));
    out += value > 0 ? kBars[step - 1] : " ";
  }
  return out;
}

void draw_table(Grid& grid, int row, int end, const TopTable& table, TopView& view) {
  if (end <= row) return;
  if (table.keys.empty()) {
    grid.put(row, 0, table.nothing, ink::kDim);
    return;
  }
  auto room = static_cast<std::size_t>(std::max(1, end - row - 1));
  view.page = room;
  std::size_t selected = selected_row(table.keys, view);
  std::size_t& first = view.first[view.list()];
  if (selected < first) first = selected;
  if (selected >= first + room) first = selected - room + 1;
  first = std::min(first, table.keys.size() - std::min(room, table.keys.size()));
  std::vector<TableRow> rows;
  std::size_t last = std::min(table.keys.size(), first + room);
  for (std::size_t i = first; i < last; ++i) rows.push_back(table.row(i));
  bool has_cell = view.cell && *view.cell < table.fields.size();
  if (has_cell) show_cell(rows[selected - first], *view.cell);
  std::vector<std::size_t> shown;
  std::vector<std::string> lines =
      lay_out_table(table.columns, rows, {grid.columns(), true}, &shown);
  view.cells.clear();
  for (std::size_t column : shown)
    if (column < table.fields.size() && !table.fields[column].empty())
      view.cells.emplace_back(column, table.fields[column]);
  for (std::size_t i = 0; i < lines.size(); ++i)
    grid.put(row + static_cast<int>(i), 0, lines[i], i == 0 ? ink::kBold : ink::kPlain);
  // The screen became narrower and the cursor's column is hidden: select the whole row again.
  if (has_cell && std::find(shown.begin(), shown.end(), *view.cell) == shown.end())
    has_cell = false, view.cell.reset();
  if (!has_cell) grid.select(row + 1 + static_cast<int>(selected - first));
}

void draw_question(Grid& grid, const std::string& words) {
  int row = grid.rows() - 1;
  std::string question = grid.columns() < 80 ? "  Enter: yes" : "   Enter: yes, any other key: no";
  grid.put(row, 0, std::string(static_cast<std::size_t>(grid.columns()), ' '), ink::kReverse);
  int end =
      grid.put(row, 0, printable(words), ink::kReverse, grid.columns() - display_width(question));
  grid.put(row, end, question, ink::kReverse);
}

Grid draw_top(const Board& board, TopView& view, const TopStyle& look) {
  Grid grid(look.whole ? rows_wanted(board, view) : look.rows, look.columns);
  if (view.help && !look.whole) {
    draw_help(grid);
    return grid;
  }
  int row = draw_head(grid, board, view, look.whole);
  int end = grid.rows() - (look.whole ? 0 : 1);
  if (view.pane == TopPane::kCalendar) row = draw_calendar(grid, row, end, board, view);
  if (view.pane == TopPane::kLimits) row = draw_limits(grid, row, end, board);
  const State* state =
      view.pane == TopPane::kSessions ? board.find(meant_session(board, view)) : nullptr;
  int table_end = end;
  if (state && !look.whole && grid.rows() >= kWithDetails) {
    table_end = end - kDetails;
    draw_detail(grid, table_end, end, board, *state, look);
  }
  if (view.pane != TopPane::kCalendar || view.day_open) {
    draw_table(grid, row, table_end, table_of(board, view, look), view);
  }
  if (!look.whole) draw_foot(grid, board, view);
  return grid;
}

}  // namespace wick
