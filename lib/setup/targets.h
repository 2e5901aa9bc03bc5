// SPDX-License-Identifier: MIT
// wick's line in the text of a shell's rc file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/setup/edit.h"
#include "lib/setup/status_line.h"

namespace wick {

struct RcLine {
  std::string command;  // without newline and mark
  std::string names;    // a line of the user's that contains this does the same
  std::string word;     // part of `command`; a marked line without it is out of date
};

/// The text with the line, marked as wick-setup's, appended, or replacing an outdated one; empty
/// when the text has the line, or the user's own line for it.
std::optional<std::string> with_line(const std::string& text, const RcLine& line);

/// The text without wick-setup's lines, and without the newline that was inserted before them if
/// `before` (null: unknown) does not end with one; empty when there are no such lines.
std::optional<std::string> without_line(const std::string& text, const std::string* before);

// The files that wick-setup changes, and the changes: Claude Code's settings, the shells' rc files.

/// The status line in the user's settings.json, or in that of the project in the current directory.
/// `own_folder` has wick's programs; lasting_call() returns how to call them. Edit::put_in throws
/// Failure{kUnavailable} when there is no wick-line.
Edit status_line_edit(const Env& env, const std::string& own_folder, bool project, Foreign foreign);

/// Messages about whatever will keep Claude Code from showing the status line of this file.
std::vector<std::string> status_line_obstacles(const std::string& settings_path, bool project);

/// `given`, or if that is empty the login shell: zsh, bash or fish. Failure{kUsage}.
std::string shell_name(const Env& env, const std::string& given);

/// The line in the shell's rc file. For bash, if there is no file that login shells read, also a
/// ~/.bash_profile that reads ~/.bashrc; `to_undo`: always include that. Edit::put_in throws
/// Failure{kUnavailable} when there is no wick-init.
std::vector<Edit> prompt_edits(const Env& env, const std::string& own_folder,
                               const std::string& shell, bool to_undo);

/// Messages about whatever will keep the shell from reading the line.
std::vector<std::string> prompt_obstacles(const Env& env, const std::string& shell);

}  // namespace wick
