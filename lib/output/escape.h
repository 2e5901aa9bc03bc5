// SPDX-License-Identifier: MIT
// Escapes a finished line for a program that expands what it shows: a shell's prompt, tmux.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// The program that shows the line.
enum class Target {
  kTerminal,  // unchanged
  kZsh,       // PROMPT, RPROMPT, print -P
  kBash,      // PS1
  kTmux,      // status-left, status-right
};

/// The target for a shell's prompt; "fish" and "plain" are kTerminal. Empty for an unknown shell.
std::optional<Target> prompt_of(std::string_view shell);

/// Escapes `line` (plain text and SGR sequences) so that the target shows exactly this text in
/// these colours, whatever it contains.
///
/// zsh and bash can expand a prompt twice: its own escapes, and variables and commands as in double
/// quotes (zsh's PROMPT_SUBST, bash's promptvars), the latter only if the line itself became part
/// of the prompt. The result is safe and looks the same either way: every "$" (in zsh also every
/// backslash) is followed by an empty invisible group, and backticks (in bash also backslashes) are
/// replaced by look-alikes, because no quoting works for both cases.
std::string escape_for(Target target, std::string_view line);

}  // namespace wick
