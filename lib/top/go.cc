// SPDX-License-Identifier: MIT
#include "lib/top/go.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/claude/registry.h"
#include "lib/output/link.h"

namespace wick {
namespace {

// The field at the cursor, else that of the sort order, else the price of the next prompt; in the
// other panes, the one that they are about.
std::string_view explained_field(const TopView& view) {
  switch (view.pane) {
    case TopPane::kSessions: break;
    case TopPane::kProjects:
    case TopPane::kCalendar: return "usage.today_usd";
    case TopPane::kWhy: return "misses.extra_usd";
    case TopPane::kLimits: return "limits.five_hour_pct";
  }
  for (const auto& [column, field] : view.cells)
    if (column == view.cell) return field;
  switch (view.order) {
    case TopOrder::kContext: return "context.tokens";
    case TopOrder::kCache: return "cache.state";
    case TopOrder::kCold: return "next.cold_usd";
    case TopOrder::kSpent: return "cost.total_usd";
    case TopOrder::kModel: return "model.name";
    case TopOrder::kAge: return "session.age_s";
    default: return "next.now_usd";
  }
}

std::string in_directory(const std::string& command, const std::string& dir) {
  return dir.empty() ? command : fmt::format("cd {} && {}", sh_word(dir), command);
}

TopCommand says(std::string words) { return {TopRun::kNothing, {}, std::move(words), false, 0}; }

// wick-report prints the path of the page, which is not known in advance.
TopCommand to_page(const Board& board, const TopView& view, const TopPlaces& places,
                   const std::string& id) {
  std::string lead, of;
  if (view.pane == TopPane::kProjects) {
    lead = "--project=", of = meant_directory(board, view);
  } else {
    const State* session = board.find(id);
    of = session ? session->session.transcript : places.transcript ? places.transcript(id) : "";
    if (of.empty()) return says("the session has no transcript");
  }
  return {TopRun::kAwayRead,
          {places.tool("wick-report"), "--open", lead + of},
          "wick-report --open " + lead + sh_word(of),
          true,
          0};
}

// Where no session is selected, as in the calendar, any session has the figure that the pane is about.
TopCommand to_explain(const Board& board, const TopView& view, const TopPlaces& places,
                      std::string id) {
  bool sessions = view.pane == TopPane::kSessions;
  if (sessions && contains(view.selected[0], "/"))
    return says("only figures of sessions can be explained");
  if (!sessions && id.empty() && !board.sessions.empty()) id = board.sessions.front()->session.id;
  if (id.empty()) return says("no session is selected");
  return {TopRun::kAwayRead,
          {places.tool("wick-doctor"), "explain", std::string(explained_field(view)),
           "--session=" + id},
          "",
          false,
          0};
}

TopCommand to_stop(const State* session, const Board& board) {
  if (!session || session->session.pid <= 0) return says("the session is not running");
  auto job = board.jobs.find(session->session.id);
  if (job != board.jobs.end())
    return {
        TopRun::kAwayRead, {"claude", "stop", job->second}, "claude stop " + job->second, true, 0};
  return {TopRun::kSignal,
          {},
          fmt::format("kill {}", session->session.pid),
          true,
          session->session.pid};
}

}  // namespace

TopCommand command_for(TopWish wish, const Board& board, const TopView& view,
                       const TopPlaces& places) {
  std::string id = meant_session(board, view), dir = meant_directory(board, view);
  if (wish == TopWish::kExplain) return to_explain(board, view, places, id);
  if (id.empty()) return says("no session is selected");
  const State* session = board.find(id);
  bool runs = session && session->session.pid > 0;
  auto pick = [&](const std::string& as) {
    return std::vector{places.tool("wick-pick"), "--id=" + id, "--as=" + as};
  };
  switch (wish) {
    case TopWish::kGo:
      // In the projects pane, `id` is the project's last session.
      if (runs && board.jobs.count(id) > 0) return {TopRun::kAway, pick("resume"), "", false, 0};
      if (runs)
        return {places.in_tmux ? TopRun::kQuiet : TopRun::kAway, pick("resume"), "", false, 0};
      return {TopRun::kReplace, pick("resume"), in_directory("claude --resume " + sh_word(id), dir),
              true, 0};
    case TopWish::kNew:
      return {TopRun::kReplace, pick("new"), in_directory("claude", dir), true, 0};
    case TopWish::kContinue:
      return {TopRun::kReplace, pick("continue"), in_directory("claude --continue", dir), true, 0};
    case TopWish::kFork:
      return {TopRun::kReplace, pick("fork"),
              in_directory(fmt::format("claude --resume {} --fork-session", sh_word(id)), dir),
              true, 0};
    case TopWish::kBackground:
      if (runs)
        return says(
            "the session is running: send it to the background with /background, or stop it with x");
      return {TopRun::kAwayRead, pick("background"),
              in_directory("claude --bg --resume " + sh_word(id), dir), true, 0};
    case TopWish::kStop: return to_stop(session, board);
    case TopWish::kCopy: return says("copied " + id);
    case TopWish::kAdvice:
      return {
          TopRun::kAwayRead, {places.tool("wick-next"), "advice", "--session=" + id}, "", false, 0};
    case TopWish::kPage: return to_page(board, view, places, id);
    default: return says("");
  }
}

std::string copying_sequence(const std::string& text) {
  return "\x1b]52;c;" + base64(text) + "\x07";
}

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
