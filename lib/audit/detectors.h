// SPDX-License-Identifier: MIT
// What looks for waste: one function per class, each in a file of its own. A chain goes in, findings come
// out; which of two findings has a token that both claim is settled later (waste_account.h).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "lib/audit/timeline.h"
#include "lib/audit/waste.h"

namespace wick {

using Findings = std::vector<Finding>;
using Detector = void (*)(const Timeline&, const WasteLimits&, Findings&);

void find_rereads(const Timeline&, const WasteLimits&, Findings&);
void find_retries(const Timeline&, const WasteLimits&, Findings&);
void find_failed_calls(const Timeline&, const WasteLimits&, Findings&);
void find_web_walls(const Timeline&, const WasteLimits&, Findings&);
void find_platform(const Timeline&, const WasteLimits&, Findings&);
void find_dead_ends(const Timeline&, const WasteLimits&, Findings&);
void find_verbose(const Timeline&, const WasteLimits&, Findings&);
void find_duplicate_instructions(const Timeline&, const WasteLimits&, Findings&);
void find_cache(const Timeline&, const WasteLimits&, Findings&);

inline constexpr std::array<Detector, 9> kDetectors = {
    find_rereads,   find_retries, find_failed_calls,           find_web_walls, find_platform,
    find_dead_ends, find_verbose, find_duplicate_instructions, find_cache};

/// A finding about a call: it claims the call's input and its result.
Finding finding_of(const Timeline& timeline, const TimelineCall& call, Waste waste, std::string_view why);
/// One about a segment that `request` first sent.
Finding finding_of(const Timeline& timeline, const TimelineBlock& block, Waste waste, std::string_view why);

/// The call may have changed a file or something else that a later call depends on.
bool may_change(const Timeline& timeline, const ToolCall& call);
/// Edit, Write and their like, whose target is a file that they change.
bool is_editor(std::string_view tool);
/// It changed the file that is its target.
bool edits_target(const Timeline& timeline, const ToolCall& call);
/// A browser's, a fetcher's or a searcher's.
bool is_web_tool(std::string_view tool);
/// localhost and names that are one's own: what such a server answers is what is being looked at.
bool is_own_server(std::string_view host);
/// It asked for a tool that Claude Code had, or has, in another version.
bool is_of_another_version(const Timeline& timeline, const ToolCall& call);
/// It failed, and was not a request to a server of one's own.
bool has_failed(const Timeline& timeline, const TimelineCall& call);
/// "context7" of "mcp__context7__query-docs"; empty for tools of Claude Code.
std::string_view mcp_server_of(std::string_view tool);

// Cases that counts alone cannot settle. A rule decides each; a model's judgement (wick-waste-judge(1)) goes
// before the rule.

/// Failures of one tool on one target, two or more, with no success of it behind them.
struct GivenUp {
  std::uint64_t key = 0;  // the same in a fork's copy; another when one more failure comes
  std::vector<std::uint32_t> calls;  // into Timeline::calls
};
std::vector<GivenUp> given_up_calls(const Timeline& timeline);

/// A prompt that has much in common with the one before.
struct RepeatedPrompt {
  std::uint64_t key = 0;
  std::uint32_t before = 0, second = 0;  // into Timeline::blocks
  int alike = 0;                        // bytes of words_hash() that are the same: 4 to 8
  bool worked = false;  // a call between them succeeded that may have changed something
  /// The rule: nearly word for word, and nothing was done in between.
  bool is_retry() const { return alike >= 7 && !worked; }
};
std::vector<RepeatedPrompt> repeated_prompts(const Timeline& timeline);

/// The key of the question whether a subagent was of use. 0 for what is none, or has no id.
std::uint64_t subagent_key(const Timeline& timeline);

struct Decision {
  bool waste = false;
  const Judgement* judged = nullptr;  // that says so; null: the rule does
};
Decision decide(const Timeline& timeline, std::uint64_t key, bool by_rule);

}  // namespace wick
