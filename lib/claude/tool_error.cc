// SPDX-License-Identifier: MIT
#include "lib/claude/tool_error.h"

#include <array>

#include "lib/base/text.h"

namespace wick {
namespace {

struct Sign {
  std::string_view text;
  ToolError error;
};

// Texts of clients 1.0 to 2.1.330. The first that stands near the beginning decides.
constexpr auto kSigns = std::to_array<Sign>({
    {"user doesn't want to proceed", ToolError::kRejected},
    {"user doesn't want to take this action", ToolError::kRejected},
    {"The user rejected", ToolError::kRejected},
    {"[Request interrupted", ToolError::kInterrupted},
    {"was interrupted", ToolError::kInterrupted},
    {"InputValidationError", ToolError::kInvalidInput},
    {"No such tool available", ToolError::kUnknownTool},
    {"has not been read yet", ToolError::kNotRead},
    {"has been modified since read", ToolError::kNotRead},
    {"has been unexpectedly modified", ToolError::kNotRead},
    {"String to replace not found", ToolError::kNoMatch},
    {"matches of the string to replace", ToolError::kNoMatch},
    {"old_string and new_string are exactly the same", ToolError::kNoMatch},
    {"File does not exist", ToolError::kNoFile},
    {"Path does not exist", ToolError::kNoFile},
    {"Directory does not exist", ToolError::kNoFile},
    {"ENOENT", ToolError::kNoFile},
    {"EISDIR", ToolError::kNoFile},
    {"exceeds maximum allowed", ToolError::kTooLarge},
    {"exceeds the maximum", ToolError::kTooLarge},
    {"timed out", ToolError::kTimeout},
    {"Permission to use", ToolError::kDenied},
    {"requested permissions", ToolError::kDenied},
    {"This command requires approval", ToolError::kDenied},
    {"was blocked. For security", ToolError::kDenied},
    {"permission to", ToolError::kDenied},
    {"hook", ToolError::kHook},
    {"status code", ToolError::kHttp},
    {"net::ERR", ToolError::kHttp},
    {"ECONNREFUSED", ToolError::kHttp},
    {"ENOTFOUND", ToolError::kHttp},
    {"Exit code ", ToolError::kExitCode},
});

// What shells and runtimes print when a command is not at home here.
constexpr auto kPlatformSigns = std::to_array<Sign>({
    {"command not found", ToolError::kNoCommand},
    {"is not recognized as an internal or external command", ToolError::kNoCommand},
    {"is not recognized as a name of a cmdlet", ToolError::kNoCommand},
    {"is not recognized as the name of a cmdlet", ToolError::kNoCommand},
    {"No module named", ToolError::kNoModule},
    {"ModuleNotFoundError", ToolError::kNoModule},
    {"Cannot find module", ToolError::kNoModule},
    {"Cannot find package", ToolError::kNoModule},
    {"ERR_MODULE_NOT_FOUND", ToolError::kNoModule},
    {"cannot open shared object file", ToolError::kNoModule},
    {"illegal option", ToolError::kWrongOption},
    {"unrecognized option", ToolError::kWrongOption},
    {"unknown option", ToolError::kWrongOption},
    {"invalid option", ToolError::kWrongOption},
    {"unrecognized subcommand", ToolError::kWrongOption},
    {"not a git repository", ToolError::kWrongFolder},
    {"could not find `Cargo.toml`", ToolError::kWrongFolder},
    {"Could not read package.json", ToolError::kWrongFolder},
    {"no such file or directory: package.json", ToolError::kWrongFolder},
    {"can't cd to", ToolError::kWrongFolder},
});

constexpr auto kWallSigns = std::to_array<Sign>({
    {"Just a moment...", ToolError::kChallenge},
    {"Checking your browser", ToolError::kChallenge},
    {"Attention Required! | Cloudflare", ToolError::kChallenge},
    {"captcha", ToolError::kChallenge},
    {"CAPTCHA", ToolError::kChallenge},
    {"verify you are human", ToolError::kChallenge},
    {"Verify you are human", ToolError::kChallenge},
    {"net::ERR", ToolError::kNetwork},
    {"ECONNREFUSED", ToolError::kNetwork},
    {"ECONNRESET", ToolError::kNetwork},
    {"ENOTFOUND", ToolError::kNetwork},
    {"ETIMEDOUT", ToolError::kNetwork},
    {"unable to verify the first certificate", ToolError::kNetwork},
    {"Executable doesn't exist", ToolError::kNoBrowser},
    {"browser is not installed", ToolError::kNoBrowser},
    {"browser has been closed", ToolError::kNoBrowser},
    {"Chromium distribution", ToolError::kNoBrowser},
    {"session expired", ToolError::kLogin},
    {"Please log in", ToolError::kLogin},
    {"Sign in to continue", ToolError::kLogin},
    {"You must be logged in", ToolError::kLogin},
    {"page is empty", ToolError::kEmptyPage},
});

// "403", where a text says that it is a status.
bool has_http_error(std::string_view text) {
  for (std::string_view before : {"status code ", "HTTP ", "HTTP/1.1 ", "HTTP/2 ", "Error: ", "status: "}) {
    std::size_t at = find_in(text, before);
    if (at == text.npos) continue;
    std::string_view code = text.substr(at + before.size(), 3);
    if (code == "401" || code == "403" || code == "404" || code == "407" || code == "410" || code == "429")
      return true;
    if (code.size() == 3 && code[0] == '5' && code[1] == '0') return true;
  }
  return false;
}

struct Name {
  ToolError error;
  std::string_view name;
};

constexpr auto kNames = std::to_array<Name>({
    {ToolError::kOther, "other"},
    {ToolError::kRejected, "rejected"},
    {ToolError::kDenied, "denied"},
    {ToolError::kHook, "hook"},
    {ToolError::kInvalidInput, "invalid_input"},
    {ToolError::kUnknownTool, "unknown_tool"},
    {ToolError::kNotRead, "not_read"},
    {ToolError::kNoMatch, "no_match"},
    {ToolError::kNoFile, "no_file"},
    {ToolError::kTimeout, "timeout"},
    {ToolError::kExitCode, "exit_code"},
    {ToolError::kHttp, "http"},
    {ToolError::kInterrupted, "interrupted"},
    {ToolError::kTooLarge, "too_large"},
    {ToolError::kNoCommand, "no_command"},
    {ToolError::kNoModule, "no_module"},
    {ToolError::kWrongOption, "wrong_option"},
    {ToolError::kWrongFolder, "wrong_folder"},
    {ToolError::kNetwork, "network"},
    {ToolError::kChallenge, "challenge"},
    {ToolError::kLogin, "login"},
    {ToolError::kNoBrowser, "no_browser"},
    {ToolError::kEmptyPage, "empty_page"},
});

template <class Signs>
ToolError first_sign(const Signs& signs, std::string_view text, ToolError none) {
  for (const Sign& sign : signs) {
    if (contains(text, sign.text)) return sign.error;
  }
  return none;
}

}  // namespace

std::string_view name_of(ToolError error) {
  for (const Name& known : kNames) {
    if (known.error == error) return known.name;
  }
  return {};
}

ToolError classify_tool_error(std::string_view text) {
  constexpr std::size_t kNear = 300;
  text = text.substr(0, kNear);
  // Behind its status a command says what its program printed: only what shells and runtimes say of
  // the machine is looked for there.
  if (text.substr(0, 10) == "Exit code " || text.substr(0, 17) == "Error: Exit code ") {
    if (contains(text.substr(0, 60), "timed out")) return ToolError::kTimeout;
    return first_sign(kPlatformSigns, text, ToolError::kExitCode);
  }
  return first_sign(kSigns, text, ToolError::kOther);
}

ToolError classify_wall(std::string_view text) {
  text = text.substr(0, 500);
  ToolError sign = first_sign(kWallSigns, text, ToolError::kNone);
  return sign == ToolError::kNone && has_http_error(text) ? ToolError::kHttp : sign;
}

}  // namespace wick
