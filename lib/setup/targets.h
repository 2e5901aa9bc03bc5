// SPDX-License-Identifier: MIT
// Which files wick-setup changes, and how: Claude Code's settings, the shells' rc files.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/setup/edit.h"
#include "lib/setup/status_line.h"

namespace wick {

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
