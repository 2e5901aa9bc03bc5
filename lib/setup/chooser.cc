// SPDX-License-Identifier: MIT Draws without a curses library, like wick-sessions --watch: the
// screen shows wick-line's own output, whose 24-bit colours curses would have to parse and round to
// a palette.
#include "lib/setup/chooser.h"

#include <unistd.h>

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/output/color.h"
#include "lib/output/layout.h"
#include "lib/output/table.h"

namespace wick {
namespace {

using ScreenLines = std::vector<std::string>;

// The next word of a cycle; "" (the look's own value) is part of it.
template <class Words>
std::string turned(const std::string& now, const Words& words, bool back) {
  std::vector<std::string> all = {""};
  for (std::string_view word : words) all.emplace_back(word);
  std::size_t at = static_cast<std::size_t>(std::find(all.begin(), all.end(), now) - all.begin());
  return all[(at + (back ? all.size() - 1 : 1)) % all.size()];
}

// Adds, removes and moves segments in rows.
class RowEditor {
 public:
  struct Place {
    std::size_t row, column;
  };
  explicit RowEditor(NamedRows& rows) : rows_(rows) {}

  std::size_t count() const {
    std::size_t n = 0;
    for (const auto& row : rows_) n += row.size();
    return n;
  }
  Place place_of(std::size_t index) const {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (index < rows_[row].size()) return {row, index};
      index -= rows_[row].size();
    }
    return {rows_.size(), 0};
  }
  const std::string& name(std::size_t index) const {
    Place at = place_of(index);
    return rows_[at.row][at.column];
  }

  void add(const std::string& name) {
    if (rows_.empty()) rows_.emplace_back();
    rows_.back().push_back(name);
  }
  // Does not remove the last segment: a line needs at least one.
  bool remove(std::size_t index) {
    if (count() < 2) return false;
    Place at = place_of(index);
    rows_[at.row].erase(rows_[at.row].begin() + static_cast<std::ptrdiff_t>(at.column));
    tidy();
    return true;
  }
  // Moves a segment by one place; at the end of a row, into the next row.
  std::size_t move(std::size_t index, bool back) {
    Place at = place_of(index);
    auto& row = rows_[at.row];
    bool at_end = back ? at.column == 0 : at.column + 1 == row.size();
    if (!at_end) {
      std::swap(row[at.column], row[back ? at.column - 1 : at.column + 1]);
      return back ? index - 1 : index + 1;
    }
    if (back ? at.row == 0 : at.row + 1 == rows_.size()) return index;
    std::string name = row[at.column];
    row.erase(row.begin() + static_cast<std::ptrdiff_t>(at.column));
    auto& next = rows_[back ? at.row - 1 : at.row + 1];
    next.insert(back ? next.end() : next.begin(), name);
    tidy();
    return index;
  }
  // Starts a new row at a segment; if it already starts one, joins that row to the previous one.
  void split_at(std::size_t index) {
    Place at = place_of(index);
    auto row = rows_.begin() + static_cast<std::ptrdiff_t>(at.row);
    if (at.column == 0 && at.row > 0) {
      (row - 1)->insert((row - 1)->end(), row->begin(), row->end());
      rows_.erase(row);
    } else if (at.column > 0) {
      auto from = row->begin() + static_cast<std::ptrdiff_t>(at.column);
      std::vector<std::string> rest(from, row->end());
      row->erase(from, row->end());
      rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at.row) + 1, std::move(rest));
    }
  }

 private:
  void tidy() {
    std::erase_if(rows_, [](const auto& row) { return row.empty(); });
  }
  NamedRows& rows_;
};

class Screen {
 public:
  Screen(const LookDrawer& drawer, int in, int out)
      : drawer_(drawer), looks_(drawer.looks()), screen_(in, out), out_(out) {}

  std::optional<LineChoice> run(int& signal) {
    ScreenLines shown;
    while (true) {
      ScreenLines frame = this->frame();
      if (!write_all(out_, diff_frame(shown, frame)))
        throw Failure{Exit::kIo, "standard output: cannot be written"};
      shown = std::move(frame);
      constexpr int kMinute = 60'000;
      Wake wake = screen_.wait(kMinute);
      if (wake == Wake::kRedraw) shown.clear();
      if (wake == Wake::kSignal) {
        signal = screen_.signal();
        return std::nullopt;
      }
      if (wake != Wake::kKey) continue;
      take(screen_.key());
      if (is_over_) return chosen_;
    }
  }

 private:
  enum class Page { kLooks, kSegments, kQuestion };

  LineChoice& choice() { return looks_[look_].choice; }

  // Handling keys.

  void take(int key) {
    if (page_ == Page::kQuestion) return answer(key);
    if (key == 'q') {
      is_over_ = true;
    } else if (key == 't' || key == 'T') {
      for_all([&](LineChoice& c) {
        c.theme = turned(looks_[look_].choice.theme, theme_words(), key == 'T');
      });
    } else if (key == 'p' || key == 'P') {
      for_all([&](LineChoice& c) {
        c.style = turned(looks_[look_].choice.style, style_words(), key == 'P');
      });
    } else if (key == 'i' || key == 'I') {
      for_all([&](LineChoice& c) {
        c.icons = turned(looks_[look_].choice.icons, icon_words(), key == 'I');
      });
    } else if (page_ == Page::kLooks) {
      take_of_looks(key);
    } else {
      take_of_segments(key);
    }
  }

  // Colours are changed in all looks. The selected look is changed last, because the others copy
  // from it.
  template <class Change>
  void for_all(Change change) {
    for (std::size_t i = 0; i < looks_.size(); ++i)
      if (i != look_) change(looks_[i].choice);
    change(choice());
  }

  void answer(int key) {
    page_ = Page::kLooks;
    is_over_ = key == 'y' || key == 'Y';
    if (is_over_) chosen_ = choice();
  }

  static void step(std::size_t& at, std::size_t count, int key) {
    constexpr std::size_t kPage = 5;
    bool up = key == kKeyUp || key == 'k', down = key == kKeyDown || key == 'j';
    if (up || key == kKeyPageUp) at -= std::min(at, up ? 1 : kPage);
    if (down || key == kKeyPageDown) at = std::min(count - 1, at + (down ? 1 : kPage));
    if (key == kKeyHome) at = 0;
    if (key == kKeyEnd) at = count - 1;
  }

  void take_of_looks(int key) {
    step(look_, looks_.size(), key);
    if (key == kKeyEscape) is_over_ = true;
    if (key == '\n' || key == '\r') page_ = Page::kQuestion;
    if (key != 's') return;
    page_ = Page::kSegments;
    rows_ = names_of(drawer_.config_of(choice()));
    others_ = drawer_.others(rows_);
    at_ = 0;
  }

  void take_of_segments(int key) {
    RowEditor editor(rows_);
    std::size_t shown = editor.count();
    step(at_, shown + others_.size(), key);
    if (key == kKeyEscape || key == '\n' || key == '\r' || key == 's') page_ = Page::kLooks;
    bool is_shown = at_ < shown;
    if (key == ' ' && is_shown) {
      std::string name = editor.name(at_);
      if (editor.remove(at_)) others_.insert(others_.begin(), name);
    } else if (key == ' ') {
      auto other = others_.begin() + static_cast<std::ptrdiff_t>(at_ - shown);
      editor.add(*other);
      others_.erase(other);
      at_ = shown;
    } else if (is_shown && (key == kKeyLeft || key == kKeyRight || key == '<' || key == '>')) {
      at_ = editor.move(at_, key == kKeyLeft || key == '<');
    } else if (is_shown && key == 'r') {
      editor.split_at(at_);
    } else {
      return;
    }
    choice().rows = rows_;
  }

  // Drawing the screen.

  std::string dim(const std::string& text) const {
    return drawer_.has_color() ? styled(text, *parse_style("dim")) : text;
  }
  std::string marked(const std::string& text, bool is_marked) const {
    if (!is_marked) return "  " + text;
    return "> " + (drawer_.has_color() ? styled(text, *parse_style("bold reverse")) : text);
  }

  ScreenLines frame() {
    TerminalSize size = terminal_size(out_);
    constexpr int kHead = 2, kFoot = 3;
    if (size.rows <= kHead + kFoot)
      return fit_frame({"more rows are needed; q leaves"}, size.columns, size.rows);
    std::size_t room = static_cast<std::size_t>(size.rows - kHead - kFoot);
    ScreenLines out = {"wick-setup line" + dim(fmt::format("   drawn from {}, {} columns",
                                                           drawer_.source(), size.columns)),
                       ""};
    ScreenLines body =
        page_ == Page::kSegments ? segments(size.columns, room) : looks(size.columns, room);
    body.resize(room);
    out.insert(out.end(), body.begin(), body.end());
    out.push_back("");
    out.push_back(settings());
    out.push_back(help(size.columns));
    return fit_frame(std::move(out), size.columns, size.rows);
  }

  // Every look is drawn at the full width, so its name is on a line above.
  ScreenLines looks(int columns, std::size_t room) {
    ScreenLines all;
    std::size_t begin = 0, end = 0;
    for (std::size_t i = 0; i < looks_.size(); ++i) {
      const Look& look = looks_[i];
      if (i == look_) begin = all.size();
      std::string shows = look.choice.rows ? "with segments of your choice" : look.shows;
      all.push_back(marked(look.name, i == look_) + "  " + dim(shows));
      for (const std::string& row : drawer_.rows(look.choice, columns)) all.push_back("  " + row);
      if (i == look_) end = all.size();
    }
    return part(all, begin, end, room);
  }

  // Scrolls to `room` of the lines that include those from `begin` to `end`.
  ScreenLines part(const ScreenLines& all, std::size_t begin, std::size_t end, std::size_t room) {
    if (end > top_ + room) top_ = end - room;
    top_ = std::min({top_, begin, all.size() > room ? all.size() - room : 0});
    auto first = all.begin() + static_cast<std::ptrdiff_t>(top_);
    return {first, first + static_cast<std::ptrdiff_t>(std::min(room, all.size() - top_))};
  }

  ScreenLines segments(int columns, std::size_t room) {
    ScreenLines out;
    for (const std::string& row : drawer_.rows(choice(), columns)) out.push_back("  " + row);
    out.push_back("");
    RowEditor editor(rows_);
    ScreenLines all;
    for (std::size_t i = 0; i < editor.count() + others_.size(); ++i) {
      bool is_shown = i < editor.count();
      std::string name = is_shown ? editor.name(i) : others_[i - editor.count()];
      std::string row = is_shown ? std::to_string(editor.place_of(i).row + 1) : " ";
      std::string label = fmt::format("[{}] {} {:<14}", is_shown ? 'x' : ' ', row, name);
      std::string drawn = drawer_.segment(choice(), name);
      all.push_back(marked(label, i == at_) + " " +
                    (drawn.empty() ? dim("not known in this session") : drawn));
    }
    std::size_t left = room > out.size() ? room - out.size() : 1;
    for (std::string& line : part(all, at_, at_ + 1, left)) out.push_back(std::move(line));
    return out;
  }

  std::string what_it_shows() {
    RowEditor editor(rows_);
    std::string name = at_ < editor.count() ? editor.name(at_) : others_[at_ - editor.count()];
    for (const auto& [built_in, shows] : built_in_segments())
      if (built_in == name) return fmt::format("{}: {}", name, shows);
    return name;
  }

  std::string settings() {
    if (page_ == Page::kSegments) return what_it_shows();
    auto word = [](const std::string& chosen) { return chosen.empty() ? "its own" : chosen; };
    const LineChoice& c = choice();
    std::string style =
        c.style.empty() || c.style == "plain" ? word(c.style) : "powerline, " + c.style;
    return fmt::format("theme: {}   style: {}   icons: {}", word(c.theme), style, word(c.icons));
  }

  // The question must be visible in full, so the path is cut.
  std::string question(int columns) {
    std::string before = fmt::format("Write {} into ", looks_[look_].name),
                after = "? y: yes, any other key: no";
    std::string path = printable(shorten_home(drawer_.path(), drawer_.home()));
    int room = columns - display_width(before) - display_width(after);
    return before + (columns > 0 ? truncate_path(path, std::max(room, 1)) : path) + after;
  }

  std::string help(int columns) {
    switch (page_) {
      case Page::kQuestion: return question(columns);
      case Page::kSegments: return dim("space on/off  left/right move  r row  Enter back  q quit");
      case Page::kLooks: break;
    }
    return dim("t theme  p style  i icons  s segments  Enter write  q quit");
  }

  const LookDrawer& drawer_;
  std::vector<Look> looks_;
  FullScreen screen_;
  int out_;
  Page page_ = Page::kLooks;
  std::size_t look_ = 0, at_ = 0, top_ = 0;
  NamedRows rows_;
  std::vector<std::string> others_;
  bool is_over_ = false;
  std::optional<LineChoice> chosen_;
};

// Questions and answers in lines.
class Dialog {
 public:
  Dialog(int in, int out) : in_(in), out_(out) {}

  void say(const std::string& text) const {
    if (!write_all(out_, text)) throw Failure{Exit::kIo, "standard output: cannot be written"};
  }
  // Also empty at the end of the input.
  std::string ask(const std::string& question) {
    say(question + " ");
    std::string line;
    char c = 0;
    ssize_t n;
    while ((n = ::read(in_, &c, 1)) == 1 && c != '\n') line += c;
    if (n != 1 || !::isatty(in_)) say("\n");  // a terminal has echoed the newline
    return std::string(trim(line));
  }
  // Asks for a word by its number or name; empty for any other answer.
  std::string ask_word(const std::string& what, const std::vector<std::string>& words) {
    std::string question = what + ":";
    for (std::size_t i = 0; i < words.size(); ++i)
      question += fmt::format(" {} {}{}", i + 1, words[i], i + 1 < words.size() ? "," : "");
    std::string answer = ask(question + "?");
    auto number = parse_integer(answer);
    if (number && *number >= 1 && *number <= static_cast<std::int64_t>(words.size()))
      return words[static_cast<std::size_t>(*number - 1)];
    return std::find(words.begin(), words.end(), answer) != words.end() ? answer : "";
  }

 private:
  int in_, out_;
};

template <class Words>
std::vector<std::string> strings(const Words& words) {
  return {words.begin(), words.end()};
}

}  // namespace

std::optional<LineChoice> choose_on_screen(const LookDrawer& drawer, int in, int out, int& signal) {
  return Screen(drawer, in, out).run(signal);
}

std::optional<LineChoice> choose_from_list(const LookDrawer& drawer, int in, int out, int columns) {
  Dialog dialog(in, out);
  std::vector<Look> looks = drawer.looks();
  dialog.say(fmt::format("The looks, drawn from {}:\n", drawer.source()));
  std::vector<std::string> names;
  for (const Look& look : looks) {
    names.push_back(look.name);
    dialog.say(fmt::format("\n{} {}: {}\n", names.size(), look.name, look.shows));
    for (const std::string& row : drawer.rows(look.choice, columns)) dialog.say("  " + row + "\n");
  }
  std::string name = dialog.ask_word("\nlook, or Enter to leave", names);
  auto look =
      std::find_if(looks.begin(), looks.end(), [&name](const Look& l) { return l.name == name; });
  if (look == looks.end()) return std::nullopt;
  LineChoice choice = look->choice;
  choice.theme = dialog.ask_word("theme, or Enter for that of the look", strings(theme_words()));
  choice.style =
      dialog.ask_word("style: plain, or how powerline blocks meet", strings(style_words()));
  choice.icons = dialog.ask_word("icons", strings(icon_words()));
  for (const std::string& row : drawer.rows(choice, columns)) dialog.say("\n  " + row);
  std::string yes =
      dialog.ask(fmt::format("\n\nwrite it into {}? [y/N]", printable(drawer.path())));
  return yes == "y" || yes == "Y" || yes == "yes" ? std::optional(choice) : std::nullopt;
}

}  // namespace wick
