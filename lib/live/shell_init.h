// SPDX-License-Identifier: MIT
// The shell integration: shell/wick.zsh, wick.bash and wick.fish with their settings in front.
#pragma once

#include <string>

namespace wick {

/// What wick-init was asked for; empty members say nothing.
struct ShellInit {
  std::string shell;      // zsh, bash, fish
  std::string wick_line;  // the program to run before each prompt
  std::string functions;  // zsh's completions that came with wick: their folder
  std::string place;      // right, left, above
  bool live = false;
  std::string recent, over, color, format;  // as wick-line's options have them
};

/// The text for the shell to evaluate. Failure{kUsage} for a shell that there is none for, and for
/// whatever wick-line would complain of at every prompt.
std::string shell_init(const ShellInit& wanted);

}  // namespace wick
