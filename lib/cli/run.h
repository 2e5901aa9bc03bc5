// SPDX-License-Identifier: MIT
// What every tool has in common: from its name and arguments to its exit status.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/failure.h"

namespace wick {

/// Input and output of a tool's body.
struct Call {
  int argc;
  char** argv;
  std::string out;              // standard output, written at the end, all at once
  std::string warnings;         // lines for standard error; they do not affect the status
  std::string name;             // of the tool, for messages
  std::function<void()> after;  // work to do after the output is written
  bool incomplete = false;      // data could not be read: kOk and kNo become kNoInput

  /// Adds "NAME: MESSAGE" to `warnings`, made printable, because messages quote text by others.
  void warn(const std::string& message);
  /// Warns of each "PATH: REASON" that could not be read, and marks the answer as incomplete.
  void tell_unreadable(const std::vector<std::string>& all);
};

/// What --help prints, in pieces, because some are the same in several tools: there a tab is between
/// an option and its description, which is laid out to begin at the tool's `column`.
struct HelpText {
  template <std::size_t n>
  constexpr HelpText(const std::string_view (&all)[n], std::size_t at = 25)
      : pieces(all), column(at) {}

  std::span<const std::string_view> pieces;
  std::size_t column;
};
std::string help_of(const HelpText& text);

/// The last lines of each tool's.
inline constexpr std::string_view kHelpAndVersion =
    "  -h, --help\tprint this\n"
    "  -V, --version\tprint the version\n";

/// Runs a tool: prints `usage` for --help or the version for --version anywhere before "--";
/// otherwise calls `body`. A Failure becomes "NAME: MESSAGE" on standard error and its exit status;
/// if standard output cannot be written, the status is kIo. Does not return, because freeing memory
/// piece by piece just before the process ends is wasted.
[[noreturn]] int run(int argc, char** argv, const HelpText& usage, Exit (*body)(Call&));

/// A tool under the name it is called by; its cmd/NAME.cc defines `main` as run_NAME, with _ for -.
struct NamedTool {
  std::string_view name;  // "wick-usage"
  int (*main)(int argc, char** argv);
};

/// The main function of a program that is several tools, one per hard link to it: runs the one it
/// was called as. A copy or link with another name runs the tool whose file it is; where that is
/// unknown too, the status is kUsage. A program that is one tool runs it under any name.
int run_as(int argc, char** argv, std::initializer_list<NamedTool> tools);

extern const char* const kVersion;

/// Precedes the version in every program, so that it can be found without running it, for example
/// by what(1).
inline constexpr std::string_view kVersionMark = "@(#)wick ";

}  // namespace wick
