// SPDX-License-Identifier: MIT
// The frame of every tool: from main's arguments to the exit status.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/failure.h"

namespace wick {

/// What a tool's body gets and gives.
struct Call {
  int argc;
  char** argv;
  std::string out;              // to standard output, written at the end and all at once
  std::string warnings;         // lines for standard error; the answer counts all the same
  std::string name;             // of the tool, for messages
  std::function<void()> after;  // work for when the output is written
  bool incomplete = false;      // the answer lacks what could not be read: a kOk or kNo is none, but kNoInput

  /// Adds a line "NAME: MESSAGE" to `warnings`, made printable: messages quote what others wrote.
  void warn(const std::string& message);
  /// Warns of what could not be read, "PATH: REASON" each, without which the answer is incomplete.
  void tell_unreadable(const std::vector<std::string>& all);
};

/// Runs a tool: --help prints `usage` and --version the version, wherever they stand before "--";
/// else `body` runs. A Failure becomes "NAME: MESSAGE" on standard error and its exit status; when
/// standard output cannot be written the status is kIo. Does not return: memory is not given back
/// piece by piece just before all of it is.
[[noreturn]] int run(int argc, char** argv, const char* usage, Exit (*body)(Call&));

/// wick's version, from the file VERSION.
extern const char* const kVersion;

/// What stands before the version in every program, so that it can be read without running it (and
/// by what(1)).
inline constexpr std::string_view kVersionMark = "@(#)wick ";

}  // namespace wick
