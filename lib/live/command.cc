// SPDX-License-Identifier: MIT
#include "lib/live/command.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/mman.h>
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

namespace wick {
namespace {

// Runs `command` in a process group of its own; its pid, or -1. Its output comes from `read_end`.
pid_t start(const std::string& command, int input, Fd& read_end) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  read_end = Fd(ends[0]);
  Fd write_end(ends[1]);
  pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::setpgid(0, 0);
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // whoever kills us does not want its answer either
#endif
  if (input >= 0) ::dup2(input, 0);
  ::dup2(write_end.get(), 1);
  ::close(ends[0]);
  ::close(ends[1]);
  ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

// What the command prints until it closes its output or the time is up. True: it closed it.
bool collect(int fd, std::int64_t deadline, std::size_t limit, std::string& output) {
  char block[4096];
  while (true) {
    pollfd wait{fd, POLLIN, 0};
    std::int64_t left = deadline - monotonic_ms();
    if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) <= 0) return false;
    ssize_t n = ::read(fd, block, sizeof block);
    if (n <= 0) return n == 0;
    output.append(block, static_cast<std::size_t>(n));
    if (output.size() > limit) output.resize(limit);
  }
}

}  // namespace

std::optional<std::string> run_command(const std::string& command, int input,
                                       std::int64_t timeout_ms, std::size_t limit) {
  Fd read_end;
  if (input >= 0) ::lseek(input, 0, SEEK_SET);
  pid_t pid = start(command, input, read_end);
  if (pid < 0) return std::nullopt;
  std::string output;
  bool in_time = collect(read_end.get(), monotonic_ms() + timeout_ms, limit, output);
  if (!in_time) ::kill(-pid, SIGKILL);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (!in_time || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return output;
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

}  // namespace wick
