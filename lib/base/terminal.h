// SPDX-License-Identifier: MIT
// The terminal: its size, and the whole of it for a program that redraws itself.
#pragma once

#include <signal.h>
#include <termios.h>

#include <array>
#include <string>
#include <string_view>

namespace wick {

struct TerminalSize {
  int columns = 0, rows = 0;  // 0: not known
};

/// The size of the terminal that `fd` is.
TerminalSize terminal_size(int fd);

/// Columns to write to `fd`: what COLUMNS says, else the terminal's; 0 when neither tells.
int output_columns(std::string_view columns_variable, int fd);

/// Why wait() came back.
enum class Wake { kTimeout, kKey, kRedraw, kSignal };

/// Keys that are no character; a terminal sends a sequence of bytes for them.
enum Key { kKeyEscape = 27, kKeyUp = 256, kKeyDown, kKeyRight, kKeyLeft, kKeyHome, kKeyEnd, kKeyPageUp, kKeyPageDown };

/// Takes the terminal: the alternate screen without a cursor, keys neither echoed nor collected
/// into lines. Gives everything back when it goes, and while the program is stopped with Ctrl-Z.
/// Signals come in only during wait(), so none is missed and nothing runs in a handler.
class FullScreen {
 public:
  /// `out` must be a terminal. Failure{kUnavailable} when it cannot be taken.
  FullScreen(int in, int out);
  ~FullScreen();
  FullScreen(const FullScreen&) = delete;
  FullScreen& operator=(const FullScreen&) = delete;

  /// Waits for a key, a signal or the time. kRedraw: the screen has been cleared, because its size
  /// has changed or it was away.
  Wake wait(int timeout_ms);

  int key() const { return key_; }  // a byte, or a Key
  int signal() const { return signal_; }  // that asked the program to end

 private:
  void enter();
  void leave();
  void suspend();
  void read_keys();
  bool take_key();

  int in_, out_;
  int key_ = 0;
  std::string typed_;  // and not yet taken
  int signal_ = 0;
  termios before_ = {};
  sigset_t mask_ = {};  // the signal mask before, which is the one during wait()
  std::array<struct sigaction, 7> actions_ = {};  // before, likewise
};

}  // namespace wick
