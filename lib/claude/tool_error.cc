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
});

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
  // A command says what its program printed right behind its status: that is not ours to read.
  if (text.substr(0, 10) == "Exit code " || text.substr(0, 17) == "Error: Exit code ")
    return contains(text.substr(0, 60), "timed out") ? ToolError::kTimeout : ToolError::kExitCode;
  for (const Sign& sign : kSigns) {
    if (contains(text, sign.text)) return sign.error;
  }
  return ToolError::kOther;
}

}  // namespace wick
