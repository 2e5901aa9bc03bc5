// SPDX-License-Identifier: MIT
// Classifies why a tool call failed: by the client's metadata, then by the start of its result. A
// message only counts where the client, a shell or a program would print it itself: at the start of
// the result or of a line, after "program: ". Messages quoted in output are ignored.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wick {

/// The values are stored in the ledger: append, never renumber.
enum class ToolError : std::uint8_t {
  kNone = 0,
  kOther = 1,         // failed with an unknown message
  kRejected = 2,      // by the user
  kDenied = 3,        // by a permission rule or mode
  kHook = 4,          // by a hook
  kInvalidInput = 5,  // the tool does not accept the input
  kUnknownTool = 6,   // the tool does not exist
  kNotRead = 7,       // edit of a file that was not read, or has changed since
  kNoMatch = 8,       // the text to replace is missing, or not unique
  kNoFile = 9,        // the path does not exist, or is of another type than expected
  kTimeout = 10,
  kExitCode = 11,     // a command's exit status was not 0
  kHttp = 12,         // an HTTP error, or no answer
  kInterrupted = 13,  // by the user, while it ran
  kTooLarge = 14,     // the result exceeds Claude Code's limit
  kNoCommand = 15,    // the command is not installed, or has another name here
  kNoModule = 16,     // a module, package or runtime is missing
  kWrongOption = 17,  // this version or system does not have the option or subcommand
  kWrongFolder = 18,  // it ran in another directory than expected
  kNetwork = 19,      // no answer: net::ERR, ECONNREFUSED
  kChallenge = 20,    // the page requires a human: CAPTCHA, Cloudflare
  kLogin = 21,        // the page requires a login
  kNoBrowser = 22,    // the browser is missing or was closed
  kEmptyPage = 23,    // the page is empty
  kSteered = 24,      // rejected by the user, with directions
  kCancelled = 25,    // not run, because another call of the same response failed
};
inline constexpr std::uint64_t kToolErrors = 26;

/// "rejected", "exit_code", ...; empty for kNone.
std::string_view name_of(ToolError error);

/// The client's error for a call whose result is marked as one.
struct ClientError {
  ToolError error = ToolError::kOther;
  bool own_tool = false;  // a message of Claude Code's own tools, meaningless in other output
};

/// Classifies by `denial` (toolDenialKind) and the start of the result, which may be JSON-escaped.
ClientError classify_tool_error(std::string_view text, std::string_view denial = {});

/// A system error in a command's output, as reported by a shell or a program.
struct CommandFailure {
  enum About : char { kNothing = 0, kProgram = 'p', kOption = 'o', kSubcommand = 's' };
  ToolError error = ToolError::kNone;
  About about = kNothing;
  std::string subject;   // the program, option, subcommand or module concerned
  bool leading = false;  // only a shell's prefix precedes it

  bool operator==(const CommandFailure&) const = default;
};

/// Examines the first lines of `text`, even if the result is not marked as an error, because a pipe
/// hides the exit status. Whether an error in longer output counts depends on the command: see
/// settle() in lib/history.
CommandFailure classify_command(std::string_view text);

/// The reason why a web page was not shown; kNone if it was. `is_error`: the result is marked as an
/// error; `code`: the HTTP status if the client reports it, else 0; `is_summary`: a model wrote it
/// about the page, as WebFetch's does. Only meaningful for web tools.
ToolError classify_wall(std::string_view text, bool is_error, std::int64_t code = 0,
                        bool is_summary = false);

// Helpers for the text of results.

/// Removes JSON escapes and terminal colors.
std::string plain_text(std::string_view json);
/// Removes and returns the first line.
std::string_view take_line(std::string_view& text);
/// Removes `start` if the text begins with it.
bool take_start(std::string_view& text, std::string_view start);
/// A message and the error that it indicates.
struct ErrorSign {
  std::string_view text;
  ToolError error;
};

}  // namespace wick
