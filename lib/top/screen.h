// SPDX-License-Identifier: MIT
// The terminal that wick-top has for itself. The one place that knows ncurses.
#pragma once

#include <memory>
#include <string>

#include "lib/base/terminal.h"
#include "lib/top/grid.h"

namespace wick {

/// What is added to a code point that would be mistaken for a Key.
inline constexpr int kBeyondKeys = 1 << 21;

/// Takes the terminal, and gives it back when it goes, while it is away, and when the program
/// crashes.
class Screen {
 public:
  /// Failure{kUnavailable} when there is no terminal that can be redrawn, by the name of `term`
  /// (TERM). Without `color` only bold, underlined and reversed text is used.
  Screen(const std::string& term, bool color);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  int rows() const;
  int columns() const;

  /// Shows the grid; only cells that differ from what is there are written.
  void show(const Grid& grid);
  void beep();
  /// Writes a sequence that moves no cursor: a notification.
  void send(const std::string& sequence);

  /// Waits for a key, a signal or the time, as FullScreen does. kRedraw: the size has changed, or
  /// the screen was away.
  Wake wait(int timeout_ms);
  int key() const { return key_; }  // a code point (see kBeyondKeys), a control character, or a Key
  int signal() const { return signal_; }

  /// Gives the terminal back for a while, for another program.
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
