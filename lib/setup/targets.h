// SPDX-License-Identifier: MIT
// A line of wick's in the text of a shell's rc file.
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
  std::string names;    // what a line of the user's own that does the same has in it
  std::string word;     // a marked line without this word is out of date; as it stands in `command`
};

/// The text with the line, marked as wick-setup's, at its end (in its place, where one is out of
/// date); empty when there is such a line or one of the user's own.
std::optional<std::string> with_line(const std::string& text, const RcLine& line);

/// The text without wick-setup's lines, and without the newline that was put before them if
/// `before` (null: not known) has none at its end; empty when there are no such lines.
std::optional<std::string> without_line(const std::string& text, const std::string* before);

// Which files wick-setup changes, and how: Claude Code's settings, the shells' rc files.

/// The status line in the user's settings.json, or in that of the project in the current directory.
/// `own_folder` is where wick's programs lie; lasting_call() says how they are called.
/// Failure{kUnavailable} when there is no wick-line, from Edit::put_in.
Edit status_line_edit(const Env& env, const std::string& own_folder, bool project, Foreign foreign);

/// What will keep Claude Code from showing the status line of this file, one message each.
std::vector<std::string> status_line_obstacles(const std::string& settings_path, bool project);

/// The shell by that name or, where it is empty, the login shell: zsh, bash or fish.
/// Failure{kUsage}.
std::string shell_name(const Env& env, const std::string& given);

/// The line in the shell's rc file. For bash, where there is no file that login shells read, also a
/// ~/.bash_profile that leads them to ~/.bashrc; to undo, this too wherever it may be.
/// Failure{kUnavailable} when there is no wick-init, from Edit::put_in.
std::vector<Edit> prompt_edits(const Env& env, const std::string& own_folder,
                               const std::string& shell, bool to_undo);

/// What will keep the shell from reading the line.
std::vector<std::string> prompt_obstacles(const Env& env, const std::string& shell);

}  // namespace wick
