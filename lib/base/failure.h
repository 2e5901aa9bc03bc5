// SPDX-License-Identifier: MIT
// The exit statuses of the tools, and the exception that leads to them.
#pragma once

#include <string>

namespace wick {

/// Exit statuses of all tools. 1 is an answer ("no", "none"), never an error; errors start at 64,
/// with the numbers of sysexits(3). 2 is not used, because a Claude Code hook interprets it as
/// "block".
enum class Exit : int {
  kOk = 0,
  kNo = 1,
  kUsage = 64,        // bad option or operand
  kData = 65,         // malformed input
  kNoInput = 66,      // input cannot be read
  kUnavailable = 69,  // no session, or a helper is missing
  kSoftware = 70,     // a bug in wick
  kIo = 74,           // a write failed
  kTempfail = 75,     // retry may help
  kConfig = 78,       // bad configuration file
};

/// Thrown if a function cannot do its task. The message has the form "OBJECT: REASON", lower case,
/// no full stop; cli::run() catches it in one place and prepends the tool's name. Expected absence
/// is std::optional instead.
struct Failure {
  Exit code;
  std::string message;
  int error = 0;  // errno, if that is the reason
};

}  // namespace wick
