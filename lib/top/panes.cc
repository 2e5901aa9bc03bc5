// SPDX-License-Identifier: MIT
// The panes with figures from the history (projects, calendar, why, limits), and the help.
#include <algorithm>
#include <array>

#include "lib/base/format.h"
#include "lib/base/git.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/live/limits.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"
#include "lib/top/draw.h"

namespace wick {
namespace {

constexpr const char* kNotYet = "the history is being read";

std::string percent(Money part, Money all) {
  if (all <= 0) return "";
  return fmt::format("{:.0f}%", 100.0 * static_cast<double>(part) / static_cast<double>(all));
}

std::string age_of(TimeMs then, TimeMs now) {
  return then == kUndated ? "" : short_age(std::max<TimeMs>(0, now - then) / 1000);
}

// The size of the project's CLAUDE.md; "" without one. Read only for visible rows.
std::string memory_size(const std::string& dir) {
  std::vector<std::string> ignored;
  std::string out;
  or_note(ignored, [&] {
    if (auto info = file_info(dir + "/CLAUDE.md")) out = human_bytes(info->size);
  });
  return out;
}

// The branch, with git's last counts; dim if they may be outdated, as in wick-line.
Cell branch_cell(const std::string& dir, const TopStyle& look) {
  std::vector<std::string> ignored;
  Cell out{"", *parse_style("magenta")};
  or_note(ignored, [&] {
    auto files = read_git_files(dir);
    if (!files) return;
    out.text = printable(files->branch.text);
    KeptGit kept = look.kept_git ? look.kept_git(*files) : KeptGit{};
    if (kept.counts) {
      if (kept.counts->is_dirty()) out.text += "±";
      if (kept.counts->ahead.value_or(0) > 0) out.text += fmt::format(" ↑{}", *kept.counts->ahead);
      if (kept.stale) out.style = *parse_style("dim magenta");
    }
    if (!files->operation.text.empty()) out.text += " " + files->operation.text;
  });
  return out;
}

double amount_of(const PastDay& day, DayBy by) {
  switch (by) {
    case DayBy::kPrompts: return static_cast<double>(day.prompts);
    case DayBy::kHours: return static_cast<double>(day.hours);
    default: return static_cast<double>(day.cost);
  }
}

struct Shade {
  const char* mark;
  std::int16_t color;
};
// From none to the most. The marks differ, so that they can be told apart without colour.
constexpr Shade kShades[] = {{"·", 8}, {"░░", 22}, {"▒▒", 28}, {"▓▓", 34}, {"██", 40}};

std::size_t shade_of(double amount, double largest) {
  if (amount <= 0 || largest <= 0) return 0;
  return std::clamp<std::size_t>(static_cast<std::size_t>(amount / largest * 4) + 1, 1, 4);
}

std::string day_text(const PastDay& day) {
  return fmt::format("{}  {}  {} prompts  {} hours", day.name, human_usd(usd_of(day.cost)),
                     day.prompts, day.hours);
}

void put_months(Grid& grid, int row, int left, const std::vector<PastDay>& days,
                std::size_t first_week) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  auto month_of = [&days](std::size_t week) {
    return static_cast<std::size_t>(parse_integer(days[week * 7].name.substr(5, 2)).value_or(1));
  };
  std::size_t weeks = (days.size() + 6) / 7;
  for (std::size_t week = first_week; week < weeks; ++week) {
    bool begins = week == first_week || month_of(week) != month_of(week - 1);
    // The name of a month needs the space of two weeks.
    bool has_room = week + 1 >= weeks || month_of(week + 1) == month_of(week);
    if (begins && has_room)
      grid.put(row, left + static_cast<int>(week - first_week) * 2,
               kMonths.substr((month_of(week) - 1) * 3, 3), ink::kDim);
  }
}

}  // namespace

TopTable projects_pane(const Board& board, const TopView& view, const TopStyle& look) {
  // clang-format off
  TopTable table{{{"PROJECT", false, 100, 12, true}, {"SESSIONS", true, 65}, {"TODAY", true, 80}, {"7 DAYS", true, 90}, {"30 DAYS", true, 95},
                  {"", false, 45}, {"BRANCH", false, 55, 8}, {"LAST", true, 85}, {"WASTE", true, 70}, {"CLAUDE.md", true, 40}},
                 row_keys(board, view), nullptr, board.past ? "no project has a session" : kNotYet};
  // clang-format on
  table.row = [&board, &look](std::size_t i) {
    const PastProject& p = board.past->projects[i];
    std::vector<double> days;
    for (Money day : p.days) days.push_back(static_cast<double>(day));
    TableRow row;
    row.push_back(
        {p.dir.empty() ? "(none)" : shorten_home(printable(p.dir), printable(look.home)), {}});
    row.push_back({std::to_string(p.sessions), {}});
    for (Money money : {p.today, p.week, p.month}) row.push_back({money_cell(money), {}});
    std::string drawn = bars(days);
    row.push_back({p.month > 0 ? drawn : "", *parse_style("cyan")});
    row.push_back(branch_cell(p.dir, look));
    row.push_back({age_of(p.last, board.now), {}});
    row.push_back({percent(p.wasted, p.audited), {}});
    row.push_back({memory_size(p.dir), {}});
    return row;
  };
  return table;
}

TopTable day_pane(const Board& board, const TopView& view, const TopStyle& look) {
  TopTable table{{{"SESSION", false, 100, 10},
                  {"PROJECT", false, 80, 8, true},
                  {"COST", true, 95},
                  {"PROMPTS", true, 90}},
                 row_keys(board, view),
                 nullptr,
                 "no session had a request or a prompt on this day"};
  table.row = [&board, &look, sessions = sessions_of_day(board, view)](std::size_t i) {
    const PastDaySession& s = *sessions[i];
    const PastSession* past = board.past_of(s.session);
    TableRow row;
    row.push_back({session_label(board, s.session, look), {}});
    row.push_back({past ? shorten_home(printable(past->project), printable(look.home)) : "", {}});
    row.push_back({money_cell(s.cost), {}});
    row.push_back({s.prompts > 0 ? std::to_string(s.prompts) : "", {}});
    return row;
  };
  return table;
}

TopTable why_pane(const Board& board, const TopView& view, const TopStyle& look) {
  TopTable table{{{"TIME", false, 90},
                  {"WHAT", false, 100},
                  {"SESSION", false, 80, 10},
                  {"WHY", false, 95, 24},
                  {"TOKENS", true, 70},
                  {"COST", true, 92}},
                 row_keys(board, view),
                 nullptr,
                 board.past ? "no cache miss, compaction or waste so far" : kNotYet};
  table.row = [&board, &look](std::size_t i) {
    constexpr std::array kWords = {"miss", "compaction", "waste"};
    constexpr std::array kColors = {"red", "yellow", "magenta"};
    const PastEvent& e = board.past->events[i];
    auto kind = static_cast<std::size_t>(e.kind);
    TableRow row;
    bool today = e.time != kUndated && local_date(e.time) == local_date(board.now);
    row.push_back({e.time == kUndated
                       ? ""
                       : (today ? "" : local_date(e.time).substr(5) + " ") + clock_time(e.time),
                   {}});
    row.push_back({kWords[kind], *parse_style(kColors[kind])});
    // The reason says more than the end of a long name.
    std::string_view agent = e.agent.empty() ? "" : " (subagent)";
    int room = std::max(16, look.columns / 5) - static_cast<int>(agent.size());
    row.push_back(
        {fmt::format("{}{}",
                     truncate_to_width(session_label(board, e.session, look), std::max(8, room)),
                     agent),
         {}});
    row.push_back({printable(e.why.empty() ? e.what : fmt::format("{} ({})", e.why, e.what)), {}});
    std::string tokens = e.before > 0 ? human_tokens(e.before) : "";
    if (e.after > 0) tokens += " → " + human_tokens(e.after);
    row.push_back({tokens, {}});
    row.push_back({e.cost ? money_cell(*e.cost) : "", {}});
    return row;
  };
  return table;
}

TopTable limits_pane(const Board& board, const TopView& view, const TopStyle& look) {
  TopTable table{{{"SESSION", false, 100, 10},
                  {"PROJECT", false, 80, 8, true},
                  {"OF THE BLOCK", true, 95},
                  {"SHARE", true, 90}},
                 row_keys(board, view),
                 nullptr,
                 board.past ? "nothing was spent in the current block" : kNotYet};
  table.row = [&board, &look, keys = table.keys](std::size_t i) {
    const PastSession& s = *board.past_of(keys[i]);
    TableRow row;
    row.push_back({session_label(board, keys[i], look), {}});
    row.push_back({shorten_home(printable(s.project), printable(look.home)), {}});
    row.push_back({money_cell(s.block, s.unpriced), {}});
    row.push_back({percent(s.block, board.past->block_cost), {}});
    return row;
  };
  return table;
}

int draw_calendar(Grid& grid, int row, int end, const Board& board, const TopView& view) {
  if (!board.past || board.past->days.empty()) {
    grid.put(row, 0, kNotYet, ink::kDim);
    return row + 1;
  }
  const std::vector<PastDay>& days = board.past->days;
  constexpr int kLeft = 5;
  std::size_t weeks = (days.size() + 6) / 7,
              room = static_cast<std::size_t>(std::max(1, (grid.columns() - kLeft) / 2));
  std::size_t first = weeks > room ? weeks - room : 0, selected = selected_day(board, view);
  if (selected / 7 < first) first = selected / 7;
  double largest = 0;
  for (const PastDay& day : days) largest = std::max(largest, amount_of(day, view.day_by));
  if (end - row > 9) put_months(grid, row++, kLeft, days, first);
  for (int weekday = 0; weekday < 7 && row + weekday < end; ++weekday) {
    if (weekday % 2 == 0) grid.put(row + weekday, 0, weekday_at(weekday), ink::kDim);
    for (std::size_t i = first * 7 + static_cast<std::size_t>(weekday); i < days.size(); i += 7) {
      const Shade& shade = kShades[shade_of(amount_of(days[i], view.day_by), largest)];
      Ink look{shade.color};
      if (i == selected) look = {-1, -1, true, false, false, true};
      int column = kLeft + static_cast<int>(i / 7 - first) * 2;
      grid.put(row + weekday, column, i == selected && shade.mark[0] == '\xc2' ? "· " : shade.mark,
               look);
    }
  }
  row = std::min(end, row + 7);
  constexpr std::array kBy = {"by money", "by prompts", "by hours with a request"};
  if (row < end) {
    grid.put(row, 0, day_text(days[selected]), ink::kBold);
    grid.put_right(row++, grid.columns(), kBy[static_cast<std::size_t>(view.day_by)], ink::kDim);
  }
  return row;
}

namespace {

std::string pace_line(const char* name, const LimitWindow& window,
                      std::optional<std::int64_t> runs_out, TimeMs length, TimeMs now) {
  if (!window.used_pct) return "";
  std::string out = fmt::format("{}: {} used", name, human({*window.used_pct, Unit::kPercent}));
  if (!window.resets_at) return out;
  auto moment = [now](std::int64_t seconds) {
    bool today = local_date(seconds * 1000) == local_date(now);
    return (today ? "" : weekday_name(seconds * 1000) + " ") + clock_time(seconds * 1000);
  };
  double elapsed =
      100 - static_cast<double>(*window.resets_at * 1000 - now) * 100 / static_cast<double>(length);
  out += fmt::format(" in {:.0f}% of its time", std::clamp(elapsed, 0.0, 100.0));
  if (runs_out)
    return out + fmt::format("; runs out at {} at this pace, resets at {}", moment(*runs_out),
                             moment(*window.resets_at));
  return out + fmt::format("; resets at {}", moment(*window.resets_at));
}

}  // namespace

int draw_limits(Grid& grid, int row, int end, const Board& board) {
  const LimitsState& l = board.limits;
  std::vector<std::string> lines = {
      pace_line("5 hours", l.five_hour, l.five_hour_runs_out, kFiveHourWindow, board.now),
      pace_line("7 days", l.seven_day, l.seven_day_runs_out, kSevenDayWindow, board.now)};
  if (l.spend.used_pct && l.spend_used_usd && l.spend_limit_usd)
    lines.push_back(fmt::format("spend: {} of {}", human_usd(*l.spend_used_usd),
                                human_usd(*l.spend_limit_usd)));
  if (l.source == Source::kNone)
    lines.push_back("no session has reported a limit in the last seven days");
  else if (l.reported_at)
    lines.push_back("reported " + short_age((board.now - *l.reported_at) / 1000) + " ago");
  if (board.past && board.past->block) {
    const Past& p = *board.past;
    std::string block = fmt::format("block: {} since {}", human_usd(usd_of(p.block_cost)),
                                    clock_time(p.block->from));
    if (p.block_projected)
      block += fmt::format("; {} by {} at this pace", human_usd(usd_of(*p.block_projected)),
                           clock_time(p.block->until));
    lines.push_back(block);
  }
  for (const std::string& line : lines)
    if (!line.empty() && row < end) grid.put(row++, 0, line);
  return row + 1 < end ? row + 1 : row;
}

void draw_help(Grid& grid) {
  constexpr std::pair<const char*, const char*> kKeys[] = {
      {"1 to 5, Tab", "sessions, projects, calendar, why, limits"},
      {"j k, arrows", "down, up; in the calendar h j k l"},
      {"g G, ^D ^U", "first, last; half a page down, up; PgDn, PgUp: a page"},
      {"/", "filter: words of name, project, model, branch, id; cold warm"},
      {"", "waits busy idle live; >200k <50k; Esc clears it"},
      {"< > r", "sort by the previous or next column; reverse"},
      {"Space", "fold and unfold the subagents of a session"},
      {"Enter", "show its tmux pane, or resume it; in the calendar: list the day's sessions"},
      {"n c f", "new session in the project, continue its last one, fork"},
      {"b x", "resume it in the background; stop it (asks first)"},
      {"h l e", "go to a figure of the session; explain it (or the sort column)"},
      {"a w", "advice; an HTML page about the session or project"},
      {"y", "copy the id"},
      {"v", "calendar: shade by money, prompts, hours"},
      {"p + -", "pause; lengthen, shorten the interval"},
      {"q", "quit"}};
  int row = 0;
  grid.put(row++, 0, "wick-top: keys", ink::kBold);
  for (const auto& [key, what] : kKeys) {
    if (row >= grid.rows()) break;
    grid.put(row, 1, key, ink::kCyan);
    grid.put(row++, 14, what);
  }
  if (row + 1 < grid.rows()) grid.put(row + 1, 0, "any key: back", ink::kDim);
}

}  // namespace wick
