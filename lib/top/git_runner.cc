// SPDX-License-Identifier: MIT
#include "lib/top/git_runner.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "lib/base/program.h"
#include "lib/live/git_status.h"

namespace wick {
namespace {

constexpr std::int64_t kLeastRest = 5000, kRests = 100;

// Takes turns among the sessions that run in a work tree.
const State* session_of_turn(const Board& board, std::size_t turn) {
  std::vector<const State*> running;
  for (const State* s : board.sessions)
    if (s->session.pid > 0 && s->git.files && !s->git.kept.file.empty()) running.push_back(s);
  return running.empty() ? nullptr : running[turn % running.size()];
}

}  // namespace

// Nobody needs the result of a running git any more. Killing it is safe: results are written
// atomically.
GitRunner::~GitRunner() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void GitRunner::end_run(std::int64_t monotonic) {
  if (pid_ <= 0 || ::waitpid(pid_, nullptr, WNOHANG) == 0) return;
  pid_ = -1;
  next_ = monotonic + std::max(kLeastRest, kRests * (monotonic - started_));
}

void GitRunner::look(const Board& board, const Env& env, std::int64_t monotonic) {
  end_run(monotonic);
  if (pid_ > 0 || monotonic < next_) return;
  const State* session = session_of_turn(board, turn_++);
  if (!session) return;
  const GitFiles& files = *session->git.files;
  KeptGit kept;
  std::vector<std::string> ignored;
  or_note(ignored, [&] { kept = read_kept_git(env, files); });
  if (!kept.due || kept.file.empty()) return;
  started_ = monotonic;
  pid_ = ::fork();
  if (pid_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  close_streams();
  or_note(ignored, [&] { refresh_git(env, files, kept.file); });
  ::_exit(0);
}

}  // namespace wick
