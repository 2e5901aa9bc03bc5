// SPDX-License-Identifier: MIT
#include "lib/audit/waste.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/toml.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, kWastes> kNames = {
    "reread",   "retry",     "failed_call", "web_wall",
    "platform", "dead_end",  "verbose",     "duplicate_instructions",
    "cache",    "productive"};
constexpr std::array<int, kWastes> kRanks = {4, 2, 3, 0, 1, 5, 6, 7, 8, 9};

constexpr std::string_view kReasons[] = {
    "",
    // failed_call
    "the user refused it",
    "a permission rule refused it",
    "a hook refused it",
    "its input was invalid",
    "there is no such tool",
    "the file had not been read, or had changed since",
    "the text to replace does not occur exactly once",
    "there is no such file",
    "it timed out",
    "the result was too large",
    "cancelled: another call of the same response failed",
    // dead_end
    "it failed repeatedly, and was given up",
    "the edit was reverted",
    "it reverts an edit",
    "the answer was cut off at max_tokens",
    "the answer was interrupted",
    "the subagent returned no result",
    "the subagent's result was not useful",
    // platform
    "the command is not installed here",
    "a module or runtime is missing",
    "this version or system does not have the option",
    "it ran in the wrong directory",
    "only another version of Claude Code has this tool",
    // retry
    "the same call had failed before, and nothing had changed",
    "nearly the same prompt as the one before",
    // web_wall
    "the server answered with an error",
    "there was no answer",
    "the page asks for proof of being human",
    "the page asks for a login",
    "the browser is missing or was closed",
    "there is nothing on the page",
    // cache
    "the 5-minute cache had expired",
    "the 1-hour cache had expired",
    "the model was changed",
    "fast mode was turned on or off",
    "the effort was changed",
    "the tools or the system prompt were changed",
    "the system prompt was changed",
    "the tools were changed",
    "written to the cache, but never read",
    "kept for an hour, but not needed for that long",
    // duplicate_instructions
    "the same text was already in the context",
    "a long memory file is sent with each request",
    "nothing in the listing was used",
    // reread
    "the file was already in the context, unchanged",
    // verbose
    "the same output was already in the context",
    "a long result is sent again with each request",
    "a long answer is sent again with each request",
};
static_assert(std::size(kReasons) == static_cast<std::size_t>(WasteReason::kLongAnswer) + 1);

}  // namespace

std::string_view name_of(Waste waste) { return kNames[static_cast<std::size_t>(waste)]; }
int rank_of(Waste waste) { return kRanks[static_cast<std::size_t>(waste)]; }

std::string_view name_of(WasteReason reason) {
  auto index = static_cast<std::size_t>(reason);
  return index < std::size(kReasons) ? kReasons[index] : "";
}

bool depends_on_project(WasteReason why) {
  return why == WasteReason::kExpired5m || why == WasteReason::kExpired1h ||
         why == WasteReason::kUnneeded1h;
}

bool has_remedy(WasteReason why, std::string_view tool) {
  if (why == WasteReason::kRepeatedText) return added_text(tool) != AddedText::kOther;
  return why != WasteReason::kNone && why != WasteReason::kNeverRead && !depends_on_project(why);
}

AddedText added_text(std::string_view type) {
  if (type.starts_with("hook_")) return AddedText::kByHook;
  if (type == "nested_memory") return AddedText::kMemoryFile;
  if (type == "skill_listing") return AddedText::kSkills;
  if (type == "agent_listing_delta") return AddedText::kAgents;
  if (type == "mcp_instructions_delta") return AddedText::kServers;
  if (type == "deferred_tools_delta") return AddedText::kDeferredTools;
  return AddedText::kOther;
}

std::string_view name_of(Basis basis) {
  constexpr std::array<std::string_view, 3> kBases = {"measured", "apportioned", "estimated"};
  return kBases[static_cast<std::size_t>(basis)];
}

WasteCost& WasteCost::operator+=(const WasteCost& other) {
  tokens += other.tokens;
  money += other.money;
  return *this;
}

namespace {

struct Key {
  std::string_view name;
  std::int64_t WasteLimits::*limit;
};

constexpr Key kKeys[] = {
    {"result_tokens", &WasteLimits::result},
    {"answer_tokens", &WasteLimits::answer},
    {"rides", &WasteLimits::rides},
    {"instructions_tokens", &WasteLimits::instructions},
    {"duplicate_tokens", &WasteLimits::duplicate},
    {"listing_tokens", &WasteLimits::listing},
    {"failures", &WasteLimits::failures},
    {"unread_tokens", &WasteLimits::unread},
};

}  // namespace

WasteLimits waste_limits(const Env& env) {
  WasteLimits out;
  std::string home = config_home(env);
  auto file = home.empty() ? std::nullopt : load_toml(home + "/wick.toml");
  const TomlValue* table = file ? file->find("waste") : nullptr;
  if (!table) return out;
  table->as_table();
  std::vector<std::string_view> names;
  for (const Key& key : kKeys) names.push_back(key.name);
  check_keys(*table, names);
  for (const Key& key : kKeys) {
    const TomlValue* value = table->find(key.name);
    if (!value) continue;
    out.*key.limit = value->as_integer();
    if (out.*key.limit < 0)
      throw Failure{Exit::kConfig, value->where + ": expected a number, 0 or more"};
  }
  return out;
}

}  // namespace wick
