// SPDX-License-Identifier: MIT
#include <unordered_map>
#include <utility>

#include "lib/audit/ambiguous.h"
#include "lib/audit/detectors.h"
#include "lib/base/hash.h"

namespace wick {
namespace {

void given_up(const Timeline& t, const WasteLimits& limits, Findings& out) {
  for (const GivenUp& run : given_up_calls(t)) {
    Decision decision = decide(t, run.key, static_cast<std::int64_t>(run.calls.size()) >= limits.failures);
    if (!decision.waste) continue;
    for (std::uint32_t i : run.calls) {
      out.push_back(finding_of(t, t.calls[i], Waste::kDeadEnd, "it failed again and again, and was given up"));
      out.back().judged = decision.judged;
    }
  }
}

// An edit that puts back what an earlier one took away: neither was of use.
void reverted(const Timeline& t, Findings& out) {
  std::unordered_map<Names::Id, const TimelineCall*> last;  // edit of each file
  for (const TimelineCall& call : t.calls) {
    if (!edits_target(t, call.call)) continue;
    const TimelineCall* before = std::exchange(last[call.call.target], &call);
    const ToolCall& undo = call.call;
    if (!before || undo.old_text == 0 || undo.new_text == undo.old_text) continue;
    if (before->call.old_text != undo.new_text || before->call.new_text != undo.old_text) continue;
    out.push_back(finding_of(t, *before, Waste::kDeadEnd, "the edit was reverted"));
    out.push_back(finding_of(t, call, Waste::kDeadEnd, "it reverts an edit"));
  }
}

// A file that was edited and then taken back from git, with nothing put into git since.
void taken_back(const Timeline& t, Findings& out) {
  for (std::size_t i = 0; i < t.calls.size(); ++i) {
    const ToolCall& back = t.calls[i].call;
    if (back.puts_back == 0 || back.error != ToolError::kNone) continue;
    bool any = false;
    for (std::size_t k = i; k-- > 0;) {
      const ToolCall& call = t.calls[k].call;
      if (t.name(call.target) == "git" && !call.only_looks) break;
      if (!edits_target(t, call) || hash_bytes(t.name(call.target)) != back.puts_back) continue;
      out.push_back(finding_of(t, t.calls[k], Waste::kDeadEnd, "the edit was reverted"));
      any = true;
    }
    if (any) out.push_back(finding_of(t, t.calls[i], Waste::kDeadEnd, "it reverts an edit"));
  }
}

void broken_off(const Timeline& t, Findings& out) {
  for (const TimelineBlock& block : t.blocks) {
    if (block.block.kind != ContextBlock::Kind::kAnswer || !block.block.truncated) continue;
    Finding finding = finding_of(t, block, Waste::kDeadEnd, "the answer was cut off at max_tokens");
    finding.claims.push_back({Claim::kTrip, block.step});
    out.push_back(std::move(finding));
  }
  for (std::size_t i = 0; i < t.blocks.size(); ++i) {
    const TimelineBlock& mark = t.blocks[i];
    if (mark.block.kind != ContextBlock::Kind::kInterrupt || i == 0) continue;
    const TimelineBlock& answer = t.blocks[i - 1];
    bool its_own = answer.block.kind == ContextBlock::Kind::kAnswer && answer.step + 1 == mark.step;
    if (!its_own || t.steps[answer.step].calls > 0) continue;
    Finding finding = finding_of(t, answer, Waste::kDeadEnd, "the answer was interrupted");
    finding.claims.push_back({Claim::kTrip, answer.step});
    out.push_back(std::move(finding));
  }
}

// A subagent whose result never came back, or was of no use.
void unused(const Timeline& t, Findings& out) {
  Decision decision = decide(t, subagent_key(t), t.unused);
  if (!decision.waste) return;
  Finding finding;
  finding.waste = Waste::kDeadEnd, finding.judged = decision.judged;
  finding.why = t.unused ? "the subagent's result reached nobody" : "the subagent's result was of no use";
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

}  // namespace wick
