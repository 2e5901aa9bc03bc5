// SPDX-License-Identifier: MIT
// What can be found out about a program without running it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"

namespace wick {

enum class Linkage { kUnknown, kStatic, kDynamic };
/// Whether a loader must load shared libraries first; kUnknown if it is not an ELF file.
Linkage linkage_of(const std::string& path);

/// The version of a wick program; empty when none is found in it.
std::string wick_version_of(const std::string& path);

/// A command in settings.json, parsed as far as possible without a shell.
struct Command {
  std::string program;    // its first word
  std::string path;       // the file that it runs; empty when it is not found
  std::string wick_line;  // the wick-line that it runs, directly or in a script
  bool runs_wick = false;
};
Command command_of(const Env& env, const std::string& text);

// Tries out a status line command as Claude Code would run it.

/// Runs a command with an empty payload, in an environment of `path` and the folders with settings
/// only, in which wick cannot write its own files. Returns the shell's message if the command, or a
/// wick-line in it, is not found; else empty.
std::string what_is_not_found(const Env& env, const std::string& command, std::string_view path);

}  // namespace wick
