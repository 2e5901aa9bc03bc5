// SPDX-License-Identifier: MIT
// The shell integration: shell/wick.zsh, wick.bash and wick.fish, each preceded by its settings.
#pragma once

#include <string>

namespace wick {

/// wick-init's options; empty members were not given.
struct ShellInit {
  std::string shell;      // zsh, bash, fish
  std::string wick_line;  // the program to run before each prompt
  std::string functions;  // the folder of wick's zsh completions
  std::string place;      // right, left, above
  bool live = false;
  std::string recent, over, color, format;  // arguments of wick-line's options
};

/// The text for the shell to evaluate. Failure{kUsage} for an unsupported shell and for arguments
/// that wick-line would reject at every prompt.
std::string shell_init(const ShellInit& wanted);

}  // namespace wick
