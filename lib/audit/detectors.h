// SPDX-License-Identifier: MIT
// The waste detectors: one function per class. Each maps a chain to findings. If two findings claim
// the same token, waste_account.h decides later.
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

/// A finding about a call; claims its input and its result.
Finding finding_of(const Timeline& timeline, const TimelineCall& call, Waste waste,
                   WasteReason why);
/// A finding about a block; claims its segment.
Finding finding_of(const Timeline& timeline, const TimelineBlock& block, Waste waste,
                   WasteReason why);

/// True if the call may have changed a file or something else that a later call depends on.
bool may_change(const Timeline& timeline, const ToolCall& call);
/// True for Edit, Write and similar tools, whose target is the file they change.
bool is_editor(std::string_view tool);
/// True if the call changed its target file.
bool edits_target(const Timeline& timeline, const ToolCall& call);
/// True for browsers, fetchers and search tools.
bool is_web_tool(std::string_view tool);
/// True for a web tool that loads a page or searches: it fails only if nothing was loaded.
bool opens_page(std::string_view tool);
/// True for localhost and similar names of the user's own servers: their errors are what the user
/// is working on.
bool is_own_server(std::string_view host);
/// True if the call used a tool that another version of Claude Code has.
bool is_of_another_version(const Timeline& timeline, const ToolCall& call);
/// True if the call failed and was not a request to the user's own server.
bool has_failed(const Timeline& timeline, const TimelineCall& call);
/// "context7" of "mcp__context7__query-docs"; empty for Claude Code's own tools.
std::string_view mcp_server_of(std::string_view tool);

// Cases that counts alone cannot decide. Each has a rule; a model's judgement (wick-waste-judge(1))
// overrides it.

/// Two or more failures of one tool on one target, with no success after them.
struct GivenUp {
  std::uint64_t key = 0;             // the same in a fork's copy; changes with each further failure
  std::vector<std::uint32_t> calls;  // indices into Timeline::calls
};
std::vector<GivenUp> given_up_calls(const Timeline& timeline);

/// A prompt that is similar to the previous one.
struct RepeatedPrompt {
  std::uint64_t key = 0;
  std::uint32_t before = 0, second = 0;  // indices into Timeline::blocks
  int alike = 0;                         // equal bytes of words_hash(): 4 to 8
  bool worked = false;  // a call between them succeeded and may have changed something
  /// The rule: nearly the same words, and nothing was done in between.
  bool is_retry() const { return alike >= 7 && !worked; }
};
std::vector<RepeatedPrompt> repeated_prompts(const Timeline& timeline);

/// The key of the case whether a subagent was useful; 0 without a subagent or its id.
std::uint64_t subagent_key(const Timeline& timeline);

struct Decision {
  bool waste = false;
  const Judgement* judged = nullptr;  // the judgement that decided; null: the rule did
};
Decision decide(const Timeline& timeline, std::uint64_t key, bool by_rule);

}  // namespace wick
