// SPDX-License-Identifier: MIT
// Full-screen output with ncurses, for wick-top. Only screen.cc includes ncurses.
#pragma once

#include <memory>
#include <string>

#include "lib/base/terminal.h"
#include "lib/top/grid.h"

namespace wick {

/// Added to code points whose numbers collide with those of Key.
inline constexpr int kBeyondKeys = 1 << 21;

/// Controls the terminal. It is restored by the destructor, by leave(), and when the program crashes.
class Screen {
 public:
  /// `term`: the terminal's type (TERM). Without `color`, only bold, underlined and reversed text is
  /// used. Throws Failure{kUnavailable} if the terminal cannot be redrawn.
  Screen(const std::string& term, bool color);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  int rows() const;
  int columns() const;

  /// Shows the grid; writes only cells that have changed.
  void show(const Grid& grid);
  void beep();
  /// Writes an escape sequence that does not move the cursor, such as a notification.
  void send(const std::string& sequence);

  /// Waits for a key, a signal or the timeout, like FullScreen::wait(). kRedraw: the size changed, or
  /// the program had been stopped.
  Wake wait(int timeout_ms);
  int key() const { return key_; }  // a code point (see kBeyondKeys), a control character, or a Key
  int signal() const { return signal_; }

  /// Restores the terminal for another program until come_back().
  void leave();
  void come_back();

 private:
  struct Pairs;
  void draw_cell(int row, int column, const GridCell& cell);
  bool read_key();

  TerminalSignals signals_;
  std::string rescue_;  // see TerminalSignals::on_crash
  termios before_ = {};
  std::unique_ptr<Pairs> pairs_;
  bool color_, ended_ = false;
  int key_ = 0, signal_ = 0;
};

}  // namespace wick
