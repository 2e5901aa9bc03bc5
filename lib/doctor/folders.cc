// SPDX-License-Identifier: MIT
// Claude Code's folders and wick's own; wick's configuration.
#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/doctor/check.h"

namespace wick {
namespace {

std::size_t sessions_in(const std::string& config_dir) {
  std::size_t count = 0;
  for (const std::string& project : list_dir(config_dir + "/projects")) {
    std::vector<std::string> names = list_dir(config_dir + "/projects/" + project);
    count +=
        static_cast<std::size_t>(std::count_if(names.begin(), names.end(), is_transcript_name));
  }
  return count;
}

void named_but_missing(const Env& env, Checks& checks) {
  for (std::string_view dir : split(env.claude_config_dir, ',')) {
    std::string name(trim(dir));
    if (name.empty() || is_directory(name)) continue;
    checks.push_back({"folders", Status::kWarning, name + " of CLAUDE_CONFIG_DIR does not exist",
                      "set it to the folder that Claude Code uses"});
  }
}

// Whether a file could be made there; nothing is tried.
bool could_write(std::string folder) {
  while (!is_directory(folder) && folder.size() > 1) folder = parent_dir(folder);
  return ::access(folder.c_str(), W_OK) == 0;
}

// `loss` is what goes wrong without it.
void own_folder(const std::string& folder, const char* kind, const char* loss, Status without,
                Checks& checks) {
  if (folder.empty()) {
    checks.push_back({"folders", without, fmt::format("no {} folder: {}", kind, loss), "set HOME"});
  } else if (!could_write(folder)) {
    checks.push_back({"folders", without, fmt::format("{} cannot be written: {}", folder, loss),
                      "make it writable for you"});
  }
}

}  // namespace

void check_folders(const Checkup& c, Checks& checks) {
  named_but_missing(c.env, checks);
  std::vector<std::string> dirs = config_dirs(c.env);
  for (const std::string& dir : dirs) {
    std::size_t sessions = sessions_in(dir);
    std::string count = sessions == 1 ? "1 session" : fmt::format("{} sessions", sessions);
    checks.push_back(
        {"folders", sessions > 0 ? Status::kOk : Status::kNote, fmt::format("{}: {}", dir, count), ""});
  }
  if (dirs.empty()) {
    checks.push_back({"folders", Status::kProblem, "no Claude Code folder found",
                      "run `claude` once, or set CLAUDE_CONFIG_DIR to its folder"});
  }
  own_folder(state_home(c.env), "state", "the tap (limits, names, exact cost) is not kept",
             Status::kProblem, checks);
  own_folder(cache_home(c.env), "cache", "files are read anew each time", Status::kWarning, checks);
}

void check_config(const Checkup& c, Checks& checks) {
  for (const std::string& problem : {c.config_problem, c.prices_problem}) {
    if (!problem.empty())
      checks.push_back({"config", Status::kProblem, problem, "man wick.toml describes the file"});
  }
  std::string usage = parent_dir(c.program) + "/wick-usage";
  if (c.shows_usage && !is_executable(usage)) {
    checks.push_back({"config", Status::kWarning,
                      fmt::format("the line shows usage.*, and there is no {} to count it", usage),
                      "install all of wick in one folder"});
  }
  std::string home = config_home(c.env);
  for (const char* name : {"/wick.toml", "/prices.toml"}) {
    bool in_error =
        !(std::string_view(name) == "/wick.toml" ? c.config_problem : c.prices_problem).empty();
    if (!home.empty() && file_info(home + name) && !in_error)
      checks.push_back({"config", Status::kOk, fmt::format("{}{} is valid", home, name), ""});
  }
}

}  // namespace wick
