// SPDX-License-Identifier: MIT
#include "lib/base/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// Alternate screen, no cursor, no wrapping at the margin: a line that a resized terminal has no
// room for must not push the others.
constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
constexpr std::string_view kClear = "\x1b[H\x1b[2J";
constexpr std::string_view kLeave = "\x1b[?7h\x1b[?25h\x1b[?1049l";

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
constexpr std::size_t kEnding = 4;  // the first of them ask the program to end

volatile sig_atomic_t g_pending[NSIG];
void note(int signal) { g_pending[signal] = 1; }
bool take(int signal) {
  bool was = g_pending[signal] != 0;
  g_pending[signal] = 0;
  return was;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  ::sigaction(signal, &action, nullptr);
}

timespec timeout_of(int ms) { return {ms / 1000, (ms % 1000) * 1000000L}; }

}  // namespace

TerminalSize terminal_size(int fd) {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0) return {};
  return {size.ws_col, size.ws_row};
}

int output_columns(std::string_view columns_variable, int fd) {
  constexpr int kMost = 100000;
  auto given = parse_integer(columns_variable);
  if (given && *given > 0 && *given < kMost) return static_cast<int>(*given);
  return terminal_size(fd).columns;
}

FullScreen::FullScreen(int in, int out) : in_(::isatty(in) ? in : -1), out_(out) {
  if (::tcgetattr(out_, &before_) != 0)
    throw Failure{Exit::kUnavailable, std::string("terminal: ") + std::strerror(errno)};
  sigset_t ours;
  sigemptyset(&ours);
  for (int signal : kSignals) sigaddset(&ours, signal);
  ::sigprocmask(SIG_BLOCK, &ours, &mask_);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    take(kSignals[i]);
    ::sigaction(kSignals[i], nullptr, &actions_[i]);
    // What was to be ignored (nohup, a script's background job) stays so.
    if (actions_[i].sa_handler != SIG_IGN) handle(kSignals[i], note);
  }
  enter();
}

FullScreen::~FullScreen() {
  leave();
  for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &actions_[i], nullptr);
  ::sigprocmask(SIG_SETMASK, &mask_, nullptr);
}

void FullScreen::enter() {
  termios raw = before_;
  raw.c_lflag &=
      ~static_cast<tcflag_t>(ICANON | ECHO);  // ISIG stays: Ctrl-C and Ctrl-Z are signals
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(out_, TCSANOW, &raw);
  write_all(out_, kEnter);
  write_all(out_, kClear);
}

void FullScreen::leave() {
  write_all(out_, kLeave);
  ::tcsetattr(out_, TCSADRAIN, &before_);
}

// Stops as if the signal had not been caught, and goes on from there.
void FullScreen::suspend() {
  leave();
  handle(SIGTSTP, SIG_DFL);
  ::raise(SIGTSTP);  // blocked; it is delivered, and stops the process, with the next line
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &stop, nullptr);
  ::sigprocmask(SIG_BLOCK, &stop, nullptr);
  handle(SIGTSTP, note);
  ::tcgetattr(out_, &before_);
}

void FullScreen::read_keys() {
  char bytes[64];
  ssize_t n = ::read(in_, bytes, sizeof bytes);
  if (n < 0 && errno == EINTR) return;
  if (n <= 0) in_ = -1;  // no more keys will come
  else typed_.append(bytes, static_cast<std::size_t>(n));
  // The rest of a sequence may take a moment; the key Escape is one byte.
  constexpr int kPatienceMs = 25;
  pollfd rest{in_, POLLIN, 0};
  if (typed_ == "\x1b" && in_ >= 0 && ::poll(&rest, 1, kPatienceMs) > 0) read_keys();
}

// The next key of what was typed; false where that is a sequence for a key that we have no name for.
bool FullScreen::take_key() {
  key_ = static_cast<unsigned char>(typed_[0]);
  bool is_sequence = typed_.size() > 1 && key_ == kKeyEscape && (typed_[1] == '[' || typed_[1] == 'O');
  if (!is_sequence) {
    typed_.erase(0, 1);
    return true;
  }
  std::size_t end = 2;
  while (end < typed_.size() && (typed_[end] < '@' || typed_[end] > '~')) ++end;
  std::string sequence = typed_.substr(2, end - 1);
  typed_.erase(0, end + 1);
  constexpr std::pair<std::string_view, int> kSequences[] = {
      {"A", kKeyUp},    {"B", kKeyDown}, {"C", kKeyRight}, {"D", kKeyLeft},    {"H", kKeyHome},
      {"F", kKeyEnd},   {"1~", kKeyHome}, {"4~", kKeyEnd},  {"5~", kKeyPageUp}, {"6~", kKeyPageDown}};
  for (const auto& [name, key] : kSequences) {
    if (sequence != name) continue;
    key_ = key;
    return true;
  }
  return false;
}

Wake FullScreen::wait(int timeout_ms) {
  fd_set keys;
  FD_ZERO(&keys);
  if (in_ >= 0) FD_SET(in_, &keys);
  timespec timeout = timeout_of(typed_.empty() ? timeout_ms : 0);
  int ready = ::pselect(in_ + 1, &keys, nullptr, nullptr, &timeout, &mask_);
  for (std::size_t i = 0; i < kEnding; ++i) {
    if (!take(kSignals[i])) continue;
    signal_ = kSignals[i];
    return Wake::kSignal;
  }
  if (take(SIGTSTP)) {
    suspend();
    g_pending[SIGCONT] = 1;
  }
  bool resized = take(SIGWINCH), continued = take(SIGCONT);
  if (continued) enter();
  else if (resized) write_all(out_, kClear);
  if (resized || continued) return Wake::kRedraw;
  if (ready > 0) read_keys();
  return !typed_.empty() && take_key() ? Wake::kKey : Wake::kTimeout;
}

}  // namespace wick
