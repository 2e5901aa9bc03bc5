// SPDX-License-Identifier: MIT
#include "lib/audit/detectors.h"

namespace wick {
namespace {

std::string_view confusion(ToolError error) {
  switch (error) {
    case ToolError::kNoCommand: return "the command is not installed here";
    case ToolError::kNoModule: return "a module or runtime is missing";
    case ToolError::kWrongOption: return "this version or system does not have the option";
    case ToolError::kWrongFolder: return "it ran in another directory than was thought";
    default: return {};
  }
}

}  // namespace

void find_platform(const Timeline& t, const WasteLimits&, Findings& out) {
  for (const TimelineCall& call : t.calls) {
    std::string_view why = confusion(call.call.error);
    if (is_of_another_version(t, call.call)) why = "another client version has this tool";
    if (!why.empty()) out.push_back(finding_of(t, call, Waste::kPlatform, why));
  }
}

}  // namespace wick
