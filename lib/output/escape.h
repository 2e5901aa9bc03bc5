// SPDX-License-Identifier: MIT
// A finished line made fit for a program that expands what it shows: a shell's prompt, tmux.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// Who shows the line.
enum class Target {
  kTerminal,  // as it is
  kZsh,       // PROMPT, RPROMPT, print -P
  kBash,      // PS1
  kTmux,      // status-left, status-right
};

/// The target that a shell's prompt is, by the shell's name; "fish" and "plain" show it as it is.
/// Empty for any other name.
std::optional<Target> prompt_of(std::string_view shell);

/// `line`, plain text and SGR sequences, so that the target shows the text letter by letter and in
/// these colours, whatever stands in it.
///
/// zsh and bash can expand a prompt twice: its own escapes, and variables and commands as in double
/// quotes (zsh's PROMPT_SUBST, bash's promptvars), the latter only where the line itself became
/// part of the prompt. The result is safe and reads the same either way: behind every "$" (in zsh
/// every backslash too) stands an empty invisible group, and backticks (in bash backslashes too)
/// give way to letters that look like them, because no quoting would do for both.
std::string escape_for(Target target, std::string_view line);

}  // namespace wick
