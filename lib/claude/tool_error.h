// SPDX-License-Identifier: MIT
// Why a tool's call failed: first by what the client notes of it, then by how its result begins. A text counts only
// where it stands as it does when the client, a shell or a program says it of itself: at the start of the result or
// of a line, behind "program: ". Whatever a program's output quotes is none of it.
#pragma once

#include <cstdint>
#include <string>
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
  kSteered = 24,      // the user said no, and what to do instead
  kCancelled = 25,    // it never ran: another call of the same response failed
};
inline constexpr std::uint64_t kToolErrors = 26;

/// "rejected", "exit_code", ...; empty for kNone.
std::string_view name_of(ToolError error);

/// What the client says of a call whose result is marked as an error.
struct ClientError {
  ToolError error = ToolError::kOther;
  bool own_tool = false;  // words of Claude Code's own tools: in the output of another they mean nothing
};

/// By `denial` (toolDenialKind) and by how the result begins; escapes may stand in it as in JSON.
ClientError classify_tool_error(std::string_view text, std::string_view denial = {});

/// What shells and programs say of the machine in a command's output.
struct CommandFailure {
  enum About : char { kNothing = 0, kProgram = 'p', kOption = 'o', kSubcommand = 's' };
  ToolError error = ToolError::kNone;
  About about = kNothing;
  std::string subject;   // the program, option, subcommand or module that it is about
  bool leading = false;  // nothing but a mark of the shell stands before it

  bool operator==(const CommandFailure&) const = default;
};

/// Looks at the lines that `text` begins with, whether the result is marked as an error or not: a pipe hides the
/// exit status. Whether a line of a larger output counts, what was run must tell (see settle() of lib/history).
CommandFailure classify_command(std::string_view text);

/// What a wall of the web says in a result; kNone where it is none. `is_error`: it is marked as one; `code`: the
/// server's status, where the client notes it (0: it does not). Means something only for tools of the web.
ToolError classify_wall(std::string_view text, bool is_error, std::int64_t code = 0);

// Texts of results, as they are looked at.

/// How a text reads that stands in JSON: without its escapes, and without colours.
std::string plain_text(std::string_view json);
/// Takes the first line off.
std::string_view take_line(std::string_view& text);
/// Takes a beginning off, where the text has it.
bool take_start(std::string_view& text, std::string_view start);
/// A text that tells an error.
struct ErrorSign {
  std::string_view text;
  ToolError error;
};

}  // namespace wick
