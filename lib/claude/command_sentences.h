// SPDX-License-Identifier: MIT
// Messages of programs that have their subject in the middle, or that only one program prints. For
// classify_command().
#pragma once

#include <string>
#include <string_view>

#include "lib/claude/tool_error.h"

namespace wick {

/// A message of shells, runtimes or programs after "program: "; its subject follows.
struct CommandSign {
  std::string_view text;
  ToolError error;
  CommandFailure::About about = CommandFailure::kNothing;
  std::string_view program = {};  // the program that prints it
};

/// The first word without quotes; the option in "--out=x".
std::string subject_of(std::string_view text);
/// What `sign` says about `subject`; `speaker`: the program that printed it, if known.
CommandFailure failure(const CommandSign& sign, std::string subject, std::string_view speaker);

/// The failure that this sentence of a program reports.
CommandFailure by_sentence(std::string_view line);
/// The same for sentences that are not at the start of the line.
CommandFailure by_program(std::string_view line);

}  // namespace wick
