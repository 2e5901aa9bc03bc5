// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lib/audit/detectors.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/tools/waste_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

std::string memory(const std::string& line) { return "in CLAUDE.md: " + line; }
std::string quoted(std::string_view text) { return fmt::format("\"{}\"", printable(text)); }

std::string setting(const std::string& entry) { return "in settings.json: " + entry; }
std::string variable(const std::string& name, const std::string& value) {
  return setting("\"env\": {\"" + name + "\": \"" + value + "\"}");
}

// As permission rules name what a tool is used on; of a command its program.
std::string rule_for(std::string_view tool, std::string_view target) {
  if (tool == "Bash" && !target.empty()) return fmt::format("Bash({}:*)", target);
  bool is_path = !target.empty() && target[0] == '/';
  if (tool == "Read" && is_path) return fmt::format("Read(/{})", target);
  for (std::string_view editor : {"Edit", "MultiEdit", "NotebookEdit", "Write"})
    if (tool == editor && is_path) return fmt::format("Edit(/{})", target);
  return std::string(tool);
}

std::string of_verbose(std::string_view tool) {
  if (tool.empty()) return memory("answer briefly");
  if (tool == "Read") return memory("read large files with offset and limit");
  if (tool == "Bash")
    return fmt::format("{}; or {}", memory("pipe long output through head, tail or grep, or into a file"),
                       variable("BASH_MAX_OUTPUT_LENGTH", "15000"));
  if (tool.substr(0, 5) == "mcp__") return variable("MAX_MCP_OUTPUT_TOKENS", "5000");
  return memory(fmt::format("ask {} for less at a time", tool));
}

std::string times(std::size_t n) {
  return n == 1 ? "once" : human_count(static_cast<std::int64_t>(n)) + " times";
}

std::string of_failed(const WasteCluster& c, std::string_view tool, std::string_view target) {
  switch (c.error) {
    case ToolError::kRejected:
    case ToolError::kDenied:
      return setting(
          fmt::format("permissions.deny (or .allow, if it may): [{}]", quoted(rule_for(tool, target))));
    case ToolError::kHook: return memory(fmt::format("say which rule the hook enforces for {}", tool));
    case ToolError::kTimeout:
      return variable("BASH_DEFAULT_TIMEOUT_MS", "600000") + ", or let it run in the background";
    case ToolError::kUnknownTool: return memory(fmt::format("there is no tool {}", tool));
    case ToolError::kNotRead: return memory("read a file before you edit it, and again after a formatter ran");
    case ToolError::kNoMatch: return memory("copy old_string from the file with enough lines to be unique");
    case ToolError::kNoFile: return memory("look for a path with Glob before you read it");
    case ToolError::kTooLarge: return memory("read large files with offset and limit");
    default: return memory(fmt::format("how {} is to be called", tool));
  }
}

std::string of_web(const WasteCluster& c, std::string_view tool, std::string_view target) {
  if (c.error == ToolError::kNoBrowser) {
    std::string_view server = mcp_server_of(tool);
    return server.empty()
               ? fmt::format("install the browser that {} needs", tool)
               : fmt::format("install its browser, or disable the MCP server: claude mcp remove {}", server);
  }
  bool for_good = c.error == ToolError::kChallenge || c.error == ToolError::kLogin || c.findings.size() >= 3;
  if (tool == "WebFetch" && !target.empty() && !for_good)
    return memory(fmt::format("WebFetch got no page of {}; look for another source", target));
  if (tool == "WebFetch" && !target.empty())
    return setting(fmt::format("permissions.deny: [{}]", quoted(fmt::format("WebFetch(domain:{})", target))));
  return memory(fmt::format("do not use {}{}", tool, target.empty() ? "" : fmt::format(" for {}", target)));
}

std::string of_instructions(std::string_view type) {
  if (type == "skill_listing") return "disable plugins whose skills this project does not use: claude plugin disable NAME";
  if (type == "agent_listing_delta") return "disable plugins whose agents this project does not use: claude plugin disable NAME";
  if (type == "mcp_instructions_delta" || type == "deferred_tools_delta")
    return "disable MCP servers that this project does not use: claude mcp remove NAME";
  if (type == "nested_memory") return "shorten the file, or give it paths: so that it loads only where it is needed";
  return "let the hook that adds it say it once";
}

std::string of_cache(std::string_view why) {
  if (contains(why, "5 minutes had expired"))
    return setting("\"promptCacheTtl\": \"1h\"") + ", if wick-growth --what-if=ttl=1h is cheaper; or /compact before a break";
  if (contains(why, "expired")) return "/compact before a break of an hour, or begin anew";
  if (contains(why, "model")) return "change the model in a new session, or right after /compact";
  if (contains(why, "an hour")) return setting("\"promptCacheTtl\": \"5m\"") + ", if wick-growth --what-if=ttl=5m is cheaper";
  if (contains(why, "never read")) return "";
  return "set it before the session begins";
}

}  // namespace

std::string remedy_of(const WasteView& view, const WasteCluster& c) {
  const Names& names = view.report.names;
  std::string_view tool = names[c.tool], target = names[c.target];
  switch (c.waste) {
    case Waste::kReread: return memory("do not read a file again that was not changed");
    case Waste::kRetry: return memory("do not repeat a call that failed without changing something first");
    case Waste::kFailedCall: return of_failed(c, tool, target);
    case Waste::kWebWall: return of_web(c, tool, target);
    case Waste::kPlatform:
      return memory((target.empty() ? std::string(tool) : std::string(target)) +
                    (c.error == ToolError::kNoCommand ? " is not installed here"
                     : c.error == ToolError::kWrongFolder ? " is to be run in the project's directory"
                     : c.error == ToolError::kNoModule ? " lacks a module here; say how to run it"
                                                       : " has other options here"));
    case Waste::kDeadEnd: return memory("after two failures of the same kind stop and ask");
    case Waste::kVerbose: return of_verbose(tool);
    case Waste::kDuplicateInstructions: return of_instructions(tool);
    case Waste::kCache: return of_cache(names[c.why]);
    case Waste::kProductive: break;
  }
  return "";
}

std::string waste_fixes(const WasteView& view) {
  Money most = std::max<Money>(0, view.report.all.wasted().money);
  std::string out;
  for (const WasteCluster& c : shown_clusters(view)) {
    std::string remedy = remedy_of(view, c);
    if (remedy.empty() || c.cost.money <= 0) continue;
    out += fmt::format("{}  {}, {}: {}, {}\n    {}\n", usd_text(std::min(most, c.cost.money)),
                       name_of(c.waste), waste_name(view, c.tool, c.target), view.report.names[c.why],
                       times(c.findings.size()), remedy);
  }
  return out;
}

}  // namespace wick
