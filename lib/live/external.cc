// SPDX-License-Identifier: MIT
#include "lib/live/external.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::size_t kLongestOutput = 4096;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

void redirect_to_null(int fd) {
  int null = ::open("/dev/null", O_RDWR);
  if (null >= 0) ::dup2(null, fd);
  if (null > 2) ::close(null);
}

// An unnamed file that holds the payload: a pipe could fill up before the command reads it.
Fd unnamed_file(const std::string& folder, const std::string& content) {
  std::string path = folder + "/payload." + std::to_string(::getpid()) + ".tmp";
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  ::unlink(path.c_str());
  if (fd && ::write(fd.get(), content.data(), content.size()) >= 0) ::lseek(fd.get(), 0, SEEK_SET);
  return fd;
}

// Runs `command` in a process group of its own; its pid, or -1. Its output comes from `read_end`.
pid_t start(const std::string& command, int input, Fd& read_end) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  read_end = Fd(ends[0]);
  Fd write_end(ends[1]);
  pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::setpgid(0, 0);
  if (input >= 0) ::dup2(input, 0);
  ::dup2(write_end.get(), 1);
  ::close(ends[0]);
  ::close(ends[1]);
  ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

// What the command prints until it closes its output or the time is up. True: it closed it.
bool collect(int fd, std::int64_t deadline, std::string& output) {
  char block[1024];
  while (true) {
    pollfd wait{fd, POLLIN, 0};
    std::int64_t left = deadline - monotonic_ms();
    if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) <= 0) return false;
    ssize_t n = ::read(fd, block, sizeof block);
    if (n <= 0) return n == 0;
    output.append(block, static_cast<std::size_t>(n));
    if (output.size() > kLongestOutput) output.resize(kLongestOutput);
  }
}

// The output of a command that ended well and in time.
std::optional<std::string> run_command(const std::string& command, int input,
                                       std::int64_t timeout_s) {
  Fd read_end;
  if (input >= 0) ::lseek(input, 0, SEEK_SET);
  pid_t pid = start(command, input, read_end);
  if (pid < 0) return std::nullopt;
  std::string output;
  bool in_time = collect(read_end.get(), monotonic_ms() + timeout_s * 1000, output);
  if (!in_time) ::kill(-pid, SIGKILL);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (!in_time || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return output;
}

}  // namespace

ExternalSegments::ExternalSegments(const Env& env, std::string session_id)
    : env_(env), session_id_(std::move(session_id)) {
  std::string home = cache_home(env);
  if (!home.empty() && is_safe_name(session_id_)) folder_ = home + "/segments";
}

std::string ExternalSegments::output(const Segment& segment) {
  if (folder_.empty()) return "";
  std::string path = folder_ + "/" + session_id_ + "." + segment.name;
  auto info = file_info(path);
  bool due =
      !info || env_.now - info->modified >= segment.refresh_s * 1000 || info->modified > env_.now;
  if (due) due_.push_back({segment.command, path, segment.timeout_s});
  return info ? first_line(try_read_file(path, kLongestOutput).value_or("")) : "";
}

void ExternalSegments::refresh(const std::string& payload) const {
  if (due_.empty()) return;
  pid_t child = ::fork();
  if (child < 0) return;
  if (child > 0) {
    ::waitpid(child, nullptr, 0);
    return;
  }
  // The grandchild belongs to nobody: whoever waits for wick-line does not wait for it.
  ::setsid();
  if (::fork() != 0) ::_exit(0);
  for (int fd : {0, 1, 2}) redirect_to_null(fd);
  work(payload);
  ::_exit(0);
}

void ExternalSegments::work(const std::string& payload) const {
  std::string lock_path = folder_ + "/" + session_id_ + ".lock";
  try {
    if (!file_info(folder_)) write_atomically(lock_path, "");
  } catch (const Failure&) {
    return;
  }
  Fd lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return;
  Fd input = unnamed_file(folder_, payload);
  for (const Due& due : due_) {
    auto output = run_command(due.command, input.get(), due.timeout_s);
    try {
      // A command that failed keeps its last output, and is not tried again before its time.
      if (!output) output = try_read_file(due.path, kLongestOutput).value_or("");
      write_atomically(due.path, *output, env_.now_is_given ? env_.now : 0);
    } catch (const Failure&) {
      return;
    }
  }
}

}  // namespace wick
