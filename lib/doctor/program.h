// SPDX-License-Identifier: MIT
// What can be told of a program without running it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"

namespace wick {

enum class Linkage { kUnknown, kStatic, kDynamic };
/// Whether a loader has to bring shared libraries first; kUnknown for what is no ELF file.
Linkage linkage_of(const std::string& path);

/// The version of a wick program; empty when it has none.
std::string wick_version_of(const std::string& path);

/// A command as settings.json has it, taken apart as far as one can without a shell.
struct Command {
  std::string program;    // its first word
  std::string path;       // the file that it runs; empty when it is not found
  std::string wick_line;  // the wick-line that it runs, directly or in a script
  bool runs_wick = false;
};
Command command_of(const Env& env, const std::string& text);

// A status line command tried out as Claude Code would run it.

/// Runs a command with an empty payload and no more of an environment than `path` and the folders
/// that hold settings; wick's own files cannot be written in it. What the shell says where it does
/// not find the command, or a wick-line in it; empty when all was found.
std::string what_is_not_found(const Env& env, const std::string& command, std::string_view path);

}  // namespace wick
