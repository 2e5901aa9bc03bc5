// SPDX-License-Identifier: MIT
// The environment variables that wick uses, read once and passed on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.h"

namespace wick {

/// Only these variables are ever read: the environment of a status line command contains secrets.
/// An unset variable is an empty string.
struct Env {
  std::string home;                     // HOME
  std::string cwd;                      // the current directory; PWD if that refers to it
  std::string xdg_config_home;          // XDG_CONFIG_HOME
  std::string xdg_state_home;           // XDG_STATE_HOME
  std::string xdg_cache_home;           // XDG_CACHE_HOME
  std::string xdg_data_home;            // XDG_DATA_HOME
  std::string claude_config_dir;        // CLAUDE_CONFIG_DIR, may be a comma-separated list
  std::string claude_project_dir_name;  // CLAUDE_CODE_PROJECT_DIR_NAME: replaces the slug
  std::string claude_session_id;        // CLAUDE_CODE_SESSION_ID
  // Claude Code's own, which control compaction: CLAUDE_CODE_AUTO_COMPACT_WINDOW,
  // CLAUDE_AUTOCOMPACT_PCT_OVERRIDE, DISABLE_AUTO_COMPACT, DISABLE_COMPACT
  std::string auto_compact_window, autocompact_pct, disable_auto_compact, disable_compact;
  std::string path;             // PATH
  std::string shell;            // SHELL: the login shell
  std::string zdotdir;          // ZDOTDIR: the folder of zsh's files, if not HOME
  std::string columns;          // COLUMNS
  std::string term;             // TERM
  std::string colorterm;        // COLORTERM
  std::string term_program;     // TERM_PROGRAM
  std::string kitty_window_id;  // KITTY_WINDOW_ID: set in kitty
  std::string vte_version;      // VTE_VERSION: set in GNOME's terminals: "7600"
  std::string wt_session;       // WT_SESSION: set in Windows Terminal
  std::string tmux;             // TMUX: set in tmux
  std::string wick_color;       // WICK_COLOR: always, never, auto
  bool no_color = false;        // NO_COLOR is set and not empty
  std::string locale;           // the first of LC_ALL, LC_CTYPE, LANG that is set
  std::string shell_init;       // _WICK_INIT: "zsh:0.1.0" if wick-init was loaded
  TimeMs now = 0;               // the clock, or WICK_NOW
  bool now_is_given = false;    // WICK_NOW was set
  std::string problem;          // "WICK_NOW: not ...": a tool reports it if it may fail
};

/// Reads the process environment. An invalid value is reported in `problem`.
Env process_env();

/// wick's own folders; empty if neither the XDG variable nor HOME is set: then nothing is stored.
std::string config_home(const Env& env);  // $XDG_CONFIG_HOME/wick or ~/.config/wick
std::string state_home(const Env& env);   // $XDG_STATE_HOME/wick or ~/.local/state/wick
std::string cache_home(const Env& env);   // $XDG_CACHE_HOME/wick or ~/.cache/wick
std::string data_home(const Env& env);    // $XDG_DATA_HOME/wick or ~/.local/share/wick

}  // namespace wick
