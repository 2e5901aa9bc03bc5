// SPDX-License-Identifier: MIT
// The size of the terminal, and full-screen mode.
#pragma once

#include <signal.h>
#include <termios.h>

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace wick {

struct TerminalSize {
  int columns = 0, rows = 0;  // 0: unknown
};

/// The size of the terminal that `fd` refers to.
TerminalSize terminal_size(int fd);

/// Columns available on `fd`: COLUMNS, else the terminal's; 0 if neither is known.
int output_columns(std::string_view columns_variable, int fd);

/// The signals of a full-screen program. During its lifetime they are delivered only in wait(), so
/// that none is missed and no code runs in a handler. Only one instance at a time.
class TerminalSignals {
 public:
  TerminalSignals();
  ~TerminalSignals();
  TerminalSignals(const TerminalSignals&) = delete;
  TerminalSignals& operator=(const TerminalSignals&) = delete;

  /// Waits until a descriptor (-1: none) is readable, a signal arrives, or the time is over. True
  /// for the first.
  bool wait(std::span<const int> descriptors, int timeout_ms);
  /// The signal that asks the program to end; 0 without one.
  int ending();
  /// True, once, if SIGTSTP, SIGCONT or SIGWINCH has arrived.
  bool take(int signal);
  /// Stops the program as SIGTSTP does by default; returns when it continues.
  void stop();

  /// Sets what a crash (abort, a bad address) writes to `out` and the terminal mode that it
  /// restores before the program dies. Valid until the next call or destruction; `bytes` must live
  /// as long.
  void on_crash(int out, const termios& mode, std::string_view bytes);

 private:
  sigset_t mask_ = {};                            // the original one, also used in wait()
  std::array<struct sigaction, 7> actions_ = {};  // the original ones
  std::array<struct sigaction, 5> crashes_ = {};
};

/// Why wait() returned.
enum class Wake { kTimeout, kKey, kRedraw, kSignal };

/// Keys that send a sequence of bytes.
enum Key {
  kKeyEscape = 27,
  kKeyUp = 256,
  kKeyDown,
  kKeyRight,
  kKeyLeft,
  kKeyHome,
  kKeyEnd,
  kKeyPageUp,
  kKeyPageDown
};

/// Full-screen mode: the alternate screen without a cursor, keys neither echoed nor line-buffered.
/// The terminal is restored by the destructor, and while the program is stopped with Ctrl-Z.
class FullScreen {
 public:
  /// `out` must be a terminal. Throws Failure{kUnavailable} if it cannot be controlled.
  FullScreen(int in, int out);
  ~FullScreen();
  FullScreen(const FullScreen&) = delete;
  FullScreen& operator=(const FullScreen&) = delete;

  /// Waits for a key, a signal or the timeout. kRedraw: the screen was cleared, because its size
  /// changed or the program had been stopped.
  Wake wait(int timeout_ms);

  int key() const { return key_; }        // a byte, or a Key
  int signal() const { return signal_; }  // that asked the program to end

 private:
  void enter();
  void leave();
  void suspend();
  void read_keys();
  bool take_key();

  int in_, out_;
  int key_ = 0;
  std::string typed_;  // and not processed yet
  int signal_ = 0;
  termios before_ = {};
  TerminalSignals signals_;
};

}  // namespace wick
