// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "lib/audit/detectors.h"
#include "lib/base/text.h"
#include "lib/history/call_outcome.h"
#include "lib/history/command_kind.h"

namespace wick {
namespace {

// What was wrong with the call itself.
WasteReason misuse(ToolError error) {
  switch (error) {
    case ToolError::kRejected: return WasteReason::kRejected;
    case ToolError::kDenied: return WasteReason::kDenied;
    case ToolError::kHook: return WasteReason::kHook;
    case ToolError::kInvalidInput: return WasteReason::kInvalidInput;
    case ToolError::kUnknownTool: return WasteReason::kUnknownTool;
    case ToolError::kNotRead: return WasteReason::kNotRead;
    case ToolError::kNoMatch: return WasteReason::kNoMatch;
    case ToolError::kNoFile: return WasteReason::kNoFile;
    case ToolError::kTimeout: return WasteReason::kTimeout;
    case ToolError::kTooLarge: return WasteReason::kTooLarge;
    case ToolError::kCancelled: return WasteReason::kCancelled;
    default: return WasteReason::kNone;
  }
}

}  // namespace

void find_failed_calls(const Timeline& t, const WasteLimits&, Findings& out) {
  for (const TimelineCall& call : t.calls) {
    WasteReason why = misuse(call.call.error);
    if (is_of_another_version(t, call.call)) continue;  // see find_platform()
    if (why != WasteReason::kNone) out.push_back(finding_of(t, call, Waste::kFailedCall, why));
  }
}

namespace {

void given_up(const Timeline& t, const WasteLimits& limits, Findings& out) {
  for (const GivenUp& run : given_up_calls(t)) {
    Decision decision =
        decide(t, run.key, static_cast<std::int64_t>(run.calls.size()) >= limits.failures);
    if (!decision.waste) continue;
    for (std::uint32_t i : run.calls) {
      out.push_back(finding_of(t, t.calls[i], Waste::kDeadEnd, WasteReason::kGivenUp));
      out.back().judged = decision.judged;
    }
  }
}

// Finds an edit that undoes the previous edit of the file: neither was useful.
void reverted(const Timeline& t, Findings& out) {
  std::unordered_map<Names::Id, const TimelineCall*> last;  // edit by file
  for (const TimelineCall& call : t.calls) {
    if (!edits_target(t, call.call)) continue;
    const TimelineCall* before = std::exchange(last[call.call.target], &call);
    const ToolCall& undo = call.call;
    if (!before || undo.old_text == 0 || undo.new_text == undo.old_text) continue;
    if (before->call.old_text != undo.new_text || before->call.new_text != undo.old_text) continue;
    out.push_back(finding_of(t, *before, Waste::kDeadEnd, WasteReason::kEditReverted));
    out.push_back(finding_of(t, call, Waste::kDeadEnd, WasteReason::kRevertsEdit));
  }
}

// Finds edits of a file that was then restored from git, with no other git command in between.
void taken_back(const Timeline& t, Findings& out) {
  for (std::size_t i = 0; i < t.calls.size(); ++i) {
    const ToolCall& back = t.calls[i].call;
    if (back.puts_back.empty() || back.error != ToolError::kNone) continue;
    bool any = false;
    for (std::size_t k = i; k-- > 0;) {
      const ToolCall& call = t.calls[k].call;
      if (t.name(call.target) == "git" && !call.only_looks) break;
      bool taken = std::any_of(back.puts_back.begin(), back.puts_back.end(),
                               [&](auto path) { return is_below(t.name(call.target), path); });
      if (!edits_target(t, call) || !taken) continue;
      out.push_back(finding_of(t, t.calls[k], Waste::kDeadEnd, WasteReason::kEditReverted));
      any = true;
    }
    if (any) out.push_back(finding_of(t, t.calls[i], Waste::kDeadEnd, WasteReason::kRevertsEdit));
  }
}

void broken_off(const Timeline& t, Findings& out) {
  for (const TimelineBlock& block : t.blocks) {
    if (block.block.kind != ContextBlock::Kind::kAnswer || !block.block.truncated) continue;
    Finding finding = finding_of(t, block, Waste::kDeadEnd, WasteReason::kCutOff);
    finding.claims.push_back({Claim::kTrip, block.step});
    out.push_back(std::move(finding));
  }
  for (std::size_t i = 0; i < t.blocks.size(); ++i) {
    const TimelineBlock& mark = t.blocks[i];
    if (mark.block.kind != ContextBlock::Kind::kInterrupt || i == 0) continue;
    const TimelineBlock& answer = t.blocks[i - 1];
    bool its_own = answer.block.kind == ContextBlock::Kind::kAnswer && answer.step + 1 == mark.step;
    // The model had finished it: the user pressed Esc during a hook, or later.
    if (!its_own || answer.block.ended || t.steps[answer.step].calls > 0) continue;
    Finding finding = finding_of(t, answer, Waste::kDeadEnd, WasteReason::kInterrupted);
    finding.claims.push_back({Claim::kTrip, answer.step});
    out.push_back(std::move(finding));
  }
}

// A subagent whose result was never returned or was useless.
void unused(const Timeline& t, Findings& out) {
  Decision decision = decide(t, subagent_key(t), t.unused);
  if (!decision.waste) return;
  Finding finding;
  finding.waste = Waste::kDeadEnd, finding.judged = decision.judged;
  finding.why = t.unused ? WasteReason::kNotReturned : WasteReason::kOfNoUse;
  finding.chain = t.chain;
  finding.request = t.steps[0].request;
  finding.offset = finding.request->offset;
  finding.basis = Basis::kMeasured;
  for (std::uint32_t j = 0; j < t.steps.size(); ++j) finding.claims.push_back({Claim::kStep, j});
  out.push_back(std::move(finding));
}

}  // namespace

void find_dead_ends(const Timeline& t, const WasteLimits& limits, Findings& out) {
  given_up(t, limits, out);
  reverted(t, out);
  taken_back(t, out);
  broken_off(t, out);
  unused(t, out);
}

namespace {

WasteReason confusion(ToolError error) {
  switch (error) {
    case ToolError::kNoCommand: return WasteReason::kNoCommand;
    case ToolError::kNoModule: return WasteReason::kNoModule;
    case ToolError::kWrongOption: return WasteReason::kWrongOption;
    case ToolError::kWrongFolder: return WasteReason::kWrongFolder;
    default: return WasteReason::kNone;
  }
}

// True if the missing module is the user's own: the chain edits a file or folder of its name.
bool is_own_module(const Timeline& t, const ToolCall& call) {
  if (call.error != ToolError::kNoModule) return false;
  std::string_view subject = t.name(call.subject);
  // A path, or no name was reported.
  if (call.subject == 0) return call.asks == 0 && call.said == ToolError::kNoModule;
  std::string_view first = subject.substr(0, subject.find('.'));
  return std::any_of(t.calls.begin(), t.calls.end(), [&](const TimelineCall& other) {
    if (!edits_target(t, other.call)) return false;
    for (std::string_view path = t.name(other.call.target); !path.empty();) {
      std::size_t end = std::min(path.find_first_of("/\\"), path.size());
      std::string_view part = path.substr(0, end);
      if (part == first || part.substr(0, part.find('.')) == first) return true;
      path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
  });
}

// True if the command runs a script that the chain edits, so that its answer to an option is a
// result: "python3 cli.py --x" after cli.py was written.
bool is_own_script(const Timeline& t, const ToolCall& call) {
  constexpr auto kInterpreters =
      std::to_array<std::string_view>({"bash", "bun", "deno", "node", "perl", "php", "python",
                                       "python3", "ruby", "sh", "ts-node", "tsx"});
  std::string_view program = t.name(call.target);
  if (call.error != ToolError::kWrongOption ||
      std::find(kInterpreters.begin(), kInterpreters.end(), program) == kInterpreters.end())
    return false;
  if (is_marked(call, CommandFailure::kOption, "-m")) return false;  // it runs a module
  return std::any_of(t.calls.begin(), t.calls.end(), [&](const TimelineCall& other) {
    if (!edits_target(t, other.call)) return false;
    // The command may name it from any folder above it.
    for (std::string_view path = t.name(other.call.target); !path.empty();) {
      if (is_marked(call, CommandFailure::kSubcommand, path)) return true;
      path.remove_prefix(std::min(path.find_first_of("/\\", 1), path.size()));
      if (!path.empty()) path.remove_prefix(1);
    }
    return false;
  });
}

}  // namespace

void find_platform(const Timeline& t, const WasteLimits&, Findings& out) {
  for (const TimelineCall& call : t.calls) {
    if (is_own_module(t, call.call) || is_own_script(t, call.call)) continue;
    WasteReason why = confusion(call.call.error);
    if (is_of_another_version(t, call.call)) why = WasteReason::kOtherClient;
    if (why != WasteReason::kNone) out.push_back(finding_of(t, call, Waste::kPlatform, why));
  }
}

namespace {

class Retries {
 public:
  Retries(const Timeline& timeline, Findings& out) : t_(timeline), out_(out) {}

  void run() {
    for (const TimelineEvent& event : t_.events) {
      if (event.kind == TimelineEvent::kResult) result(t_.calls[event.index]);
      bool prompt = event.kind == TimelineEvent::kBlock &&
                    t_.blocks[event.index].block.kind == ContextBlock::Kind::kPrompt;
      if (prompt) failed_.clear();  // a person may have changed something
    }
  }

 private:
  // A repeated failure with the same error: nothing that changed in between helped.
  void result(const TimelineCall& call) {
    const ToolCall& c = call.call;
    // "sleep 5; curl localhost:3000": whether what takes time is done by now.
    if (is_marked(c, CommandFailure::kProgram, "sleep")) failed_.clear();
    std::uint64_t key = c.input_hash ^ (std::uint64_t{c.tool} << 40);
    if (has_failed(t_, call) && c.input_hash != 0) {
      Failure now{c.error, c.failure};
      auto [at, is_new] = failed_.try_emplace(key, now);
      if (!is_new && at->second == now && c.error != ToolError::kRejected &&
          c.error != ToolError::kInterrupted)
        out_.push_back(finding_of(t_, call, Waste::kRetry, WasteReason::kSameCall));
      at->second = now;
    } else if (c.error == ToolError::kSteered || helps(c)) {
      failed_.clear();
    }
  }

  // A success that may have fixed the cause of failures, including a Read that had been required.
  bool helps(const ToolCall& call) const {
    return call.error == ToolError::kNone && (may_change(t_, call) || t_.name(call.tool) == "Read");
  }

  const Timeline& t_;
  Findings& out_;
  using Failure = std::pair<ToolError, std::uint64_t>;  // error and hash of its text
  std::unordered_map<std::uint64_t, Failure> failed_;   // by tool and input
};

void prompts(const Timeline& t, Findings& out) {
  for (const RepeatedPrompt& prompt : repeated_prompts(t)) {
    Decision decision = decide(t, prompt.key, prompt.is_retry());
    if (!decision.waste) continue;
    out.push_back(finding_of(t, t.blocks[prompt.second], Waste::kRetry, WasteReason::kSamePrompt));
    out.back().judged = decision.judged;
  }
}

}  // namespace

void find_retries(const Timeline& timeline, const WasteLimits&, Findings& out) {
  Retries(timeline, out).run();
  prompts(timeline, out);
}

namespace {

WasteReason wall(ToolError error) {
  switch (error) {
    case ToolError::kHttp: return WasteReason::kHttp;
    case ToolError::kNetwork: return WasteReason::kNetwork;
    case ToolError::kChallenge: return WasteReason::kChallenge;
    case ToolError::kLogin: return WasteReason::kLogin;
    case ToolError::kNoBrowser: return WasteReason::kNoBrowser;
    case ToolError::kEmptyPage: return WasteReason::kEmptyPage;
    default: return WasteReason::kNone;
  }
}

}  // namespace

void find_web_walls(const Timeline& t, const WasteLimits&, Findings& out) {
  // A page that was loaded completely may contain such words.
  constexpr std::uint64_t kSmall = 4000;
  for (const TimelineCall& call : t.calls) {
    const ToolCall& c = call.call;
    if (!is_web_tool(t.name(c.tool)) || (c.error == ToolError::kNone && c.result_bytes > kSmall))
      continue;
    bool empty = c.answered && c.error == ToolError::kNone && c.result_bytes <= 2;  // "" or []
    ToolError met = empty ? ToolError::kEmptyPage : c.wall != ToolError::kNone ? c.wall : c.error;
    bool unknown = met == ToolError::kOther;
    if (unknown && opens_page(t.name(c.tool))) met = ToolError::kNetwork;
    WasteReason why = wall(met);
    if (why == WasteReason::kNone ||
        (is_own_server(t.name(c.target)) && met != ToolError::kNoBrowser))
      continue;
    out.push_back(finding_of(t, call, Waste::kWebWall, why));
    out.back().error = met;
  }
}

}  // namespace wick
