// SPDX-License-Identifier: MIT
// What came of a call: its result alone does not tell, because the same words are a failure of one tool and the
// output of another.
#pragma once

#include <string_view>

#include "lib/history/records.h"

namespace wick {

/// A mark, four bits of 64, of a word that a command line runs or passes on: of a line of two words one in 4,000
/// others seems to be there too, of one of eight words one in 40.
std::uint64_t mark_of(CommandFailure::About about, std::string_view word);
/// The marks of a command's programs, options and subcommands, all together. None of its text can be told from it.
std::uint64_t command_marks(std::string_view command);

/// Decides what the call's error is, once both the call and its result are known. Deciding again changes nothing.
void settle(ToolCall& call, std::string_view tool);

}  // namespace wick
