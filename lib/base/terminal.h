// SPDX-License-Identifier: MIT
// The terminal: its size, and the whole of it for a program that redraws itself.
#pragma once

#include <signal.h>
#include <termios.h>

#include <array>
#include <span>
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

/// The signals that concern a program which has the whole terminal. From its beginning to its end they come in
/// only during wait(), so that none is missed and nothing runs in a handler. One at a time.
class TerminalSignals {
 public:
  TerminalSignals();
  ~TerminalSignals();
  TerminalSignals(const TerminalSignals&) = delete;
  TerminalSignals& operator=(const TerminalSignals&) = delete;

  /// Waits until one of the descriptors (-1: none) can be read, a signal comes, or the time is up. True for the
  /// first.
  bool wait(std::span<const int> descriptors, int timeout_ms);
  /// The signal that came and asks the program to end; 0 without one.
  int ending();
  /// SIGTSTP, SIGCONT or SIGWINCH came; once.
  bool take(int signal);
  /// Stops the program as if SIGTSTP had not been caught; comes back when it goes on.
  void stop();

  /// What a crash (abort, a bad address) writes to `out`, and the mode that it gives back, before the program dies
  /// of it. Until the next call, or its end; `bytes` must last so long.
  void on_crash(int out, const termios& mode, std::string_view bytes);

 private:
  sigset_t mask_ = {};  // before, which is the one during wait()
  std::array<struct sigaction, 7> actions_ = {};  // before, likewise
  std::array<struct sigaction, 5> crashes_ = {};
};

/// Why wait() came back.
enum class Wake { kTimeout, kKey, kRedraw, kSignal };

/// Keys that are no character; a terminal sends a sequence of bytes for them.
enum Key { kKeyEscape = 27, kKeyUp = 256, kKeyDown, kKeyRight, kKeyLeft, kKeyHome, kKeyEnd, kKeyPageUp, kKeyPageDown };

/// Takes the terminal: the alternate screen without a cursor, keys neither echoed nor collected
/// into lines. Gives everything back when it goes, and while the program is stopped with Ctrl-Z.
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
  TerminalSignals signals_;
};

}  // namespace wick
