// SPDX-License-Identifier: MIT
#include <algorithm>
#include <unordered_map>

#include "lib/audit/detectors.h"

namespace wick {
namespace {

bool is_listing(std::string_view type) {
  return type == "skill_listing" || type == "deferred_tools_delta" || type == "agent_listing_delta" ||
         type == "mcp_instructions_delta";
}

// A call of what the listing offers.
bool uses(std::string_view listing, std::string_view tool) {
  if (listing == "skill_listing") return tool == "Skill";
  if (listing == "deferred_tools_delta") return tool == "ToolSearch";
  if (listing == "agent_listing_delta") return tool == "Task" || tool == "Agent";
  return !mcp_server_of(tool).empty();
}

bool is_used(const Timeline& t, std::string_view listing) {
  return std::any_of(t.calls.begin(), t.calls.end(),
                     [&](const TimelineCall& call) { return uses(listing, t.name(call.call.tool)); });
}

}  // namespace

void find_duplicate_instructions(const Timeline& t, const WasteLimits& limits, Findings& out) {
  std::unordered_map<std::uint64_t, std::uint32_t> seen;  // by what it says: the segment that said it
  for (const TimelineBlock& block : t.blocks) {
    if (block.block.kind != ContextBlock::Kind::kAttachment || block.segment == kNowhere) continue;
    const Segment& s = t.segments[block.segment];
    std::string_view type = t.name(block.block.name);
    if (s.tokens == 0 || s.first >= t.steps.size()) continue;
    auto [at, is_new] = seen.try_emplace(block.block.hash ^ block.block.bytes, block.segment);
    bool stands = !is_new && t.segments[at->second].end > s.first;
    at->second = block.segment;
    if (stands && s.tokens >= limits.duplicate) {
      out.push_back(finding_of(t, block, Waste::kDuplicateInstructions, "the same stood in the context already"));
    } else if (type == "nested_memory" && s.tokens > limits.instructions) {
      Finding finding = finding_of(t, block, Waste::kDuplicateInstructions, "a long memory file is sent with each request");
      finding.claims = {{Claim::kSegment, block.segment, limits.instructions}};
      out.push_back(std::move(finding));
    } else if (is_listing(type) && s.tokens >= limits.listing && !is_used(t, type)) {
      out.push_back(finding_of(t, block, Waste::kDuplicateInstructions, "nothing of the listing was used"));
    }
  }
}

}  // namespace wick
