// SPDX-License-Identifier: MIT
// Checks of Claude Code's folders and wick's own, and of wick's configuration.
#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/kept_files.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/cli/run.h"
#include "lib/doctor/check.h"
#include "lib/doctor/program.h"
#include "lib/output/color.h"
#include "lib/output/human.h"

namespace wick {
namespace {

std::size_t sessions_in(const std::string& config_dir) {
  std::size_t count = 0;
  for (const std::string& project :
       if_allowed([&] { return list_dir(config_dir + "/projects"); })) {
    std::vector<std::string> names =
        if_allowed([&] { return list_dir(config_dir + "/projects/" + project); });
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

// Whether a file could be created there; does not try.
bool could_write(std::string folder) {
  while (!is_directory(folder) && folder.size() > 1) folder = parent_dir(folder);
  return ::access(folder.c_str(), W_OK) == 0;
}

// `loss`: what does not work without the folder.
void own_folder(const std::string& folder, const char* kind, const char* loss, Status without,
                Checks& checks) {
  if (folder.empty()) {
    checks.push_back({"folders", without, fmt::format("no {} folder: {}", kind, loss), "set HOME"});
  } else if (!could_write(folder)) {
    checks.push_back({"folders", without, fmt::format("{} cannot be written: {}", folder, loss),
                      "make it writable for you"});
  }
}

// The size of wick's files, by folder. Old caches and taps are deleted, but the ledger grows.
void own_size(const Env& env, Checks& checks) {
  std::string text;
  for (const std::string& folder : {data_home(env), state_home(env), cache_home(env)}) {
    std::uint64_t bytes = folder.empty() ? 0 : if_allowed([&] { return bytes_below(folder); });
    if (bytes == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", folder, human_bytes(bytes));
  }
  if (!text.empty()) checks.push_back({"folders", Status::kOk, "wick's own files: " + text, ""});
}

}  // namespace

void check_folders(const Checkup& c, Checks& checks) {
  named_but_missing(c.env, checks);
  std::vector<std::string> dirs = config_dirs(c.env);
  for (const std::string& dir : dirs) {
    std::size_t sessions = sessions_in(dir);
    std::string count = sessions == 1 ? "1 session" : fmt::format("{} sessions", sessions);
    checks.push_back({"folders", sessions > 0 ? Status::kOk : Status::kNote,
                      fmt::format("{}: {}", dir, count), ""});
  }
  if (dirs.empty()) {
    checks.push_back({"folders", Status::kProblem, "no Claude Code folder found",
                      "run `claude` once, or set CLAUDE_CONFIG_DIR to its folder"});
  }
  own_folder(state_home(c.env), "state", "the tap (limits, names, exact cost) is not kept",
             Status::kProblem, checks);
  own_folder(cache_home(c.env), "cache", "files are read in full each time", Status::kWarning,
             checks);
  own_size(c.env, checks);
}

void check_config(const Checkup& c, Checks& checks) {
  for (const std::string& problem : {c.config_problem, c.prices_problem}) {
    if (!problem.empty())
      checks.push_back({"config", Status::kProblem, problem, "man wick.toml describes the file"});
  }
  std::string usage = parent_dir(c.program) + "/wick-usage";
  if (c.shows_usage && !is_executable(usage)) {
    checks.push_back({"config", Status::kWarning,
                      fmt::format("the line shows usage.*, but there is no {} to count it", usage),
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

// Checks of the terminal and the shell.

namespace {

std::string why_color(const Env& env, bool is_terminal) {
  if (env.wick_color == "always" || env.wick_color == "never")
    return "WICK_COLOR=" + env.wick_color;
  if (env.no_color) return "NO_COLOR is set";
  if (env.term == "dumb") return "TERM=dumb";
  return is_terminal ? "this is a terminal" : "this is not a terminal";
}

bool is_utf8(const std::string& locale) {
  std::string name = lower(locale);
  return contains(name, "utf-8") || contains(name, "utf8");
}

// A line for the rc file that shows wick in the prompt; on the left in bash, which has no right
// prompt.
std::string line_for_shell(const Checkup& c) {
  std::string shell(base_name(c.env.shell));
  bool on_path = find_program("wick-init", c.env.path).has_value();
  std::string init = on_path ? "wick-init" : parent_dir(c.program) + "/wick-init";
  if (shell == "fish") return fish_word(init) + " --right fish | source";
  bool bash = shell == "bash";
  return fmt::format("eval \"$({}{})\"", sh_word(init), bash ? " --left bash" : " --right zsh");
}

}  // namespace

void check_terminal(const Checkup& c, Checks& checks) {
  auto say = [&checks](Status status, std::string what, std::string advice = "") {
    checks.push_back({"terminal", status, std::move(what), std::move(advice)});
  };
  auto given = parse_integer(c.env.columns);
  if (given && *given > 0) say(Status::kOk, fmt::format("{} columns (COLUMNS)", *given));
  else if (c.terminal.columns > 0) say(Status::kOk, fmt::format("{} columns", c.terminal.columns));
  else say(Status::kNote, "width unknown: lines are not shortened");
  bool color = use_color(c.env.wick_color, c.env.no_color, c.env.term, c.terminal.is_terminal);
  say(Status::kOk, fmt::format("{}: {}", color ? "colour" : "no colour",
                               why_color(c.env, c.terminal.is_terminal)));
  if (!c.env.wick_color.empty() && c.env.wick_color != "always" && c.env.wick_color != "never" &&
      c.env.wick_color != "auto")
    say(Status::kWarning,
        fmt::format("WICK_COLOR={} is not always, never or auto", c.env.wick_color));
  if (is_utf8(c.env.locale)) return say(Status::kOk, fmt::format("UTF-8 ({})", c.env.locale));
  say(Status::kWarning,
      fmt::format("the locale is not UTF-8 ({}): separators and icons may not be displayed",
                  c.env.locale.empty() ? "none is set" : c.env.locale),
      "set LANG to a UTF-8 locale, such as C.UTF-8");
}

void check_shell(const Checkup& c, Checks& checks) {
  const std::string& init = c.env.shell_init;
  std::size_t colon = init.find(':');
  if (init.empty() || colon == std::string::npos) {
    checks.push_back({"shell", Status::kNote,
                      "the integration is not loaded in the shell that started this",
                      "to load it, run `wick-setup shell`, or add " + line_for_shell(c)});
    return;
  }
  std::string shell = init.substr(0, colon), version = init.substr(colon + 1);
  if (version == kVersion) {
    checks.push_back(
        {"shell", Status::kOk, fmt::format("the integration for {} is loaded", shell), ""});
  } else {
    checks.push_back({"shell", Status::kWarning,
                      fmt::format("the integration for {} has version {}, this wick has {}", shell,
                                  version, kVersion),
                      "start a new shell"});
  }
}

// Checks of wick's own programs: versions, locations, linkage.

namespace {

constexpr std::string_view kGroup = "tools";

void own(const Checkup& c, Checks& checks) {
  std::string what = fmt::format("wick {} in {}", kVersion, parent_dir(c.program));
  if (linkage_of(c.program) == Linkage::kDynamic) {
    checks.push_back({std::string(kGroup), Status::kNote,
                      what + ", linked with shared libraries: each run loads them first",
                      "measured on one machine: 2.3 ms per run instead of 0.8;\n"
                      "with the static simdjson that `make` fetches, the build is static"});
  } else {
    bool is_static = linkage_of(c.program) == Linkage::kStatic;
    checks.push_back({std::string(kGroup), Status::kOk, what + (is_static ? ", static" : ""), ""});
  }
}

void others(const Checkup& c, Checks& checks) {
  std::vector<std::string> found = on_path("wick-line", c.env.path);
  if (found.empty()) {
    checks.push_back(
        {std::string(kGroup), Status::kNote, "wick-line is not on PATH",
         fmt::format("add {} to PATH, to call the tools by their names", parent_dir(c.program))});
    return;
  }
  std::string first = real_path(found.front());
  std::string version = wick_version_of(first);
  if (parent_dir(first) != parent_dir(c.program)) {
    checks.push_back({std::string(kGroup), version == kVersion ? Status::kNote : Status::kWarning,
                      fmt::format("the first wick-line on PATH is another copy: {}, version {}",
                                  found.front(), version.empty() ? "unknown" : version),
                      ""});
  }
  for (std::size_t i = 1; i < found.size(); ++i) {
    std::string other = wick_version_of(real_path(found[i]));
    checks.push_back({std::string(kGroup), other == version ? Status::kNote : Status::kWarning,
                      fmt::format("another wick-line on PATH: {}, version {}", found[i],
                                  other.empty() ? "unknown" : other),
                      "the first one is run: " + found.front()});
  }
}

}  // namespace

void check_tools(const Checkup& c, Checks& checks) {
  own(c, checks);
  others(c, checks);
}

}  // namespace wick
