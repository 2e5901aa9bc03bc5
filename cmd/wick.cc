// SPDX-License-Identifier: MIT
// wick: context, prompt cache, cost and limits of Claude Code sessions
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/cli/run.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick: context, prompt cache, cost and limits of Claude Code sessions\n"
    "usage: wick TOOL [ARGUMENT ...]    run wick-TOOL\n"
    "       wick                        on a terminal: wick overview\n"
    "       wick help [TOOL]            the manual page\n"
    "One session, now:\n"
    "  context      tokens in the context, window, percentage\n"
    "  cache        warm or cold, time left, TTL, hit ratio\n"
    "  next         price of the next prompt: entry (warm and cold) and forecast\n"
    "  cost         money spent by the session so far\n"
    "  limits       5-hour and 7-day windows: used, reset\n"
    "  state        everything known about a session, as one JSON object\n"
    "Which sessions:\n"
    "  sessions     running and recent sessions, most urgent first; --all: the past\n"
    "  top          all sessions on one screen; jump to one or resume it\n"
    "  pick         choose a session and resume it\n"
    "All sessions: what they cost, and why:\n"
    "  overview     the last days: money, projects, sessions, limits, what to do\n"
    "  usage        tokens and money by day, project, model, session, skill and so on\n"
    "  forecast     how prompts usually go, and how good the forecast was\n"
    "  growth       how contexts grew, what made them jump, and what it cost\n"
    "  misses       cache misses: how many, why, and what they cost\n"
    "  waste        finds nine kinds of waste and suggests fixes\n"
    "  waste-judge  lets a small model judge the cases that the rules cannot\n"
    "  report       contexts, misses, waste and money of all sessions as one page\n"
    "  export       the history as tables (CSV, NDJSON, Parquet), metrics and traces\n"
    "Status line, prompt and set-up:\n"
    "  line         one rendered line: for status lines, prompts, tmux\n"
    "  init         prints the shell integration for zsh, bash, fish\n"
    "  setup        put wick into Claude Code and the shell, choose a look, undo it\n"
    "  demo         shows the tools on a sample session\n"
    "  doctor       checks your set-up; explains where a figure comes from\n"
    "Options:\n",
    kHelpAndVersion};
constexpr HelpText kHelp(kUsage, 19);

// The folder of this program first, so that tools of another version on PATH come after its own.
std::vector<std::string> folders(const char* argv0) {
  std::vector<std::string> out;
  if (std::string own = own_folder(argv0); !own.empty()) out.push_back(own);
  const char* path = ::getenv("PATH");
  for (std::string_view folder : split(path ? path : "", ':'))
    out.emplace_back(folder.empty() ? "." : folder);
  return out;
}

[[noreturn]] void unknown_tool(const std::string& tool, const char* argv0) {
  std::vector<std::string> names;
  for (const std::string& folder : folders(argv0)) {
    for (const std::string& name : list_dir(folder)) {
      if (name.compare(0, 5, "wick-") == 0) names.push_back(name.substr(5));
    }
  }
  std::vector<std::string_view> views(names.begin(), names.end());
  std::string message = printable(tool) + ": no such tool";
  if (auto near = closest(tool, views); !near.empty())
    message += fmt::format("; did you mean {}?", near);
  throw Failure{Exit::kUsage, message};
}

// The manual page of this build or installation; without one, man(1) searches.
std::string own_page(const std::string& page, const char* argv0) {
  std::string folder = parent_dir(own_folder(argv0));
  for (char section : {'1', '5'}) {
    std::string file = page + "." + section;
    for (const std::string& own :
         {parent_dir(folder) + "/man/" + file, folder + "/share/man/man" + section + "/" + file}) {
      if (file_info(own)) return own;
    }
  }
  return page;
}

Exit help(Call& call) {
  std::string page = call.argc > 2 ? fmt::format("wick-{}", call.argv[2]) : "wick";
  if (!is_safe_name(page)) throw Failure{Exit::kUsage, printable(page) + ": no such page"};
  page = own_page(page, call.argv[0]);
  ::execlp("man", "man", page.c_str(), static_cast<char*>(nullptr));
  throw Failure{Exit::kUnavailable, std::string("man: ") + ::strerror(errno)};
}

// Returns only if there is no such tool.
void become(const std::string& tool, std::vector<char*> arguments, const char* argv0) {
  std::string name = "wick-" + tool;
  arguments[0] = name.data();
  for (const std::string& folder : folders(argv0))
    ::execv((folder + "/" + name).c_str(), arguments.data());
}

Exit dispatch(Call& call) {
  if (call.argc < 2) {
    // Not in a script, which probably wants the list of tools and must not read gigabytes.
    if (::isatty(STDOUT_FILENO)) become("overview", {call.argv[0], nullptr}, call.argv[0]);
    call.out = help_of(kHelp);
    return Exit::kOk;
  }
  std::string tool = call.argv[1];
  if (tool == "help") return help(call);
  if (tool.empty()) throw Failure{Exit::kUsage, "tool expected, got an empty argument"};
  if (tool[0] == '-') {
    parse_options(call.argc, call.argv, {});  // throws if unknown
    throw Failure{Exit::kUsage, "tool expected ('wick --help' lists them)"};
  }
  if (!is_safe_name(tool)) unknown_tool(tool, call.argv[0]);
  become(tool, {call.argv + 1, call.argv + call.argc + 1}, call.argv[0]);
  unknown_tool(tool, call.argv[0]);
}

}  // namespace

// `wick context --help` must be handled by the tool, so run() must see only what precedes the tool.
int run_wick(int argc, char** argv) {
  bool for_tool = argc > 1 && argv[1][0] != '-';
  if (!for_tool) return run(argc, argv, kHelp, dispatch);
  Call call{argc, argv, "", "", "wick", nullptr};
  try {
    return static_cast<int>(dispatch(call));
  } catch (const Failure& failure) {
    call.warn(failure.message);
    (void)!::write(STDERR_FILENO, call.warnings.data(), call.warnings.size());
    return static_cast<int>(failure.code);
  }
}
