// SPDX-License-Identifier: MIT
// Why a tool's call failed, told by how its result begins.
#pragma once

#include <cstdint>
#include <string_view>

namespace wick {

/// The numbers are kept in the ledger: append, never renumber.
enum class ToolError : std::uint8_t {
  kNone = 0,
  kOther = 1,         // it failed, and the text is none of those below
  kRejected = 2,      // the user said no
  kDenied = 3,        // a permission rule or mode did
  kHook = 4,          // a hook did
  kInvalidInput = 5,  // the input is not what the tool takes
  kUnknownTool = 6,   // there is no such tool
  kNotRead = 7,       // an edit of a file that was not read, or has changed since
  kNoMatch = 8,       // the text to replace is not there, or there more than once
  kNoFile = 9,        // the path does not exist, or is not what it was taken for
  kTimeout = 10,
  kExitCode = 11,     // a command's exit status was not 0
  kHttp = 12,         // a server's answer was an error, or there was none
  kInterrupted = 13,  // by the user, while it ran
  kTooLarge = 14,     // the result is more than Claude Code passes on
  kNoCommand = 15,    // a command is not installed, or has another name here
  kNoModule = 16,     // a module, package or runtime is missing
  kWrongOption = 17,  // an option or a subcommand that this version or system does not have
  kWrongFolder = 18,  // it was run in another directory than was thought
  kNetwork = 19,      // there was no answer: net::ERR, ECONNREFUSED
  kChallenge = 20,    // a page that asks for a human: CAPTCHA, Cloudflare
  kLogin = 21,        // a page that asks to sign in
  kNoBrowser = 22,    // the browser is missing, or was closed
  kEmptyPage = 23,    // there is nothing on the page
};

/// "rejected", "exit_code", ...; empty for kNone.
std::string_view name_of(ToolError error);

/// Classifies the text of a result that is marked as an error. Escapes may stand in it as in JSON.
ToolError classify_tool_error(std::string_view text);

/// What a wall of the web says in a result, whether it is marked as an error or not; kNone where it is
/// none. Means something only for tools of the web: other results may quote such words.
ToolError classify_wall(std::string_view text);

}  // namespace wick
