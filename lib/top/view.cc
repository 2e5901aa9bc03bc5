// SPDX-License-Identifier: MIT
#include "lib/top/view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lib/base/format.h"
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/top/screen.h"

namespace wick {
namespace {

// Unknown values come last in every order.
constexpr double kUnknownLast = std::numeric_limits<double>::infinity();
double number_or_last(std::optional<double> n) { return n.value_or(kUnknownLast); }

// The sort key, ascending: texts alphabetically, figures largest first.
std::pair<double, std::string> place_of(const Board& board, const State& s, TopOrder order) {
  auto falling = [](std::optional<double> n) { return n ? -*n : kUnknownLast; };
  switch (order) {
    case TopOrder::kUrgency: break;
    case TopOrder::kName: return {s.session.name.empty() ? 1 : 0, lower(s.session.name)};
    case TopOrder::kProject: return {0, s.session.project()};
    case TopOrder::kModel: return {0, s.model.name};
    case TopOrder::kContext:
      return {s.context.tokens ? -static_cast<double>(*s.context.tokens) : kUnknownLast, ""};
    case TopOrder::kCache:
      return {s.next.is_warm && s.cache.expires_at ? static_cast<double>(*s.cache.expires_at)
                                                   : kUnknownLast,
              ""};
    case TopOrder::kNext: return {falling(s.next.now), ""};
    case TopOrder::kCold: return {falling(s.next.cold), ""};
    case TopOrder::kSpent: return {falling(s.cost.total), ""};
    case TopOrder::kRate: {
      const PastSession* past = board.past_of(s.session.id);
      return {past ? -usd_of(past->hour) : kUnknownLast, ""};
    }
    case TopOrder::kAge:
      return {number_or_last(s.session.last_response
                                 ? std::optional(-static_cast<double>(*s.session.last_response))
                                 : std::nullopt),
              ""};
  }
  return {0, ""};
}

std::vector<const State*> ordered(const Board& board, const TopView& view) {
  std::vector<const State*> all;
  for (const State* s : board.sessions)
    if (passes_filter(*s, view.filter)) all.push_back(s);
  if (view.order != TopOrder::kUrgency) {
    std::vector<std::pair<std::pair<double, std::string>, const State*>> places;
    for (const State* s : all) places.emplace_back(place_of(board, *s, view.order), s);
    std::stable_sort(places.begin(), places.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = places[i].second;
  }
  if (view.reverse) std::reverse(all.begin(), all.end());
  return all;
}

void move_to(TopView& view, const std::vector<std::string>& keys, std::int64_t row) {
  if (keys.empty()) return;
  auto last = static_cast<std::int64_t>(keys.size()) - 1;
  view.selected[view.list()] =
      keys[static_cast<std::size_t>(std::clamp<std::int64_t>(row, 0, last))];
}

void move_day(TopView& view, const Board& board, std::int64_t step) {
  if (!board.past || board.past->days.empty()) return;
  auto last = static_cast<std::int64_t>(board.past->days.size()) - 1;
  auto now = static_cast<std::int64_t>(selected_day(board, view));
  view.day = static_cast<std::size_t>(std::clamp<std::int64_t>(now + step, 0, last));
}

bool press_in_filter(TopView& view, int key) {
  if (!view.typing) return false;
  if (key == '\r') {
    view.typing = false;
  } else if (key == kKeyEscape) {
    view.typing = false;
    view.filter.clear();
  } else if (key == 127) {
    while (!view.filter.empty() && (static_cast<unsigned char>(view.filter.back()) & 0xC0) == 0x80)
      view.filter.pop_back();
    if (!view.filter.empty()) view.filter.pop_back();
  } else if (key == 21) {  // Ctrl-U
    view.filter.clear();
  } else if (key >= 32 && (key < kKeyUp || key >= kBeyondKeys)) {
    auto c = static_cast<std::uint32_t>(key >= kBeyondKeys ? key - kBeyondKeys : key);
    if (!is_unprintable(c)) append_utf8(view.filter, c);
  } else {
    return false;
  }
  return true;
}

bool press_in_calendar(TopView& view, const Board& board, int key) {
  if (view.pane != TopPane::kCalendar) return false;
  if (view.day_open) {
    if (key != kKeyEscape && key != kKeyLeft && key != 'h' && key != 127) return false;
    view.day_open = false;
    return true;
  }
  switch (key) {
    case 'h':
    case kKeyLeft: move_day(view, board, -7); break;
    case 'l':
    case kKeyRight: move_day(view, board, 7); break;
    case 'k':
    case kKeyUp: move_day(view, board, -1); break;
    case 'j':
    case kKeyDown: move_day(view, board, 1); break;
    case 'g':
    case kKeyHome: view.day = 0; break;
    case 'G':
    case kKeyEnd: view.day.reset(); break;
    case 'v': view.day_by = static_cast<DayBy>((static_cast<int>(view.day_by) + 1) % 3); break;
    case '\r':
      view.day_open = true;
      view.selected[5].clear();
      view.first[5] = 0;
      break;
    default: return false;
  }
  return true;
}

bool press_to_move(TopView& view, const Board& board, int key) {
  std::vector<std::string> keys = row_keys(board, view);
  auto row = static_cast<std::int64_t>(selected_row(keys, view));
  auto half = std::max<std::int64_t>(1, static_cast<std::int64_t>(view.page) / 2);
  auto page = std::max<std::int64_t>(1, static_cast<std::int64_t>(view.page));
  switch (key) {
    case 'j':
    case kKeyDown: move_to(view, keys, row + 1); break;
    case 'k':
    case kKeyUp: move_to(view, keys, row - 1); break;
    case 'g':
    case kKeyHome: move_to(view, keys, 0); break;
    case 'G':
    case kKeyEnd: move_to(view, keys, static_cast<std::int64_t>(keys.size())); break;
    case 4: move_to(view, keys, row + half); break;   // Ctrl-D
    case 21: move_to(view, keys, row - half); break;  // Ctrl-U
    case kKeyPageDown:
    case 6: move_to(view, keys, row + page); break;
    case kKeyPageUp:
    case 2: move_to(view, keys, row - page); break;
    default: return false;
  }
  return true;
}

bool press_for_cell(TopView& view, int key) {
  bool left = key == 'h' || key == kKeyLeft, right = key == 'l' || key == kKeyRight;
  if (view.pane != TopPane::kSessions || (!left && !right) || view.cells.empty()) return false;
  auto last = static_cast<std::int64_t>(view.cells.size()) - 1;
  std::int64_t at = left ? last + 1 : -1;
  for (std::int64_t i = 0; i <= last; ++i)
    if (view.cells[static_cast<std::size_t>(i)].first == view.cell) at = i;
  view.cell =
      view.cells[static_cast<std::size_t>(std::clamp<std::int64_t>(at + (right ? 1 : -1), 0, last))]
          .first;
  return true;
}

void step_order(TopView& view, int step) {
  auto count = static_cast<int>(kTopOrders.size());
  view.order = static_cast<TopOrder>((static_cast<int>(view.order) + count + step) % count);
}

bool press_to_change(TopView& view, const Board& board, int key) {
  switch (key) {
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
      view.pane = static_cast<TopPane>(key - '1');
      view.day_open = false;
      break;
    case '\t': view.pane = static_cast<TopPane>((static_cast<int>(view.pane) + 1) % 5); break;
    case '/':
      view.typing = true;
      view.pane = TopPane::kSessions;
      break;
    case '<': step_order(view, -1); break;
    case '>': step_order(view, 1); break;
    case 'r': view.reverse = !view.reverse; break;
    case ' ':
      if (std::string id = meant_session(board, view);
          view.pane == TopPane::kSessions && !id.empty()) {
        if (!view.unfolded.insert(id).second) view.unfolded.erase(id), view.selected[0] = id;
      }
      break;
    case 'p': view.paused = !view.paused; break;
    case '+':
    case '=': view.interval_s = std::min(60, view.interval_s + 1); break;
    case '-': view.interval_s = std::max(1, view.interval_s - 1); break;
    case '?': view.help = true; break;
    case kKeyEscape:
      if (view.cell) view.cell.reset();
      else view.filter.clear();
      break;
    default: return false;
  }
  return true;
}

TopWish wish_of(int key) {
  constexpr std::pair<int, TopWish> kWishes[] = {
      {'q', TopWish::kQuit},       {'Q', TopWish::kQuit},     {'\r', TopWish::kGo},
      {'n', TopWish::kNew},        {'c', TopWish::kContinue}, {'f', TopWish::kFork},
      {'b', TopWish::kBackground}, {'x', TopWish::kStop},     {'y', TopWish::kCopy},
      {'e', TopWish::kExplain},    {'a', TopWish::kAdvice},   {'w', TopWish::kPage}};
  for (const auto& [typed, wish] : kWishes)
    if (typed == key) return wish;
  return TopWish::kNone;
}

}  // namespace

std::vector<TopRow> session_rows(const Board& board, const TopView& view) {
  std::vector<TopRow> rows;
  for (const State* s : ordered(board, view)) {
    auto agents = board.agents.find(s->session.id);
    bool has = agents != board.agents.end() && !agents->second.empty();
    bool unfolded = has && view.unfolded.count(s->session.id) > 0;
    rows.push_back({s, nullptr, has, unfolded, false});
    if (!unfolded) continue;
    for (const TopAgent& agent : agents->second)
      rows.push_back({s, &agent, false, false, &agent == &agents->second.back()});
  }
  return rows;
}

std::vector<std::string> row_keys(const Board& board, const TopView& view) {
  std::vector<std::string> keys;
  const std::optional<Past>& past = board.past;
  if (view.list() == 5 && past) {
    for (const PastDaySession* s : sessions_of_day(board, view)) keys.push_back(s->session);
  } else if (view.pane == TopPane::kSessions) {
    for (const TopRow& row : session_rows(board, view)) keys.push_back(row.key());
  } else if (view.pane == TopPane::kProjects && past) {
    for (const PastProject& project : past->projects) keys.push_back(project.dir);
  } else if (view.pane == TopPane::kWhy && past) {
    for (std::size_t i = 0; i < past->events.size(); ++i) {
      const PastEvent& e = past->events[i];
      keys.push_back(
          fmt::format("{} {} {} {}", e.session, e.time, e.what, static_cast<int>(e.kind)));
    }
  } else if (view.pane == TopPane::kLimits && past) {
    std::vector<std::pair<Money, std::string>> shares;
    for (const auto& [id, session] : past->sessions)
      if (session.block > 0) shares.emplace_back(-session.block, id);
    std::sort(shares.begin(), shares.end());
    for (auto& [money, id] : shares) keys.push_back(std::move(id));
  }
  return keys;
}

std::size_t selected_row(const std::vector<std::string>& keys, const TopView& view) {
  auto at = std::find(keys.begin(), keys.end(), view.selected[view.list()]);
  return at == keys.end() ? 0 : static_cast<std::size_t>(at - keys.begin());
}

std::vector<const PastDaySession*> sessions_of_day(const Board& board, const TopView& view) {
  std::vector<const PastDaySession*> out;
  if (!board.past) return out;
  std::size_t day = selected_day(board, view);
  for (const PastDaySession& s : board.past->day_sessions)
    if (s.day == day) out.push_back(&s);
  return out;
}

std::size_t selected_day(const Board& board, const TopView& view) {
  if (!board.past || board.past->days.empty()) return 0;
  std::size_t last = board.past->days.size() - 1;
  return std::min(view.day.value_or(last), last);
}

std::string meant_session(const Board& board, const TopView& view) {
  std::vector<std::string> keys = row_keys(board, view);
  if (keys.empty()) return "";
  const std::string& key = keys[selected_row(keys, view)];
  if (view.pane == TopPane::kProjects) {
    for (const PastProject& project : board.past->projects)
      if (project.dir == key) return project.last_session;
    return "";
  }
  if (view.pane == TopPane::kWhy) return key.substr(0, key.find(' '));
  return key.substr(0, key.find('/'));
}

std::string meant_directory(const Board& board, const TopView& view) {
  std::string id = meant_session(board, view);
  if (view.pane == TopPane::kProjects) {
    std::vector<std::string> keys = row_keys(board, view);
    return keys.empty() ? "" : keys[selected_row(keys, view)];
  }
  if (const State* state = board.find(id)) return state->session.project();
  const PastSession* past = board.past_of(id);
  return past ? past->project : "";
}

TopWish press(TopView& view, const Board& board, int key) {
  view.message.clear();
  if (view.help) {
    view.help = false;
    return key == 'q' ? TopWish::kQuit : TopWish::kNone;
  }
  bool done = press_in_filter(view, key) || press_in_calendar(view, board, key) ||
              press_for_cell(view, key) || press_to_move(view, board, key) ||
              press_to_change(view, board, key);
  return done ? TopWish::kNone : wish_of(key);
}

namespace {

bool holds_word(const State& s, const std::string& word) {
  if (word == "cold") return s.next.now && !s.next.is_warm;
  if (word == "warm") return s.next.now && s.next.is_warm;
  if (word == "waits" || word == "waiting") return s.session.status == "waiting";
  if (word == "busy" || word == "idle") return s.session.pid > 0 && s.session.status == word;
  if (word == "live") return s.session.pid > 0;
  if (word.size() > 1 && (word[0] == '>' || word[0] == '<')) {
    if (auto bound = parse_tokens(std::string_view(word).substr(1))) {
      if (!s.context.tokens) return false;
      auto tokens = static_cast<double>(*s.context.tokens);
      return word[0] == '>' ? tokens > *bound : tokens < *bound;
    }
  }
  for (const std::string* text : {&s.session.name, &s.session.project(), &s.model.name, &s.model.id,
                                  &s.git.branch, &s.session.id})
    if (contains(lower(*text), word)) return true;
  return false;
}

}  // namespace

bool passes_filter(const State& session, std::string_view filter) {
  std::string words = lower(std::string(filter));
  for (std::string_view word : split(words, ' '))
    if (!word.empty() && !holds_word(session, std::string(word))) return false;
  return true;
}

}  // namespace wick
