// SPDX-License-Identifier: MIT
#include "lib/claude/tool_error.h"

#include <algorithm>
#include <array>

#include "lib/base/text.h"

namespace wick {
namespace {

// Messages that the client itself writes at the start of a result, for any tool. Clients 1.0 to
// 2.1.332.
constexpr auto kClientSigns = std::to_array<ErrorSign>({
    {"The user doesn't want to proceed", ToolError::kRejected},
    {"The user doesn't want to take this action", ToolError::kRejected},
    {"The user rejected", ToolError::kRejected},
    {"User rejected tool use", ToolError::kRejected},
    {"[Request interrupted", ToolError::kInterrupted},
    {"Sibling tool call errored", ToolError::kCancelled},
    {"Cancelled: parallel tool call", ToolError::kCancelled},
    {"InputValidationError", ToolError::kInvalidInput},
    {"Invalid tool parameters", ToolError::kInvalidInput},
    {"No such tool available", ToolError::kUnknownTool},
    {"MCP error -32602", ToolError::kInvalidInput},
    {"MCP error -32601", ToolError::kUnknownTool},
    {"MCP error -32001: Request timed out", ToolError::kTimeout},
    {"Command timed out after", ToolError::kTimeout},
    {"Permission to use ", ToolError::kDenied},
    {"Permission to read ", ToolError::kDenied},
    {"Permission to edit ", ToolError::kDenied},
    {"Permission to write ", ToolError::kDenied},
    {"Permission for this ", ToolError::kDenied},
    {"Claude requested permissions", ToolError::kDenied},
    {"This command requires approval", ToolError::kDenied},
    {"This Bash command contains multiple operations", ToolError::kDenied},
    {"This command uses shell operators that require approval", ToolError::kDenied},
    {"Blocked: sleep ", ToolError::kDenied},
    {"<error>Command was aborted before completion", ToolError::kInterrupted},
    {"Command was aborted before completion", ToolError::kInterrupted},
    {"Hook PreToolUse", ToolError::kHook},
    {"PreToolUse:", ToolError::kHook},
    {"Execution stopped by PreToolUse hook", ToolError::kHook},
    {"Operation stopped by hook", ToolError::kHook},
    {"Bash operation blocked by hook", ToolError::kHook},
});

// The same, for Claude Code's own tools for files, searches, agents and pages.
constexpr auto kOwnSigns = std::to_array<ErrorSign>({
    {"File has not been read yet", ToolError::kNotRead},
    {"File has been modified since read", ToolError::kNotRead},
    {"File has been unexpectedly modified", ToolError::kNotRead},
    {"File content has changed since it was last read", ToolError::kNotRead},
    {"Nothing was written. Nothing shows that you have read", ToolError::kNotRead},
    {"String to replace not found", ToolError::kNoMatch},
    {"String not found in file", ToolError::kNoMatch},
    {"No changes to make", ToolError::kNoMatch},
    {"File is in a directory that is ", ToolError::kDenied},
    {"File does not exist", ToolError::kNoFile},
    {"Path does not exist", ToolError::kNoFile},
    {"Directory does not exist", ToolError::kNoFile},
    {"ENOENT: no such file or directory, ", ToolError::kNoFile},
    {"EISDIR: ", ToolError::kNoFile},
    {"EACCES: ", ToolError::kDenied},
    {"EPERM: ", ToolError::kDenied},
    {"ENOTDIR: ", ToolError::kNoFile},
    {"File content (", ToolError::kTooLarge},
    {"maxContentLength size", ToolError::kTooLarge},
    {"Ripgrep search timed out", ToolError::kTimeout},
    {"Search failed", ToolError::kInvalidInput},
    {"rg: ", ToolError::kInvalidInput},
    {"ripgrep rejected", ToolError::kInvalidInput},
    {"Agent type '", ToolError::kInvalidInput},
    {"Unknown skill", ToolError::kInvalidInput},
    {"You are not in plan mode", ToolError::kInvalidInput},
    {"Cannot create new file - file already exists", ToolError::kInvalidInput},
    {"Invalid URL", ToolError::kInvalidInput},
    {"No shell found with ID", ToolError::kInvalidInput},
    {"No task found with ID", ToolError::kInvalidInput},
    {"Request failed with status code", ToolError::kHttp},
    {"getaddrinfo ", ToolError::kHttp},
    {"connect ECONN", ToolError::kHttp},
    {"Unable to verify if domain", ToolError::kNetwork},
    {"Claude Code is unable to fetch from", ToolError::kNetwork},
    {"timeout of ", ToolError::kNetwork},
});

template <class Signs>
ToolError sign_at_start(const Signs& signs, std::string_view text) {
  for (const ErrorSign& sign : signs)
    if (text.substr(0, sign.text.size()) == sign.text) return sign.error;
  return ToolError::kNone;
}

// Messages with a variable start: "Found 2 matches of the string to replace", "claude-opus-5[1m] is
// temporarily unavailable, so auto mode cannot determine", "cd in '/x' was blocked. For security,
// Claude Code may only".
ClientError by_client_sentence(std::string_view line) {
  if (line.substr(0, 6) == "Found " && contains(line, " matches of the string to replace"))
    return {ToolError::kNoMatch, true};
  if (contains(line, " is temporarily unavailable, so auto mode cannot determine"))
    return {ToolError::kDenied, false};
  if (contains(line, " was blocked. For security, Claude Code")) return {ToolError::kDenied, false};
  if (contains(line, " operation blocked by hook:")) return {ToolError::kHook, false};
  if (line.substr(0, 10) == "MCP tool \"" && contains(line, ") exceeds maximum allowed tokens"))
    return {ToolError::kTooLarge, false};
  if (line.substr(0, 6) == "Agent " && contains(line, " not found. Available agents:"))
    return {ToolError::kInvalidInput, true};
  return {ToolError::kNone, false};
}

ToolError by_denial(std::string_view denial) {
  if (denial == "user-rejected") return ToolError::kRejected;
  if (contains(denial, "hook")) return ToolError::kHook;
  if (contains(denial, "interrupt") || contains(denial, "abort")) return ToolError::kInterrupted;
  return denial.empty() ? ToolError::kNone : ToolError::kDenied;
}

// "Exit code 143", followed by the client's message that it ended the command.
bool is_timeout(std::string_view text) {
  take_line(text);
  return text.substr(0, 23) == "Command timed out after";
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
    {ToolError::kSteered, "steered"},
    {ToolError::kCancelled, "cancelled"},
});

// The position after a color sequence: "[31m" after an escape character.
std::size_t behind_colour(std::string_view json, std::size_t at) {
  if (at >= json.size() || json[at] != '[') return at;
  for (++at; at < json.size() && (json[at] < '@' || json[at] > '~'); ++at) {
  }
  return std::min(at + 1, json.size());
}

}  // namespace

std::string_view name_of(ToolError error) {
  for (const Name& known : kNames) {
    if (known.error == error) return known.name;
  }
  return {};
}

ClientError classify_tool_error(std::string_view json, std::string_view denial) {
  std::string kept = plain_text(json);
  std::string_view text = trim(kept);
  take_start(text, "Error: ");
  bool wrapped = take_start(text, "<tool_use_error>");
  take_start(text, "Error: ");
  if (text.substr(0, 10) == "Exit code ")
    return {is_timeout(text) ? ToolError::kTimeout : ToolError::kExitCode, false};
  ToolError error = by_denial(denial);
  if (error == ToolError::kNone) error = sign_at_start(kClientSigns, text);
  if (error == ToolError::kRejected)
    return {contains(text, "the user said:") ? ToolError::kSteered : error, false};
  if (error != ToolError::kNone) return {error, false};
  // This ENOENT means that the client's own program was replaced while it ran.
  if (contains(text, "posix_spawn")) return {ToolError::kOther, false};
  ClientError said{sign_at_start(kOwnSigns, text), !wrapped};
  std::string_view rest = text;
  if (said.error == ToolError::kNone) said = by_client_sentence(take_line(rest));
  if (said.error != ToolError::kNone) return {said.error, said.own_tool && !wrapped};
  // Only the client wraps a message like this: it rejected the call.
  return {wrapped ? ToolError::kInvalidInput : ToolError::kOther, false};
}

std::string plain_text(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    char c = json[at++];
    if (c == '"') break;  // end of the string
    if (c != '\\' || at == json.size()) {
      if (c == '\x1b') at = behind_colour(json, at);
      else out += c;
      continue;
    }
    c = json[at++];
    if (c == 'n') out += '\n';
    else if (c == 't') out += '\t';
    else if (c == '"' || c == '\\' || c == '/') out += c;
    if (c != 'u') continue;
    bool colour = lower(std::string(json.substr(at, 4))) == "001b";
    at = std::min(at + 4, json.size());
    if (colour) at = behind_colour(json, at);
    else out += '?';
  }
  return out;
}

std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

bool take_start(std::string_view& text, std::string_view start) {
  if (text.substr(0, start.size()) != start) return false;
  text.remove_prefix(start.size());
  return true;
}

}  // namespace wick
