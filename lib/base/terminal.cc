// SPDX-License-Identifier: MIT
#include "lib/base/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

#include <algorithm>
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

// Alternate screen, no cursor, no line wrapping: in a smaller terminal a long line must not push
// the others down.
constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
constexpr std::string_view kClear = "\x1b[H\x1b[2J";
constexpr std::string_view kLeave = "\x1b[?7h\x1b[?25h\x1b[?1049l";

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
constexpr std::size_t kEnding = 4;  // the first ones ask the program to end

volatile sig_atomic_t g_pending[NSIG];
void note(int signal) { g_pending[signal] = 1; }

void handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  ::sigaction(signal, &action, nullptr);
}

constexpr std::array kCrashes = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

// The data of the crash handler, which may not use anything else.
struct Rescue {
  int out = -1;
  termios mode = {};
  const char* bytes = nullptr;
  std::size_t size = 0;
  pid_t owner = 0;  // a crashing child must not restore the terminal
};
Rescue g_rescue;
// SA_RESETHAND has restored the default action, so raise() ends the program.
void give_back(int signal) {
  if (g_rescue.out >= 0 && g_rescue.owner == ::getpid()) {
    [[maybe_unused]] ssize_t written = ::write(g_rescue.out, g_rescue.bytes, g_rescue.size);
    ::tcsetattr(g_rescue.out, TCSANOW, &g_rescue.mode);
  }
  ::raise(signal);
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

TerminalSignals::TerminalSignals() {
  sigset_t ours;
  sigemptyset(&ours);
  for (int signal : kSignals) sigaddset(&ours, signal);
  ::sigprocmask(SIG_BLOCK, &ours, &mask_);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    take(kSignals[i]);
    ::sigaction(kSignals[i], nullptr, &actions_[i]);
    // Ignored signals (nohup, background jobs of scripts) stay ignored.
    if (actions_[i].sa_handler != SIG_IGN) handle(kSignals[i], note);
  }
  struct sigaction crash = {};
  crash.sa_handler = give_back;
  crash.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
  for (std::size_t i = 0; i < kCrashes.size(); ++i) ::sigaction(kCrashes[i], &crash, &crashes_[i]);
}

TerminalSignals::~TerminalSignals() {
  g_rescue.out = -1;
  for (std::size_t i = 0; i < kCrashes.size(); ++i) ::sigaction(kCrashes[i], &crashes_[i], nullptr);
  for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &actions_[i], nullptr);
  ::sigprocmask(SIG_SETMASK, &mask_, nullptr);
}

bool TerminalSignals::wait(std::span<const int> descriptors, int timeout_ms) {
  fd_set ready;
  FD_ZERO(&ready);
  int largest = -1;
  for (int fd : descriptors) {
    if (fd >= 0) FD_SET(fd, &ready);
    largest = std::max(largest, fd);
  }
  timespec timeout = timeout_of(timeout_ms);
  return ::pselect(largest + 1, &ready, nullptr, nullptr, &timeout, &mask_) > 0;
}

int TerminalSignals::ending() {
  for (std::size_t i = 0; i < kEnding; ++i)
    if (take(kSignals[i])) return kSignals[i];
  return 0;
}

bool TerminalSignals::take(int signal) {
  bool was = g_pending[signal] != 0;
  g_pending[signal] = 0;
  return was;
}

void TerminalSignals::stop() {
  handle(SIGTSTP, SIG_DFL);
  ::raise(SIGTSTP);  // still blocked; delivered, and stops the process, when unblocked below
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &stop, nullptr);
  ::sigprocmask(SIG_BLOCK, &stop, nullptr);
  handle(SIGTSTP, note);
}

void TerminalSignals::on_crash(int out, const termios& mode, std::string_view bytes) {
  g_rescue = {out, mode, bytes.data(), bytes.size(), ::getpid()};
}

FullScreen::FullScreen(int in, int out) : in_(::isatty(in) ? in : -1), out_(out) {
  if (::tcgetattr(out_, &before_) != 0)
    throw Failure{Exit::kUnavailable, std::string("terminal: ") + std::strerror(errno)};
  enter();
}

FullScreen::~FullScreen() { leave(); }

void FullScreen::enter() {
  termios raw = before_;
  raw.c_lflag &=
      ~static_cast<tcflag_t>(ICANON | ECHO);  // ISIG stays on: Ctrl-C and Ctrl-Z are signals
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(out_, TCSANOW, &raw);
  signals_.on_crash(out_, before_, kLeave);
  write_all(out_, kEnter);
  write_all(out_, kClear);
}

void FullScreen::leave() {
  write_all(out_, kLeave);
  ::tcsetattr(out_, TCSADRAIN, &before_);
}

// Stops the program as an uncaught SIGTSTP would, and continues from there.
void FullScreen::suspend() {
  leave();
  signals_.stop();
  ::tcgetattr(out_, &before_);
}

void FullScreen::read_keys() {
  char bytes[64];
  ssize_t n = ::read(in_, bytes, sizeof bytes);
  if (n < 0 && errno == EINTR) return;
  if (n <= 0) in_ = -1;  // end of input
  else typed_.append(bytes, static_cast<std::size_t>(n));
  // The rest of a sequence may arrive a little later; the Escape key sends only one byte.
  constexpr int kPatienceMs = 25;
  pollfd rest{in_, POLLIN, 0};
  if (typed_ == "\x1b" && in_ >= 0 && ::poll(&rest, 1, kPatienceMs) > 0) read_keys();
}

// Takes the next key from the input; false if it is an unknown key's sequence.
bool FullScreen::take_key() {
  key_ = static_cast<unsigned char>(typed_[0]);
  bool is_sequence =
      typed_.size() > 1 && key_ == kKeyEscape && (typed_[1] == '[' || typed_[1] == 'O');
  if (!is_sequence) {
    typed_.erase(0, 1);
    return true;
  }
  std::size_t end = 2;
  while (end < typed_.size() && (typed_[end] < '@' || typed_[end] > '~')) ++end;
  std::string sequence = typed_.substr(2, end - 1);
  typed_.erase(0, end + 1);
  constexpr std::pair<std::string_view, int> kSequences[] = {
      {"A", kKeyUp},  {"B", kKeyDown},  {"C", kKeyRight}, {"D", kKeyLeft},    {"H", kKeyHome},
      {"F", kKeyEnd}, {"1~", kKeyHome}, {"4~", kKeyEnd},  {"5~", kKeyPageUp}, {"6~", kKeyPageDown}};
  for (const auto& [name, key] : kSequences) {
    if (sequence != name) continue;
    key_ = key;
    return true;
  }
  return false;
}

Wake FullScreen::wait(int timeout_ms) {
  const int keys[] = {in_};
  bool ready = signals_.wait(keys, typed_.empty() ? timeout_ms : 0);
  if (int ending = signals_.ending()) {
    signal_ = ending;
    return Wake::kSignal;
  }
  bool continued = signals_.take(SIGTSTP);
  if (continued) suspend();
  continued |= signals_.take(SIGCONT);
  bool resized = signals_.take(SIGWINCH);
  if (continued) enter();
  else if (resized) write_all(out_, kClear);
  if (resized || continued) return Wake::kRedraw;
  if (ready) read_keys();
  return !typed_.empty() && take_key() ? Wake::kKey : Wake::kTimeout;
}

}  // namespace wick
