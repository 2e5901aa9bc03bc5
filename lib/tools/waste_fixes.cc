// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "lib/audit/detectors.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/tools/waste_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

std::string memory(const std::string& line) { return "in CLAUDE.md: " + line; }

std::string in_settings(const SettingsEntry& setting) {
  return "in settings.json: " + printable(entry_text(setting));
}
SettingsEntry variable(std::string name, int value) {
  return {{"env", std::move(name)}, fmt::format("\"{}\"", value)};
}

// The permission rule for a tool and its target.
std::string rule_for(std::string_view tool, std::string_view target) {
  if (tool == "Bash" && !target.empty()) return fmt::format("Bash({}:*)", target);
  bool is_path = !target.empty() && target[0] == '/';
  if (tool == "Read" && is_path) return fmt::format("Read(/{})", target);
  if (is_editor(tool) && is_path) return fmt::format("Edit(/{})", target);
  return std::string(tool);
}

// The setting that alone helps against a cluster; empty if there is none.
std::optional<SettingsEntry> setting_of(const Names& names, const WasteCluster& c) {
  constexpr std::size_t kForGood = 3;  // findings
  std::string_view tool = names[c.tool], target = names[c.target];
  if (c.waste == Waste::kVerbose && tool.starts_with("mcp__"))
    return variable("MAX_MCP_OUTPUT_TOKENS", 5000);
  if (c.waste != Waste::kWebWall || c.error == ToolError::kNoBrowser || tool != "WebFetch" ||
      target.empty())
    return std::nullopt;
  bool for_good = c.error == ToolError::kChallenge || c.error == ToolError::kLogin ||
                  c.findings.size() >= kForGood;
  if (!for_good) return std::nullopt;
  return SettingsEntry{
      {"permissions", "deny"}, json_string(fmt::format("WebFetch(domain:{})", target)), true};
}

std::string of_verbose(std::string_view tool) {
  if (tool.empty()) return memory("answer briefly");
  if (tool == "Read") return memory("read large files with offset and limit");
  if (tool == "Bash")
    return fmt::format("{}; or {}",
                       memory("pipe long output through head, tail or grep, or into a file"),
                       in_settings(variable("BASH_MAX_OUTPUT_LENGTH", 15000)));
  return memory(fmt::format("ask {} for less at a time", tool));
}

std::string times(std::size_t n) {
  return n == 1 ? "once" : human_count(static_cast<std::int64_t>(n)) + " times";
}

std::string of_failed(const WasteCluster& c, std::string_view tool, std::string_view target) {
  switch (c.error) {
    // The user refused it once, which does not mean always: so do not recommend a rule that denies
    // it.
    case ToolError::kRejected:
      return memory(fmt::format("say what you are going to do before you use {}",
                                tool == "Bash" && !target.empty() ? target : tool));
    case ToolError::kDenied:
      return in_settings({{"permissions", "allow"}, json_string(rule_for(tool, target)), true}) +
             ", if it should be allowed; otherwise say in CLAUDE.md that it is not";
    case ToolError::kCancelled:
      return memory("do not put a call that may fail into one answer with others");
    case ToolError::kHook:
      return memory(fmt::format("say which rule the hook enforces for {}", tool));
    case ToolError::kTimeout:
      return in_settings(variable("BASH_DEFAULT_TIMEOUT_MS", 600000)) +
             ", or let it run in the background";
    case ToolError::kUnknownTool: return memory(fmt::format("there is no tool {}", tool));
    case ToolError::kNotRead:
      return memory("read a file before you edit it, and again after a formatter has changed it");
    case ToolError::kNoMatch:
      return memory("copy old_string from the file with enough lines to be unique");
    case ToolError::kNoFile: return memory("look for a path with Glob before you read it");
    case ToolError::kTooLarge: return memory("read large files with offset and limit");
    default: return memory(fmt::format("say how to call {}", tool));
  }
}

std::string of_web(const WasteCluster& c, std::string_view tool, std::string_view target) {
  if (c.error == ToolError::kNoBrowser) {
    std::string_view server = mcp_server_of(tool);
    return server.empty()
               ? fmt::format("install the browser that {} needs", tool)
               : fmt::format("install its browser, or disable the MCP server: claude mcp remove {}",
                             server);
  }
  if (tool == "WebFetch" && !target.empty())
    return memory(fmt::format("WebFetch cannot load pages from {}; use another source", target));
  return memory(
      fmt::format("do not use {}{}", tool, target.empty() ? "" : fmt::format(" for {}", target)));
}

std::string of_instructions(std::string_view type) {
  switch (added_text(type)) {
    case AddedText::kSkills:
      return "disable plugins whose skills this project does not use: claude plugin disable NAME";
    case AddedText::kAgents:
      return "disable plugins whose agents this project does not use: claude plugin disable NAME";
    case AddedText::kServers:
    case AddedText::kDeferredTools:
      return "disable MCP servers that this project does not use: claude mcp remove NAME";
    case AddedText::kMemoryFile:
      return "shorten the file, or give it paths: so that it loads only where it is needed";
    case AddedText::kByHook:
    case AddedText::kOther: break;
  }
  return "make the hook that adds it do so only once";
}

std::optional<SettingsEntry> setting_of(ProjectChoice::Best choice) {
  if (choice == ProjectChoice::kTtl5m) return SettingsEntry{{"promptCacheTtl"}, "\"5m\""};
  if (choice == ProjectChoice::kTtl1h) return SettingsEntry{{"promptCacheTtl"}, "\"1h\""};
  return std::nullopt;
}

std::string words_of(ProjectChoice::Best choice) {
  auto setting = setting_of(choice);
  return setting ? in_settings(*setting) : "/compact before a break that outlasts the cache";
}

// Recommended only for projects that gain by it in wick's replay: what helps one costs another
// more.
std::string where_it_gains(const WasteReport& report, ProjectChoice::Best choice) {
  std::size_t projects = 0;
  for (const ProjectChoice& c : report.choices) projects += c.best() == choice;
  if (projects == 0) return "";
  return fmt::format("{}, in {} (see --fix)", words_of(choice),
                     projects == 1 ? "one project" : fmt::format("{} projects", projects));
}

std::string of_expired(const WasteReport& report, WasteReason why) {
  if (why == WasteReason::kUnneeded1h) return where_it_gains(report, ProjectChoice::kTtl5m);
  std::string hour =
      why == WasteReason::kExpired5m ? where_it_gains(report, ProjectChoice::kTtl1h) : "";
  return hour.empty() ? where_it_gains(report, ProjectChoice::kCompactBreaks) : hour;
}

std::string of_cache(WasteReason why) {
  switch (why) {
    case WasteReason::kModelChanged:
      return "change the model in a new session, or right after /compact";
    case WasteReason::kFastSwitched:
      return "switch fast mode in a new session, or right after /compact";
    case WasteReason::kEffortChanged:
      return "change the effort in a new session, or right after /compact";
    default: return "connect MCP servers and change plugins before the session begins";
  }
}

}  // namespace

std::string entry_text(const SettingsEntry& setting) {
  std::string text = setting.in_list ? fmt::format("[{}]", setting.value) : setting.value;
  for (std::size_t i = setting.member.size(); i > 0; --i) {
    if (i < setting.member.size()) text = fmt::format("{{{}}}", text);
    text = fmt::format("\"{}\": {}", setting.member[i - 1], text);
  }
  return text;
}

std::string remedy_of(const WasteView& view, const WasteCluster& c) {
  const Names& names = view.report.names;
  std::string_view tool = names[c.tool], target = names[c.target];
  if (depends_on_project(c.why)) return of_expired(view.report, c.why);
  if (!has_remedy(c.why, tool)) return "";
  if (auto setting = setting_of(names, c)) return in_settings(*setting);
  switch (c.waste) {
    case Waste::kReread: return memory("do not read a file again if it has not changed");
    case Waste::kRetry:
      return memory("do not repeat a call that failed without changing something first");
    case Waste::kFailedCall: return of_failed(c, tool, target);
    case Waste::kWebWall: return of_web(c, tool, target);
    case Waste::kPlatform:
      return memory((target.empty() ? std::string(tool) : std::string(target)) +
                    (c.error == ToolError::kNoCommand ? " is not installed here"
                     : c.error == ToolError::kWrongFolder
                         ? " must be run in the project's directory"
                     : c.error == ToolError::kNoModule ? " lacks a module here; say how to run it"
                                                       : " has other options here"));
    case Waste::kDeadEnd: return memory("after two failures of the same kind, stop and ask");
    case Waste::kVerbose: return of_verbose(tool);
    case Waste::kDuplicateInstructions: return of_instructions(tool);
    case Waste::kCache: return of_cache(c.why);
    case Waste::kProductive: break;
  }
  return "";
}

namespace {

// Findings with the same remedy.
struct Fix {
  std::string remedy;
  WasteCost cost;
  std::vector<std::uint32_t> findings;
  Waste waste = Waste::kProductive;
};

std::vector<Fix> fixes_of(const WasteView& view) {
  std::map<std::pair<std::string, Waste>, Fix> found;
  for (const WasteCluster& c : shown_clusters(view)) {
    std::string remedy = remedy_of(view, c);
    if (remedy.empty() || depends_on_project(c.why) || c.cost.money <= 0) continue;
    Fix& fix = found[{remedy, c.waste}];
    fix.remedy = remedy, fix.waste = c.waste;
    fix.cost += c.cost;
    fix.findings.insert(fix.findings.end(), c.findings.begin(), c.findings.end());
  }
  std::vector<Fix> out;
  for (auto& [key, fix] : found) out.push_back(std::move(fix));
  std::stable_sort(out.begin(), out.end(), [&view](const Fix& a, const Fix& b) {
    return view.by_count ? a.findings.size() > b.findings.size() : a.cost.money > b.cost.money;
  });
  return out;
}

// The three most expensive findings with their transcripts and lines.
std::string examples(const WasteView& view, std::vector<std::uint32_t> findings) {
  constexpr std::size_t kShown = 3;
  auto cost = [&view](std::uint32_t i) { return view.report.findings[i].cost().money; };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return cost(a) > cost(b); });
  if (findings.size() > kShown) findings.resize(kShown);
  std::string out;
  for (std::uint32_t i : findings) {
    const WasteRow& f = view.report.findings[i];
    std::string place = shorten_home(view.report.names[f.transcript], view.home);
    if (f.line > 0) place += fmt::format(":{}", f.line);
    out += fmt::format("    {}  {}: {}\n        {}\n", usd_text(cost(i)),
                       waste_name(view, f.tool, f.target), name_of(f.why), printable(place));
  }
  return out;
}

std::string choices(const WasteView& view) {
  std::string out;
  Money all = 0;
  for (const ProjectChoice& c : view.report.choices) {
    if (c.gain() < view.min_usd) continue;
    all += c.gain();
    out += fmt::format("    {}  {}: {}\n", usd_text(c.gain()),
                       printable(shorten_home(c.project, view.home)), words_of(c.best()));
  }
  return out.empty()
             ? ""
             : fmt::format("{}  the cache: the cheapest choice for each project, by replay\n{}",
                           usd_text(all), out);
}

}  // namespace

std::vector<Remedy> top_remedies(const WasteView& view, std::size_t most) {
  std::vector<Remedy> out;
  for (auto best : {ProjectChoice::kTtl5m, ProjectChoice::kTtl1h, ProjectChoice::kCompactBreaks}) {
    Remedy remedy;
    std::string_view first;
    std::size_t projects = 0;
    for (const ProjectChoice& c : view.report.choices) {
      if (c.best() != best) continue;
      if (projects++ == 0) first = c.project;
      remedy.saves += c.gain();
    }
    if (projects == 0) continue;
    std::string more =
        projects > 1 ? fmt::format(" and {}", plural(projects - 1, "more project", "more projects"))
                     : "";
    remedy.words = fmt::format("{}, in {}{}", words_of(best),
                               printable(first.substr(first.find_last_of("/\\") + 1)), more);
    out.push_back(std::move(remedy));
  }
  for (const Fix& fix : fixes_of(view)) out.push_back({fix.cost.money, fix.remedy});
  std::stable_sort(out.begin(), out.end(),
                   [](const Remedy& a, const Remedy& b) { return a.saves > b.saves; });
  if (out.size() > most) out.resize(most);
  return out;
}

std::vector<ProposedSetting> proposed_settings(const WasteView& view) {
  std::vector<ProposedSetting> out;
  for (const ProjectChoice& c : view.report.choices) {
    auto setting = c.gain() < view.min_usd ? std::nullopt : setting_of(c.best());
    if (setting) out.push_back({*setting, c.project, c.gain()});
  }
  std::map<std::string, ProposedSetting> for_all;
  for (const WasteCluster& c : shown_clusters(view)) {
    auto setting = setting_of(view.report.names, c);
    if (!setting || c.cost.money <= 0) continue;
    ProposedSetting& proposed = for_all[entry_text(*setting)];
    proposed.setting = *setting, proposed.saves += c.cost.money;
  }
  for (auto& [text, proposed] : for_all) out.push_back(std::move(proposed));
  std::stable_sort(out.begin(), out.end(), [](const ProposedSetting& a, const ProposedSetting& b) {
    return a.saves > b.saves;
  });
  return out;
}

std::string waste_fixes(const WasteView& view) {
  std::string out = choices(view);
  for (const Fix& fix : fixes_of(view))
    out += fmt::format("{}  {}: {}, {}\n{}", usd_text(fix.cost.money), name_of(fix.waste),
                       fix.remedy, times(fix.findings.size()), examples(view, fix.findings));
  if (view.report.remedies > 0)
    out += fmt::format("{}  all remedies together, by replay\n", usd_text(view.report.remedies));
  return out;
}

}  // namespace wick
