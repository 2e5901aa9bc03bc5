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
    {"file already exists", ToolError::kInvalidInput},
    {"Agent type '", ToolError::kInvalidInput},
    {"Unknown skill", ToolError::kInvalidInput},
    {"not in plan mode", ToolError::kInvalidInput},
    {"Invalid URL", ToolError::kInvalidInput},
    {"MCP error -32602", ToolError::kInvalidInput},
    {"MCP error -32601", ToolError::kUnknownTool},
    {"No shell found with ID", ToolError::kInvalidInput},
    {"No task found with ID", ToolError::kInvalidInput},
    {"File does not exist", ToolError::kNoFile},
    {"Path does not exist", ToolError::kNoFile},
    {"Directory does not exist", ToolError::kNoFile},
    {"ENOENT", ToolError::kNoFile},
    {"EISDIR", ToolError::kNoFile},
    {"exceeds maximum allowed", ToolError::kTooLarge},
    {"exceeds the maximum", ToolError::kTooLarge},
    {"maxContentLength size", ToolError::kTooLarge},
    {"timed out", ToolError::kTimeout},
    {"Permission to use", ToolError::kDenied},
    {"requested permissions", ToolError::kDenied},
    {"requires approval", ToolError::kDenied},
    {"require approval", ToolError::kDenied},
    {"was blocked. For security", ToolError::kDenied},
    {"permission to", ToolError::kDenied},
    {"hook", ToolError::kHook},
    {"status code", ToolError::kHttp},
    {"net::ERR", ToolError::kHttp},
    {"ECONNREFUSED", ToolError::kHttp},
    {"ENOTFOUND", ToolError::kHttp},
    {"Unable to verify if domain", ToolError::kNetwork},
    {"unable to fetch from", ToolError::kNetwork},
    {"Exit code ", ToolError::kExitCode},
});

// What shells and runtimes print when a command is not at home here.
constexpr auto kPlatformSigns = std::to_array<Sign>({
    {"command not found", ToolError::kNoCommand},
    {"Unknown command: ", ToolError::kNoCommand},
    {"not found, but can be installed with", ToolError::kNoCommand},
    {"bad interpreter", ToolError::kNoCommand},
    {"Exec format error", ToolError::kNoCommand},
    {"is not recognized as an internal or external command", ToolError::kNoCommand},
    {"is not recognized as a name of a cmdlet", ToolError::kNoCommand},
    {"is not recognized as the name of a cmdlet", ToolError::kNoCommand},
    {"No module named", ToolError::kNoModule},
    {"ModuleNotFoundError", ToolError::kNoModule},
    {"Cannot find module", ToolError::kNoModule},
    {"Cannot find package", ToolError::kNoModule},
    {"ERR_MODULE_NOT_FOUND", ToolError::kNoModule},
    {"cannot open shared object file", ToolError::kNoModule},
    {"cannot load such file", ToolError::kNoModule},
    {"no required module provides package", ToolError::kNoModule},
    {"can't find crate for", ToolError::kNoModule},
    {"Can't locate ", ToolError::kNoModule},
    {"Unable to locate a Java Runtime", ToolError::kNoModule},
    {"Could not find or load main class", ToolError::kNoModule},
    {"version `GLIBC", ToolError::kNoModule},
    {"illegal option", ToolError::kWrongOption},
    {"unrecognized option", ToolError::kWrongOption},
    {"unknown option", ToolError::kWrongOption},
    {"invalid option", ToolError::kWrongOption},
    {"unrecognized subcommand", ToolError::kWrongOption},
    {"unrecognized arguments", ToolError::kWrongOption},
    {"unknown flag", ToolError::kWrongOption},
    {"unknown shorthand flag", ToolError::kWrongOption},
    {"unknown command \"", ToolError::kWrongOption},
    {"unknown predicate", ToolError::kWrongOption},
    {"unexpected argument '", ToolError::kWrongOption},
    {"no such option", ToolError::kWrongOption},
    {"No such option", ToolError::kWrongOption},
    {"invalid command code", ToolError::kWrongOption},
    {"illegal time format", ToolError::kWrongOption},
    {"is not a git command", ToolError::kWrongOption},
    {"The syntax of the command is incorrect", ToolError::kWrongOption},
    {"not a git repository", ToolError::kWrongFolder},
    {"go.mod file not found", ToolError::kWrongFolder},
    {"no makefile found", ToolError::kWrongFolder},
    {"could not find a pyproject.toml", ToolError::kWrongFolder},
    {"no configuration file provided", ToolError::kWrongFolder},
    {"The system cannot find the path specified", ToolError::kWrongFolder},
    {"cd: no such file or directory", ToolError::kWrongFolder},
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
    {"Captcha", ToolError::kChallenge},
    {"Enable JavaScript and cookies to continue", ToolError::kChallenge},
    {"unusual traffic", ToolError::kChallenge},
    {"not a robot", ToolError::kChallenge},
    {"DDoS protection by", ToolError::kChallenge},
    {"verify you are human", ToolError::kChallenge},
    {"Verify you are human", ToolError::kChallenge},
    {"net::ERR", ToolError::kNetwork},
    {"ECONNREFUSED", ToolError::kNetwork},
    {"ECONNRESET", ToolError::kNetwork},
    {"ENOTFOUND", ToolError::kNetwork},
    {"ETIMEDOUT", ToolError::kNetwork},
    {"EAI_AGAIN", ToolError::kNetwork},
    {"socket hang up", ToolError::kNetwork},
    {"certificate has expired", ToolError::kNetwork},
    {"self-signed certificate", ToolError::kNetwork},
    {"page.goto: Timeout", ToolError::kNetwork},
    {"Navigation timeout", ToolError::kNetwork},
    {"Unable to verify if domain", ToolError::kNetwork},
    {"unable to fetch from", ToolError::kNetwork},
    {"unable to verify the first certificate", ToolError::kNetwork},
    {"Executable doesn't exist", ToolError::kNoBrowser},
    {"browser is not installed", ToolError::kNoBrowser},
    {"browser has been closed", ToolError::kNoBrowser},
    {"Chromium distribution", ToolError::kNoBrowser},
    {"Failed to launch the browser", ToolError::kNoBrowser},
    {"Could not find Chrome", ToolError::kNoBrowser},
    {"Browser is already in use", ToolError::kNoBrowser},
    {"extension is not connected", ToolError::kNoBrowser},
    {"session expired", ToolError::kLogin},
    {"session has expired", ToolError::kLogin},
    {"cookie has expired", ToolError::kLogin},
    {"cookies have expired", ToolError::kLogin},
    {"cookies are stale", ToolError::kLogin},
    {"Log in to continue", ToolError::kLogin},
    {"Please log in", ToolError::kLogin},
    {"Sign in to continue", ToolError::kLogin},
    {"You must be logged in", ToolError::kLogin},
    {"page is empty", ToolError::kEmptyPage},
    {"Page URL: about:blank", ToolError::kEmptyPage},
    {"page has no content", ToolError::kEmptyPage},
});

// What a page that was got may well speak of, too: they count at its very beginning.
constexpr auto kWeakWallSigns = std::to_array<Sign>({
    {"Please sign in", ToolError::kLogin},
    {"Authentication required", ToolError::kLogin},
    {"No content found", ToolError::kEmptyPage},
    {"401 Unauthorized", ToolError::kHttp},
    {"403 Forbidden", ToolError::kHttp},
    {"404 Not Found", ToolError::kHttp},
    {"429 Too Many Requests", ToolError::kHttp},
    {"500 Internal Server Error", ToolError::kHttp},
    {"502 Bad Gateway", ToolError::kHttp},
    {"503 Service Unavailable", ToolError::kHttp},
    {"504 Gateway Time", ToolError::kHttp},
});

// A redirect that WebFetch does not follow, to where one signs in.
bool leads_to_login(std::string_view text) {
  std::size_t at = find_in(text, "Redirect URL: ");
  if (at == text.npos) return false;
  std::string_view url = text.substr(at + 14);
  url = url.substr(0, url.find_first_of(" \n\\"));
  for (std::string_view part : {"login", "signin", "sign_in", "sign-in", "//accounts.", "/auth", "//sso.", "/sso"})
    if (contains(url, part)) return true;
  return false;
}

// "cd: build: No such file or directory".
bool has_no_folder(std::string_view text) {
  std::size_t at = find_in(text, "cd: ");
  if (at == text.npos) return false;
  std::string_view line = text.substr(at);
  line = line.substr(0, line.find_first_of("\n\\"));
  return contains(line, "No such file or directory") || contains(line, "Not a directory");
}

// "403", where a text says that it is a status.
bool has_http_error(std::string_view text) {
  for (std::string_view before : {"status code ", "HTTP ", "HTTP/1.1 ", "HTTP/2 ", "Error: ", "status: "}) {
    std::size_t at = find_in(text, before);
    if (at == text.npos) continue;
    std::string_view code = text.substr(at + before.size(), 3);
    if (code == "401" || code == "403" || code == "404" || code == "407" || code == "410" || code == "429")
      return true;
    if (code.size() == 3 && code[0] == '5' && (code[1] == '0' || code[1] == '2')) return true;
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
    ToolError sign = first_sign(kPlatformSigns, text, ToolError::kExitCode);
    if (sign != ToolError::kExitCode) return sign;
    if (has_no_folder(text)) return ToolError::kWrongFolder;
    // What a shell exits with when there is no such command.
    return contains(text.substr(0, 30), "code 127") ? ToolError::kNoCommand : ToolError::kExitCode;
  }
  return first_sign(kSigns, text, ToolError::kOther);
}

ToolError classify_wall(std::string_view text) {
  text = text.substr(0, 500);
  ToolError sign = first_sign(kWallSigns, text, ToolError::kNone);
  if (sign != ToolError::kNone) return sign;
  if (leads_to_login(text)) return ToolError::kLogin;
  return has_http_error(text) ? ToolError::kHttp : first_sign(kWeakWallSigns, text.substr(0, 100), ToolError::kNone);
}

}  // namespace wick
