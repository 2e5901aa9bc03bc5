// SPDX-License-Identifier: MIT
#include "lib/report/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/command.h"

namespace wick {
namespace {

constexpr int kNotStarted = 127;

// The first line of a file with something in it, at most.
std::string first_line(int fd) {
  char block[4096];
  ssize_t n = ::pread(fd, block, sizeof block, 0);
  std::string_view text(block, n > 0 ? static_cast<std::size_t>(n) : 0);
  for (std::string_view line : split(text, '\n'))
    if (line = trim(line); !line.empty()) return std::string(line);
  return "";
}

// One pipe, closed in whatever other programs are started.
void make_pipe(Fd& read_end, Fd& write_end) {
  int ends[2];
  if (::pipe(ends) != 0) return;
  for (int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  read_end = Fd(ends[0]);
  write_end = Fd(ends[1]);
}

// One at a time is started: a pipe's ends must be closed in the others.
std::mutex starting;

// SIGPIPE is ignored from the first program that runs until the last one has ended.
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
  /// In a program that is about to start: as it was before the first one.
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
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::lock_guard guard(starting);
  Fd read_end;
  make_pipe(read_end, input_);
  complaints_ = unnamed_file("");
  if (output == Output::kKept) output_ = unnamed_file("");
  bool ready = input_ && complaints_ && (output_ || output == Output::kDropped);
  pid_ = ready ? ::fork() : -1;
  if (pid_ < 0) throw Failure{Exit::kUnavailable, fmt::format("{}: {}", program, std::strerror(errno))};
  if (pid_ == 0) become(program, argv.data(), read_end.get());
  broken_pipes.ignore();
}

void Child::become(const std::string& program, char* const* arguments, int input) {
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // whoever kills us does not want its work either
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

}  // namespace wick
