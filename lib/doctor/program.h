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

}  // namespace wick
