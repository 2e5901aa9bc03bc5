// SPDX-License-Identifier: MIT
#include "lib/audit/detectors.h"

#include <algorithm>

#include "lib/base/text.h"

namespace wick {
namespace {

constexpr auto kEditors = std::to_array<std::string_view>({"Edit", "MultiEdit", "NotebookEdit", "Write"});
// Tools of Claude Code that change nothing which another call depends on.
constexpr auto kReaders = std::to_array<std::string_view>(
    {"Glob", "Grep", "LS", "NotebookRead", "Read", "TaskOutput", "TodoRead", "TodoWrite", "ToolSearch",
     "WebFetch", "WebSearch", "BashOutput", "TaskUpdate", "TaskList", "TaskGet", "TaskCreate"});

// Tools that were taken away or renamed, and their other names.
constexpr auto kOtherVersions = std::to_array<std::string_view>(
    {"Agent", "AgentOutputTool", "BashOutput", "Batch", "GlobTool", "GrepTool", "KillBash", "KillShell", "LS", "MultiEdit",
     "NotebookRead", "SlashCommand", "Task", "TodoRead", "TodoWrite", "View", "dispatch_agent", "exit_plan_mode"});

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void claim_segment(const Timeline& timeline, std::uint32_t segment, Finding& finding) {
  if (segment == kNowhere) return;
  finding.claims.push_back({Claim::kSegment, segment});
  if (timeline.segments[segment].estimated) finding.basis = Basis::kEstimated;
}

}  // namespace

Finding finding_of(const Timeline& timeline, const TimelineCall& call, Waste waste, std::string_view why) {
  Finding out;
  out.waste = waste, out.why = why;
  out.chain = timeline.chain;
  out.request = timeline.steps[call.step].request;
  out.tool = call.call.tool, out.target = call.call.target;
  out.error = call.call.error;
  out.offset = call.call.offset;
  claim_segment(timeline, call.input, out);
  claim_segment(timeline, call.result, out);
  return out;
}

Finding finding_of(const Timeline& timeline, const TimelineBlock& block, Waste waste, std::string_view why) {
  Finding out;
  out.waste = waste, out.why = why;
  out.chain = timeline.chain;
  std::size_t step = std::min<std::size_t>(block.step, timeline.steps.size() - 1);
  out.request = timeline.steps[step].request;
  out.tool = block.block.name, out.target = block.block.target;
  out.offset = block.block.offset;
  claim_segment(timeline, block.segment, out);
  return out;
}

bool edits_target(const Timeline& timeline, const ToolCall& call) {
  return call.error == ToolError::kNone && has(kEditors, timeline.name(call.tool));
}

bool may_change(const Timeline& timeline, const ToolCall& call) {
  return !call.only_looks && !has(kReaders, timeline.name(call.tool));
}

std::string_view mcp_server_of(std::string_view tool) {
  constexpr std::string_view kStart = "mcp__";
  if (tool.substr(0, kStart.size()) != kStart) return {};
  tool.remove_prefix(kStart.size());
  return tool.substr(0, tool.find("__"));
}

bool is_web_tool(std::string_view tool) {
  if (tool == "WebFetch" || tool == "WebSearch" || tool == "web_search" || tool == "web_fetch") return true;
  std::string_view server = mcp_server_of(tool);
  for (std::string_view word : {"playwright", "puppeteer", "browser", "chrome", "fetch", "firecrawl", "brave", "tavily"})
    if (contains(server, word)) return true;
  return false;
}

bool is_own_server(std::string_view host) {
  host = host.substr(0, host.rfind(':') == host.npos || host[0] == '[' ? host.npos : host.rfind(':'));
  return host == "localhost" || host.substr(0, 4) == "127." || host.substr(0, 5) == "[::1]" ||
         host == "0.0.0.0" || host.ends_with(".localhost") || host.ends_with(".local") || host.ends_with(".test");
}

bool is_of_another_version(const Timeline& timeline, const ToolCall& call) {
  return call.error == ToolError::kUnknownTool && has(kOtherVersions, timeline.name(call.tool));
}

bool has_failed(const Timeline& timeline, const TimelineCall& call) {
  bool asked_itself = is_web_tool(timeline.name(call.call.tool)) && is_own_server(timeline.name(call.call.target));
  return call.failed() && !asked_itself;
}

}  // namespace wick
