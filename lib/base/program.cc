// SPDX-License-Identifier: MIT
#include "lib/base/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>

#ifdef __linux__
#include <sys/mman.h>
#include <sys/prctl.h>
#endif

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {

bool is_executable(const std::string& path) {
  return file_info(path) && !is_directory(path) && ::access(path.c_str(), X_OK) == 0;
}

std::string own_folder(const char* argv0) {
  std::string self = real_path("/proc/self/exe");
  if (self == "/proc/self/exe")
    self = std::string_view(argv0).find('/') == std::string_view::npos ? "" : real_path(argv0);
  return self.empty() ? "" : parent_dir(self);
}

std::string sibling(const std::string& tool, const char* argv0) {
  std::string folder = own_folder(argv0);
  std::string path = folder + "/" + tool;
  return !folder.empty() && is_executable(path) ? path : tool;
}

std::vector<std::string> on_path(const std::string& name, std::string_view path) {
  std::vector<std::string> found, real;
  if (name.empty()) return found;
  for (std::string_view folder : split(path, ':')) {
    std::string file = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (!is_executable(file)) continue;
    std::string target = real_path(file);
    if (std::find(real.begin(), real.end(), target) != real.end()) continue;
    found.push_back(std::move(file));
    real.push_back(std::move(target));
  }
  return found;
}

std::optional<std::string> find_program(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos)
    return is_executable(name) ? std::optional(name) : std::nullopt;
  std::vector<std::string> found = on_path(name, path);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<std::string> lasting_call(const std::string& name, const std::string& own_folder,
                                        std::string_view path, std::string_view every_path) {
  std::string beside = own_folder + "/" + name;
  bool is_beside = !own_folder.empty() && is_executable(beside);
  auto on_path = find_program(name, path);
  auto is_ours = [&](const std::optional<std::string>& program) {
    return program && (!is_beside || real_path(*program) == real_path(beside));
  };
  if (!is_beside && !on_path) return std::nullopt;
  // PATH may contain a symbolic link that stays when the version, and thus the folder, changes.
  std::string program = is_ours(on_path) ? *on_path : beside;
  auto everywhere = find_program(name, every_path);
  bool by_name = everywhere && real_path(*everywhere) == real_path(program);
  if (by_name && (!on_path || is_ours(on_path))) return name;
  return program[0] == '/' ? program : real_path(program);
}

void close_streams() {
  for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    int null = ::open("/dev/null", O_RDWR);
    if (null >= 0 && null != fd) ::dup2(null, fd);
    if (null > STDERR_FILENO) ::close(null);
  }
}

namespace {

constexpr int kNotStarted = 127;

// Closes inherited descriptors except `kept`: an open pipe of the caller would keep its reader
// waiting.
void let_go_of_descriptors(int kept) {
  constexpr int kMostInherited = 64;
  for (int fd = 3; fd < kMostInherited; ++fd)
    if (fd != kept) ::close(fd);
  close_streams();
}

// Creates a pipe that is closed in other programs that are started.
void make_pipe(Fd& read_end, Fd& write_end) {
  int ends[2];
  if (::pipe(ends) != 0) return;
  for (int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  read_end = Fd(ends[0]);
  write_end = Fd(ends[1]);
}

// Runs all works but the last in child processes, so that one that executes another program does
// not affect the others.
[[noreturn]] void do_works(const Works& works) {
  std::size_t mine = 0;
  while (mine + 1 < works.size() && ::fork() != 0) ++mine;
  try {
    works[mine]();
  } catch (...) {  // there is no one to report to
  }
  ::_exit(0);
}

}  // namespace

std::vector<char*> argv_of(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  return argv;
}

void run_detached(const Works& works, int patience_ms) {
  if (works.empty()) return;
  // This pipe closes when the works end, however they end.
  Fd done, working;
  if (patience_ms > 0) make_pipe(done, working);
  pid_t child = ::fork();
  if (child < 0) return;
  if (child == 0) {
    // The grandchild is orphaned, so that no one has to wait for it.
    ::setsid();
    if (::fork() != 0) ::_exit(0);
    let_go_of_descriptors(working.get());
    do_works(works);
  }
  ::waitpid(child, nullptr, 0);
  working = Fd();
  pollfd end{done.get(), 0, 0};
  if (done) ::poll(&end, 1, patience_ms);
}

namespace {

// Starts a program in its own process group; returns its pid, or -1. Its output arrives at
// `read_end`.
pid_t start(const std::vector<std::string>& arguments, const std::string& dir, int input,
            Fd& read_end) {
  std::vector<char*> argv = argv_of(arguments);
  Fd write_end;
  make_pipe(read_end, write_end);
  pid_t pid = read_end ? ::fork() : -1;
  if (pid > 0) ::setpgid(pid, pid);  // in parent and child, because either may run first
  if (pid != 0) return pid;
  ::setpgid(0, 0);
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // if this process is killed, the answer is not needed
#endif
  if (!dir.empty() && ::chdir(dir.c_str()) != 0) ::_exit(kNotStarted);
  if (input >= 0) ::dup2(input, 0);
  ::dup2(write_end.get(), 1);
  ::execvp(argv[0], argv.data());
  ::_exit(kNotStarted);
}

// Reads the output until the program closes it (true) or the time is over.
bool collect(int fd, std::int64_t deadline, const Sink& sink) {
  char block[4096];
  while (true) {
    pollfd wait{fd, POLLIN, 0};
    std::int64_t left = deadline - monotonic_ms();
    if (left <= 0) return false;
    int ready = ::poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    ssize_t n = ::read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n == 0;
    sink({block, static_cast<std::size_t>(n)});
  }
}

// Waits for the program to end, until the deadline: it may close its output and keep running.
bool has_ended(pid_t pid, std::int64_t deadline, int& status) {
  constexpr int kPauseMs = 1;
  while (::waitpid(pid, &status, WNOHANG) != pid) {
    if (monotonic_ms() >= deadline) return false;
    ::poll(nullptr, 0, kPauseMs);
  }
  return true;
}

}  // namespace

bool run_program(const std::vector<std::string>& arguments, const std::string& dir, int input,
                 std::int64_t timeout_ms, const Sink& sink) {
  Fd read_end;
  pid_t pid = start(arguments, dir, input, read_end);
  if (pid < 0) return false;
  std::int64_t deadline = monotonic_ms() + timeout_ms;
  int status = 0;
  bool in_time = collect(read_end.get(), deadline, sink) && has_ended(pid, deadline, status);
  if (!in_time) {
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, &status, 0);
  }
  return in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::optional<std::string> run_command(const std::string& command, int input,
                                       std::int64_t timeout_ms, std::size_t limit) {
  std::string output;
  auto keep = [&output, limit](std::string_view piece) {
    output += piece.substr(0, limit - output.size());
  };
  if (input >= 0) ::lseek(input, 0, SEEK_SET);
  bool done = run_program({"/bin/sh", "-c", command}, "", input, timeout_ms, keep);
  return done ? std::optional(std::move(output)) : std::nullopt;
}

Fd unnamed_file(std::string_view content) {
#ifdef __linux__
  Fd fd(::memfd_create("wick", MFD_CLOEXEC));
#else
  char name[] = "/tmp/wick.XXXXXX";
  Fd fd(::mkstemp(name));
  if (fd) ::unlink(name);
#endif
  return fd && write_all(fd.get(), content) ? std::move(fd) : Fd();
}

namespace {

// The first non-empty line of a file, or "".
std::string first_line(int fd) {
  char block[4096];
  ssize_t n = ::pread(fd, block, sizeof block, 0);
  std::string_view text(block, n > 0 ? static_cast<std::size_t>(n) : 0);
  for (std::string_view line : split(text, '\n'))
    if (line = trim(line); !line.empty()) return std::string(line);
  return "";
}

// Start one program at a time, because the pipe's ends must be closed in the others.
std::mutex starting;

// Ignores SIGPIPE while any program runs.
class BrokenPipes {
 public:
  void ignore() {
    std::lock_guard guard(lock_);
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    if (running_++ == 0) ::sigaction(SIGPIPE, &ignore, &before_);
  }
  void unignore() {
    std::lock_guard guard(lock_);
    if (--running_ == 0) ::sigaction(SIGPIPE, &before_, nullptr);
  }
  /// Called in the new process: restores the original handling.
  void forget() {
    if (running_ > 0) ::sigaction(SIGPIPE, &before_, nullptr);
  }

 private:
  std::mutex lock_;
  int running_ = 0;
  struct sigaction before_ = {};
};
BrokenPipes broken_pipes;

}  // namespace

Child::Child(const std::string& program, const std::vector<std::string>& arguments, Output output) {
  std::vector<char*> argv = argv_of(arguments);
  std::lock_guard guard(starting);
  Fd read_end;
  make_pipe(read_end, input_);
  complaints_ = unnamed_file("");
  if (output == Output::kKept) output_ = unnamed_file("");
  bool ready = input_ && complaints_ && (output_ || output == Output::kDropped);
  pid_ = ready ? ::fork() : -1;
  if (pid_ < 0)
    throw Failure{Exit::kUnavailable, fmt::format("{}: {}", program, std::strerror(errno))};
  if (pid_ == 0) become(program, argv.data(), read_end.get());
  broken_pipes.ignore();
}

void Child::become(const std::string& program, char* const* arguments, int input) {
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // if this process is killed, the work is not needed
#endif
  broken_pipes.forget();
  ::umask(077);
  int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output_ ? output_.get() : nowhere, STDOUT_FILENO);
  ::dup2(complaints_.get(), STDERR_FILENO);
  ::execv(program.c_str(), arguments);
  std::string why = fmt::format("{}\n", std::strerror(errno));
  write_all(STDERR_FILENO, why);
  ::_exit(kNotStarted);
}

Child::~Child() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  wait();
}

bool Child::write(std::string_view piece) { return write_all(input_.get(), piece); }

std::string Child::output() const {
  std::string out;
  char block[64 * 1024];
  while (output_) {
    ssize_t n = ::pread(output_.get(), block, sizeof block, static_cast<off_t>(out.size()));
    if (n <= 0) break;
    out.append(block, static_cast<std::size_t>(n));
  }
  return out;
}

ChildEnd Child::wait() {
  input_ = Fd();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  broken_pipes.unignore();
  ChildEnd end;
  end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  end.complaint = first_line(complaints_.get());
  return end;
}

int run_on_terminal(const std::vector<std::string>& arguments) {
  std::vector<char*> argv = argv_of(arguments);
  pid_t child = ::fork();
  if (child == 0) {
    for (int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH})
      ::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (child < 0) return 127;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace wick
