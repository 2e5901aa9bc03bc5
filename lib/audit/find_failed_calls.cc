// SPDX-License-Identifier: MIT
#include "lib/audit/detectors.h"

namespace wick {
namespace {

// Why the call itself was wrong; empty where it was not.
std::string_view misuse(ToolError error) {
  switch (error) {
    case ToolError::kRejected: return "the user said no";
    case ToolError::kDenied: return "a permission rule refused it";
    case ToolError::kHook: return "a hook refused it";
    case ToolError::kInvalidInput: return "its input is not what the tool takes";
    case ToolError::kUnknownTool: return "there is no such tool";
    case ToolError::kNotRead: return "the file was not read, or has changed since";
    case ToolError::kNoMatch: return "the text to replace is not there, or not once";
    case ToolError::kNoFile: return "there is no such file";
    case ToolError::kTimeout: return "it took longer than it may";
    case ToolError::kTooLarge: return "the result is more than can be passed on";
    default: return {};
  }
}

}  // namespace

void find_failed_calls(const Timeline& t, const WasteLimits&, Findings& out) {
  for (const TimelineCall& call : t.calls) {
    std::string_view why = misuse(call.call.error);
    if (is_of_another_version(t, call.call)) continue;  // platform
    if (!why.empty()) out.push_back(finding_of(t, call, Waste::kFailedCall, why));
  }
}

}  // namespace wick
