// SPDX-License-Identifier: MIT
// Decides how a tool call ended. Its result alone is not enough: the same words are a failure of
// one tool and the output of another.
#pragma once

#include <string_view>

#include "lib/history/records.h"

namespace wick {

/// A mark of a word that a command line runs or passes on: four of 64 bits. By chance, one in 4,000
/// other words also matches the marks of a line of two words, and one in 40 those of a line of
/// eight words.
std::uint64_t mark_of(CommandFailure::About about, std::string_view word);
/// True if the call's command runs or passes on this word, as far as its marks tell.
bool is_marked(const ToolCall& call, CommandFailure::About about, std::string_view word);
/// The combined marks of a command's programs, options and subcommands. Its text cannot be
/// recovered.
std::uint64_t command_marks(std::string_view command);

/// True for the tools that run a command of a shell.
bool is_command(std::string_view tool);

/// Sets the call's error, once both the call and its result are known. Idempotent.
void settle(ToolCall& call, std::string_view tool);

}  // namespace wick
