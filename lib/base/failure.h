// SPDX-License-Identifier: MIT
// What a tool's exit status means, and how a library function gives up.
#pragma once

#include <string>

namespace wick {

/// Exit statuses, the same in every tool. 1 is an answer ("no", "none"), never an error; trouble
/// starts at 64 with the numbers of sysexits(3). 2 is left free: a Claude Code hook reads it as
/// "block".
enum class Exit : int {
  kOk = 0,
  kNo = 1,
  kUsage = 64,        // bad option or operand
  kData = 65,         // malformed input
  kNoInput = 66,      // input cannot be read
  kUnavailable = 69,  // no session, a helper is missing
  kSoftware = 70,     // our bug
  kIo = 74,           // a write failed
  kTempfail = 75,     // retry may help
  kConfig = 78,       // bad configuration file
};

/// Thrown where the caller cannot get what it asked for. The message reads "OBJECT: REASON", lower
/// case, no full stop; cli::run() catches it in one place and puts the tool's name in front.
/// Expected absence is std::optional, not a Failure.
struct Failure {
  Exit code;
  std::string message;
  int error = 0;  // the system's errno, where that is the reason
};

}  // namespace wick
