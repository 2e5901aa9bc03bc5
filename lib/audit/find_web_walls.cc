// SPDX-License-Identifier: MIT
#include "lib/audit/detectors.h"

namespace wick {
namespace {

std::string_view wall(ToolError error) {
  switch (error) {
    case ToolError::kHttp: return "the server answered with an error";
    case ToolError::kNetwork: return "there was no answer";
    case ToolError::kChallenge: return "the page asks for a human";
    case ToolError::kLogin: return "the page asks to sign in";
    case ToolError::kNoBrowser: return "the browser is missing or was closed";
    case ToolError::kEmptyPage: return "there is nothing on the page";
    default: return {};
  }
}

}  // namespace

void find_web_walls(const Timeline& t, const WasteLimits&, Findings& out) {
  // A page that was got in full may speak of such things.
  constexpr std::uint64_t kSmall = 4000;
  for (const TimelineCall& call : t.calls) {
    const ToolCall& c = call.call;
    if (!is_web_tool(t.name(c.tool)) || (c.error == ToolError::kNone && c.result_bytes > kSmall)) continue;
    bool empty = c.answered && c.error == ToolError::kNone && c.result_bytes <= 2;  // "" or []
    ToolError met = empty ? ToolError::kEmptyPage : c.wall != ToolError::kNone ? c.wall : c.error;
    std::string_view why = wall(met);
    if (why.empty() || (is_own_server(t.name(c.target)) && met != ToolError::kNoBrowser)) continue;
    out.push_back(finding_of(t, call, Waste::kWebWall, why));
    out.back().error = met;
  }
}

}  // namespace wick
