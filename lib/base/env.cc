// SPDX-License-Identifier: MIT
#include "lib/base/env.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

namespace wick {
namespace {

std::string variable(const char* name) {
  const char* value = ::getenv(name);
  return value ? value : "";
}

// PWD if it refers to the current directory, because Claude Code names a project after the path
// that the user took; else the kernel's path.
std::string current_dir() {
  std::string pwd = variable("PWD");
  struct stat logical, physical;
  if (!pwd.empty() && pwd[0] == '/' && ::stat(pwd.c_str(), &logical) == 0 &&
      ::stat(".", &physical) == 0 && logical.st_dev == physical.st_dev &&
      logical.st_ino == physical.st_ino) {
    return pwd;
  }
  char* kernel = ::getcwd(nullptr, 0);
  std::string out = kernel ? kernel : "";
  ::free(kernel);
  return out;
}

// By the XDG specification, relative paths are ignored.
std::string own_folder(const std::string& xdg, const std::string& home, const char* below_home) {
  if (!xdg.empty() && xdg[0] == '/') return xdg + "/wick";
  return home.empty() ? "" : home + below_home;
}

}  // namespace

Env process_env() {
  Env env;
  env.home = variable("HOME");
  env.cwd = current_dir();
  env.xdg_config_home = variable("XDG_CONFIG_HOME");
  env.xdg_state_home = variable("XDG_STATE_HOME");
  env.xdg_cache_home = variable("XDG_CACHE_HOME");
  env.xdg_data_home = variable("XDG_DATA_HOME");
  env.claude_config_dir = variable("CLAUDE_CONFIG_DIR");
  env.claude_project_dir_name = variable("CLAUDE_CODE_PROJECT_DIR_NAME");
  env.claude_session_id = variable("CLAUDE_CODE_SESSION_ID");
  env.auto_compact_window = variable("CLAUDE_CODE_AUTO_COMPACT_WINDOW");
  env.autocompact_pct = variable("CLAUDE_AUTOCOMPACT_PCT_OVERRIDE");
  env.disable_auto_compact = variable("DISABLE_AUTO_COMPACT");
  env.disable_compact = variable("DISABLE_COMPACT");
  env.path = variable("PATH");
  env.shell = variable("SHELL");
  env.zdotdir = variable("ZDOTDIR");
  env.columns = variable("COLUMNS");
  env.term = variable("TERM");
  env.colorterm = variable("COLORTERM");
  env.term_program = variable("TERM_PROGRAM");
  env.kitty_window_id = variable("KITTY_WINDOW_ID");
  env.vte_version = variable("VTE_VERSION");
  env.wt_session = variable("WT_SESSION");
  env.tmux = variable("TMUX");
  env.wick_color = variable("WICK_COLOR");
  env.no_color = !variable("NO_COLOR").empty();
  env.shell_init = variable("_WICK_INIT");
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (env.locale.empty()) env.locale = variable(name);
  }
  env.now = system_now();
  if (std::string given = variable("WICK_NOW"); !given.empty()) {
    auto now = parse_when(given);
    if (!now) env.problem = "WICK_NOW: not epoch seconds or ISO-8601: " + given;
    env.now = now.value_or(env.now);
    env.now_is_given = now.has_value();
  }
  return env;
}

std::string config_home(const Env& env) {
  return own_folder(env.xdg_config_home, env.home, "/.config/wick");
}
std::string state_home(const Env& env) {
  return own_folder(env.xdg_state_home, env.home, "/.local/state/wick");
}
std::string cache_home(const Env& env) {
  return own_folder(env.xdg_cache_home, env.home, "/.cache/wick");
}
std::string data_home(const Env& env) {
  return own_folder(env.xdg_data_home, env.home, "/.local/share/wick");
}

}  // namespace wick
