// SPDX-License-Identifier: MIT
#include <unordered_map>

#include "lib/audit/detectors.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// Where each file was last changed.
std::unordered_map<Names::Id, std::uint64_t> edited_files(const Timeline& t) {
  std::unordered_map<Names::Id, std::uint64_t> out;
  for (const TimelineCall& call : t.calls)
    if (edits_target(t, call.call)) out[call.call.target] = call.call.offset;
  return out;
}

// Results that were to be written down again, and so had to be long: of each change of a file the newest long
// result before it, if at least half as much was written.
std::vector<bool> written_down(const Timeline& t, const WasteLimits& limits) {
  std::vector<bool> out(t.calls.size());
  const TimelineCall* newest = nullptr;
  for (const TimelineCall& call : t.calls) {
    if (newest && edits_target(t, call.call) && call.call.input_bytes * 2 >= newest->call.result_bytes)
      out[static_cast<std::size_t>(newest - t.calls.data())] = true;
    if (call.result != kNowhere && t.segments[call.result].tokens > limits.result) newest = &call;
  }
  return out;
}

// Claims what of a segment is above the limit, if it rides along for long.
void claim_above(const Timeline& t, std::uint32_t segment, std::int64_t limit, const WasteLimits& limits,
                 Finding finding, Findings& out) {
  const Segment& s = t.segments[segment];
  if (s.tokens <= limit || s.rides() < limits.rides) return;
  finding.claims = {{Claim::kSegment, segment, limit}};
  out.push_back(std::move(finding));
}

}  // namespace

void find_verbose(const Timeline& t, const WasteLimits& limits, Findings& out) {
  auto edited = edited_files(t);
  auto written = written_down(t, limits);
  for (std::size_t i = 0; i < t.calls.size(); ++i) {
    const TimelineCall& call = t.calls[i];
    if (call.result == kNowhere || call.failed()) continue;
    // A file that was then changed had to be known; one that was read in part was read with care; skills and
    // commands are there to be read in full.
    auto edit = edited.find(call.call.target);
    bool changed = edit != edited.end() && edit->second > call.call.offset;
    bool instructions = contains(t.name(call.call.target), "/.claude/");
    bool needed = t.name(call.call.tool) == "Read" && (call.call.in_part || changed || instructions);
    if (!needed && !written[i])
      claim_above(t, call.result, limits.result, limits,
                  finding_of(t, call, Waste::kVerbose, "a long result is sent again with each request"), out);
  }
  for (const TimelineBlock& block : t.blocks) {
    if (block.block.kind != ContextBlock::Kind::kAnswer || block.segment == kNowhere) continue;
    claim_above(t, block.segment, limits.answer, limits,
                finding_of(t, block, Waste::kVerbose, "a long answer is sent again with each request"), out);
  }
}

}  // namespace wick
