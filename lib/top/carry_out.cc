// SPDX-License-Identifier: MIT
#include "lib/top/carry_out.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/claude/dirs.h"
#include "lib/claude/registry.h"

namespace wick {
namespace {

// Signals only processes that the registry lists: the session's process may have ended and its
// number may now belong to another program.
std::string ask_to_end(std::int64_t pid, const Env& env) {
  bool runs = false;
  for (const std::string& dir : config_dirs(env))
    for (const LiveSession& session : live_sessions(dir)) runs |= session.pid == pid;
  if (!runs) return fmt::format("process {}: no longer running", pid);
  if (::kill(static_cast<pid_t>(pid), SIGTERM) != 0)
    return fmt::format("process {}: {}", pid, std::strerror(errno));
  return fmt::format("process {}: asked to end", pid);
}

std::string run_quietly(const std::vector<std::string>& arguments) {
  try {
    Child child(arguments[0], arguments);
    ChildEnd end = child.wait();
    if (end.status == 0) return "";
    return end.complaint.empty() ? fmt::format("status {}", end.status) : end.complaint;
  } catch (const Failure& failure) {
    return failure.message;
  }
}

void run_there(const std::vector<std::string>& arguments, bool to_read) {
  int status = run_on_terminal(arguments);
  if (to_read || status != 0) {
    write_all(STDOUT_FILENO, "\nEnter: back to wick-top ");
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n') {
    }
  }
}

}  // namespace

std::string carry_out(const TopCommand& command, const Env& env, const std::function<void()>& leave,
                      const std::function<void()>& come_back) {
  if (command.run == TopRun::kAway || command.run == TopRun::kAwayRead) {
    leave();
    run_there(command.arguments, command.run == TopRun::kAwayRead);
    come_back();
    return "";
  }
  if (command.run == TopRun::kQuiet) return run_quietly(command.arguments);
  if (command.run == TopRun::kSignal) return ask_to_end(command.pid, env);
  return command.words;
}

}  // namespace wick
