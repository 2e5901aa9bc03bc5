// SPDX-License-Identifier: MIT
#include "lib/top/screen.h"

// The macros of ncurses would replace names in this file.
#define NCURSES_NOMACROS 1
#include <ncursesw/curses.h>
#include <ncursesw/term.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstring>
#include <map>
#include <utility>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

// <term.h> defines a capability as the macro `columns`.
#undef columns

namespace wick {

// ncurses needs a number for each pair of colours; numbers are assigned on first use.
struct Screen::Pairs {
  short of(int foreground, int background) {
    auto [it, is_new] =
        numbers.try_emplace({foreground, background}, static_cast<short>(numbers.size() + 1));
    if (is_new && it->second < COLOR_PAIRS)
      ::init_pair(it->second, static_cast<short>(foreground), static_cast<short>(background));
    return it->second < COLOR_PAIRS ? it->second : static_cast<short>(0);
  }
  std::map<std::pair<int, int>, short> numbers;
};

namespace {

// The bytes that restore the terminal without ncurses, after a crash.
std::string restoring_bytes() {
  std::string out = "\x1b[m";
  for (const char* name : {"rmkx", "cnorm", "rmcup"}) {
    const char* bytes = ::tigetstr(name);
    if (bytes != nullptr && bytes != reinterpret_cast<const char*>(-1)) out += bytes;
  }
  return out;
}

int fewer_colors(int color) {
  if (color < 0 || color < COLORS) return color;
  if (color < 16) return color - 8;
  return color < 232 ? -1 : 7;
}

int key_of(int code) {
  constexpr std::pair<int, int> kKeys[] = {{KEY_UP, kKeyUp},        {KEY_DOWN, kKeyDown},
                                           {KEY_RIGHT, kKeyRight},  {KEY_LEFT, kKeyLeft},
                                           {KEY_HOME, kKeyHome},    {KEY_END, kKeyEnd},
                                           {KEY_PPAGE, kKeyPageUp}, {KEY_NPAGE, kKeyPageDown},
                                           {KEY_ENTER, '\r'},       {KEY_BACKSPACE, 127}};
  for (const auto& [theirs, ours] : kKeys)
    if (theirs == code) return ours;
  return 0;
}

}  // namespace

Screen::Screen(const std::string& term, bool color)
    : pairs_(std::make_unique<Pairs>()), color_(color) {
  if (term.empty() || term == "dumb")
    throw Failure{
        Exit::kUnavailable,
        fmt::format("TERM {}: a terminal that cannot be redrawn; --once prints what there is",
                    term.empty() ? "(not set)" : printable(term))};
  if (::tcgetattr(STDOUT_FILENO, &before_) != 0)
    throw Failure{Exit::kUnavailable, std::string("terminal: ") + std::strerror(errno)};
  std::setlocale(LC_CTYPE, "C.UTF-8");
  if (::newterm(nullptr, stdout, stdin) == nullptr)
    throw Failure{
        Exit::kUnavailable,
        fmt::format("TERM {}: not known here; --once prints what there is", printable(term))};
  rescue_ = restoring_bytes();
  signals_.on_crash(STDOUT_FILENO, before_, rescue_);
  color_ = color_ && ::has_colors();
  if (color_) {
    ::start_color();
    ::use_default_colors();
  }
  ::set_escdelay(25);
  cbreak();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  curs_set(0);
}

Screen::~Screen() { ::endwin(); }

int Screen::rows() const { return LINES; }
int Screen::columns() const { return COLS; }

void Screen::draw_cell(int row, int column, const GridCell& cell) {
  wchar_t text[4] = {static_cast<wchar_t>(cell.base), static_cast<wchar_t>(cell.marks[0]),
                     static_cast<wchar_t>(cell.marks[1]), 0};
  // If the C library has another width for a character, the rest of the row would be misplaced, so
  // it is replaced.
  int width = column + 1 < COLS && cell.base > 0x7F ? wcwidth(text[0]) : 1;
  if (width != 1 && width != 2) text[0] = L'?', text[1] = 0;
  attr_t attributes = A_NORMAL;
  const Ink& ink = cell.ink;
  if (ink.bold) attributes |= A_BOLD;
  if (ink.dim) attributes |= A_DIM;
  if (ink.underline) attributes |= A_UNDERLINE;
  if (ink.reverse) attributes |= A_REVERSE;
  if (ink.italic) attributes |= A_ITALIC;
  short pair = 0;
  if (color_ && (ink.foreground >= 0 || ink.background >= 0))
    pair = pairs_->of(fewer_colors(ink.foreground), fewer_colors(ink.background));
  cchar_t shown;
  ::setcchar(&shown, text, attributes, pair, nullptr);
  ::wmove(stdscr, row, column);
  ::wadd_wch(stdscr, &shown);
}

void Screen::show(const Grid& grid) {
  ::werase(stdscr);
  for (int row = 0; row < std::min(grid.rows(), LINES); ++row) {
    for (int column = 0; column < std::min(grid.columns(), COLS); ++column) {
      const GridCell& cell = grid.at(row, column);
      if (cell.base != 0 && !(cell == GridCell{})) draw_cell(row, column, cell);
    }
  }
  ::refresh();
}

void Screen::beep() { ::beep(); }

void Screen::send(const std::string& sequence) { write_all(STDOUT_FILENO, sequence); }

void Screen::leave() {
  ::def_prog_mode();
  ::endwin();
}

void Screen::come_back() {
  // Discards signals from keys that were meant for the other program.
  signals_.wait({}, 0);
  for (int signal : {SIGINT, SIGQUIT, SIGTSTP}) signals_.take(signal);
  ::tcgetattr(STDOUT_FILENO, &before_);
  signals_.on_crash(STDOUT_FILENO, before_, rescue_);
  ::reset_prog_mode();
  clearok(stdscr, TRUE);
  ::refresh();
}

bool Screen::read_key() {
  wint_t code = 0;
  int kind = ::get_wch(&code);
  if (kind == ERR) return false;
  key_ = kind == KEY_CODE_YES ? key_of(static_cast<int>(code)) : static_cast<int>(code);
  if (kind != KEY_CODE_YES && code >= kKeyUp) key_ += kBeyondKeys;
  if (key_ == '\n') key_ = '\r';
  if (key_ == 8) key_ = 127;
  return key_ != 0;
}

Wake Screen::wait(int timeout_ms) {
  if (read_key()) return Wake::kKey;
  const int keys[] = {ended_ ? -1 : STDIN_FILENO};
  bool ready = signals_.wait(keys, timeout_ms);
  if (int ending = signals_.ending()) {
    signal_ = ending;
    return Wake::kSignal;
  }
  // If the terminal is gone, SIGHUP goes only to the session leader, which may be waiting for this
  // program.
  pollfd terminal{STDOUT_FILENO, 0, 0};
  if (::poll(&terminal, 1, 0) > 0 && (terminal.revents & (POLLHUP | POLLERR)) != 0) {
    signal_ = SIGHUP;
    return Wake::kSignal;
  }
  bool away = signals_.take(SIGTSTP);
  if (away) {
    leave();
    signals_.stop();
  }
  away |= signals_.take(SIGCONT);
  bool resized = signals_.take(SIGWINCH);
  if (away || resized) {
    TerminalSize size = terminal_size(STDOUT_FILENO);
    if (size.rows > 0) ::resizeterm(size.rows, size.columns);
    if (away) come_back();
    else clearok(stdscr, TRUE);
    return Wake::kRedraw;
  }
  if (ready && read_key()) return Wake::kKey;
  int bytes = 0;
  if (ready && (::ioctl(STDIN_FILENO, FIONREAD, &bytes) != 0 || bytes == 0))
    ended_ = true;  // no more keys will come
  return Wake::kTimeout;
}

}  // namespace wick
