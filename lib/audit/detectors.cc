// SPDX-License-Identifier: MIT
#include "lib/audit/detectors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <map>
#include <span>
#include <utility>

#include "lib/base/packed.h"
#include "lib/base/text.h"
#include "lib/history/call_outcome.h"
#include "lib/history/command_kind.h"

namespace wick {
namespace {

constexpr auto kEditors =
    std::to_array<std::string_view>({"Edit", "MultiEdit", "NotebookEdit", "Write"});
// Tools of Claude Code that change nothing that another call depends on.
constexpr auto kReaders = std::to_array<std::string_view>(
    {"Glob", "Grep", "LS", "NotebookRead", "Read", "TaskOutput", "TodoRead", "TodoWrite",
     "ToolSearch", "WebFetch", "WebSearch", "BashOutput", "TaskUpdate", "TaskList", "TaskGet",
     "TaskCreate"});

// Tools that were removed or renamed, and their new names.
constexpr auto kOtherVersions = std::to_array<std::string_view>(
    {"Agent", "AgentOutputTool", "BashOutput", "Batch", "GlobTool", "GrepTool", "KillBash",
     "KillShell", "LS", "MultiEdit", "NotebookRead", "SlashCommand", "Task", "TodoRead",
     "TodoWrite", "View", "dispatch_agent", "exit_plan_mode"});

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void claim_segment(const Timeline& timeline, std::uint32_t segment, Finding& finding) {
  if (segment == kNoSegment) return;
  finding.claims.push_back({Claim::kSegment, segment});
  if (timeline.segments[segment].estimated) finding.basis = Basis::kEstimated;
}

}  // namespace

Finding finding_of(const Timeline& timeline, const TimelineCall& call, Waste waste,
                   WasteReason why) {
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

Finding finding_of(const Timeline& timeline, const TimelineBlock& block, Waste waste,
                   WasteReason why) {
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

bool is_editor(std::string_view tool) { return has(kEditors, tool); }

bool edits_target(const Timeline& timeline, const ToolCall& call) {
  return call.error == ToolError::kNone && is_editor(timeline.name(call.tool));
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
  if (tool == "WebFetch" || tool == "WebSearch" || tool == "web_search" || tool == "web_fetch")
    return true;
  std::string_view server = mcp_server_of(tool);
  if (server.empty()) return false;
  for (std::string_view word :
       {"playwright", "puppeteer", "browser", "chrome", "fetch", "firecrawl", "brave", "tavily",
        "selenium", "scrap", "crawl", "searxng", "duckduckgo", "perplexity", "websearch"})
    if (contains(server, word)) return true;
  for (std::string_view word :
       {"web", "exa", "ddg", "jina", "serper", "serpapi", "kagi", "google-search"})
    if (has_word(server, word)) return true;
  std::string_view name = tool.substr(5 + server.size());
  for (std::string_view word : {"web_search", "web-search", "search_web", "fetch_url", "read_url",
                                "scrape_url", "web-browser", "browser_navigate", "web_fetch"})
    if (contains(name, word)) return true;
  return false;
}

bool opens_page(std::string_view tool) {
  if (tool == "WebFetch" || tool == "WebSearch" || tool == "web_search" || tool == "web_fetch")
    return true;
  std::string_view server = mcp_server_of(tool);
  std::string_view name = tool.substr(std::min(tool.size(), 5 + server.size()));
  for (std::string_view word : {"navigate", "goto", "fetch", "search", "scrape", "crawl",
                                "new_page", "read_url", "web-browser", "open_url", "extract"})
    if (contains(name, word)) return true;
  return false;
}

bool is_own_server(std::string_view host) {
  host =
      host.substr(0, host.rfind(':') == host.npos || host[0] == '[' ? host.npos : host.rfind(':'));
  return host == "localhost" || host.substr(0, 4) == "127." || host.substr(0, 5) == "[::1]" ||
         host == "0.0.0.0" || host.ends_with(".localhost") || host.ends_with(".local") ||
         host.ends_with(".test");
}

bool is_of_another_version(const Timeline& timeline, const ToolCall& call) {
  return call.error == ToolError::kUnknownTool && has(kOtherVersions, timeline.name(call.tool));
}

bool has_failed(const Timeline& timeline, const TimelineCall& call) {
  bool asked_itself =
      is_web_tool(timeline.name(call.call.tool)) && is_own_server(timeline.name(call.call.target));
  // Steering by the user is no failure, and a cancelled call never ran.
  bool ran = call.call.error != ToolError::kSteered && call.call.error != ToolError::kCancelled;
  // The status of a command that only looks is an answer: grep found nothing, the files differ.
  bool answers = call.call.error == ToolError::kExitCode && call.call.only_looks;
  return call.failed() && ran && !answers && !asked_itself;
}

namespace {

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t pair[] = {a, b};
  return hash_bytes({reinterpret_cast<const char*>(pair), sizeof pair});
}

constexpr auto kCheckers = std::to_array<std::string_view>(
    {"pytest", "tox",     "nox",     "jest",       "vitest",        "mocha", "playwright",
     "rspec",  "phpunit", "ctest",   "eslint",     "tsc",           "mypy",  "pyright",
     "ruff",   "flake8",  "pylint",  "shellcheck", "golangci-lint", "cc",    "gcc",
     "g++",    "clang",   "clang++", "javac",      "rustc"});
// Programs that run tests as one of their tasks, the tasks, and what they start.
constexpr auto kTaskRunners = std::to_array<std::string_view>(
    {"bun",    "bundle", "cargo",   "composer", "deno",  "dotnet", "go",  "gradle", "gradlew",
     "just",   "make",   "mix",     "mvn",      "mvnw",  "npm",    "npx", "php",    "pnpm",
     "poetry", "python", "python3", "rake",     "swift", "uv",     "yarn"});
constexpr auto kTasks =
    std::to_array<std::string_view>({"test", "lint", "check", "typecheck", "clippy", "vet"});
constexpr auto kStarted = std::to_array<std::string_view>(
    {"test", "lint", "typecheck", "pytest", "unittest", "jest", "vitest", "eslint", "tsc", "mypy"});

// True for a command that runs tests, checks or compiles, whose failure is what it was to find out.
// The marks of other commands, or of long ones, could have any word's.
bool runs_tests(const Timeline& t, const ToolCall& call) {
  constexpr int kMostBits = 4 * 6;  // of six words
  auto any_is = [&call](CommandFailure::About about, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return is_marked(call, about, word); });
  };
  if (call.error != ToolError::kExitCode) return false;
  std::string_view program = t.name(call.target);
  if (has(kCheckers, program)) return true;
  return has(kTaskRunners, program) && std::popcount(call.marks) <= kMostBits &&
         (any_is(CommandFailure::kSubcommand, kTasks) ||
          any_is(CommandFailure::kProgram, kStarted));
}

bool has_worked(const Timeline& t, std::uint64_t from, std::uint64_t to) {
  auto call = std::partition_point(t.calls.begin(), t.calls.end(),
                                   [from](const TimelineCall& c) { return c.call.offset <= from; });
  for (; call != t.calls.end() && call->call.offset < to; ++call)
    if (call->call.answered && !call->failed() && may_change(t, call->call)) return true;
  return false;
}

}  // namespace

std::vector<GivenUp> given_up_calls(const Timeline& t) {
  using What = std::pair<Names::Id, Names::Id>;  // tool and target
  std::map<What, std::vector<std::uint32_t>> runs;
  std::uint32_t edited = 0;  // index after the last call that changed a file
  for (std::uint32_t i = 0; i < t.calls.size(); ++i) {
    const TimelineCall& call = t.calls[i];
    if (!call.call.answered || call.call.error == ToolError::kCancelled) continue;
    if (edits_target(t, call.call)) edited = i + 1;
    What what{call.call.tool, call.call.target};
    if (!has_failed(t, call)) {
      runs.erase(what);
      continue;
    }
    // After a change it now fails differently, or other tests fail: that is work, not a dead end.
    std::vector<std::uint32_t>& run = runs[what];
    if (!run.empty()) {
      const ToolCall& last = t.calls[run.back()].call;
      bool progress = edited > run.back() + 1 && last.result_hash != call.call.result_hash;
      bool other_tests = runs_tests(t, call.call) && last.input_hash != call.call.input_hash &&
                         last.failure != call.call.failure;
      if (progress || other_tests) run.clear();
    }
    run.push_back(i);
  }
  std::vector<GivenUp> out;
  for (auto& [what, calls] : runs) {
    if (calls.size() < 2) continue;
    std::uint64_t key = mixed(t.calls[calls.front()].call.key, t.calls[calls.back()].call.key);
    out.push_back({key, std::move(calls)});
  }
  return out;
}

std::vector<RepeatedPrompt> repeated_prompts(const Timeline& t) {
  // The key consists of session and offset: many prompts are similar, and their ids are not kept.
  constexpr int kSomewhatAlike = 4;
  std::vector<RepeatedPrompt> out;
  std::uint32_t before = kNoSegment;
  for (std::uint32_t i = 0; i < t.blocks.size(); ++i) {
    const ContextBlock& block = t.blocks[i].block;
    if (block.kind != ContextBlock::Kind::kPrompt) continue;
    std::uint64_t last = before == kNoSegment ? 0 : t.blocks[before].block.hash;
    int alike = last == 0 || block.hash == 0 ? 0 : same_words(last, block.hash);
    if (alike >= kSomewhatAlike) {
      std::uint64_t key = mixed(hash_bytes(t.name(t.steps[0].request->session)), block.offset);
      out.push_back(
          {key, before, i, alike, has_worked(t, t.blocks[before].block.offset, block.offset)});
    }
    before = i;
  }
  return out;
}

std::uint64_t subagent_key(const Timeline& t) {
  if (!t.subagent || t.steps.empty() || t.steps[0].request->agent == 0) return 0;
  const HistoryRequest& first = *t.steps[0].request;
  return mixed(hash_bytes(t.name(first.session)), hash_bytes(t.name(first.agent)));
}

Decision decide(const Timeline& t, std::uint64_t key, bool by_rule) {
  const Judgements& all = t.history->judgements;
  auto at = key == 0 ? all.end() : all.find(key);
  if (at == all.end() || at->second.verdict == Verdict::kUnclear) return {by_rule, nullptr};
  return {at->second.verdict == Verdict::kWaste, &at->second};
}

}  // namespace wick
