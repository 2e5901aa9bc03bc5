// SPDX-License-Identifier: MIT
#include "lib/audit/waste.h"

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
    "the user said no",
    "a permission rule refused it",
    "a hook refused it",
    "its input is not what the tool takes",
    "there is no such tool",
    "the file was not read, or has changed since",
    "the text to replace is not there, or not once",
    "there is no such file",
    "it took longer than it may",
    "the result is more than can be passed on",
    "another call of the same response failed, and it was not run",
    // dead_end
    "it failed again and again, and was given up",
    "the edit was reverted",
    "it reverts an edit",
    "the answer was cut off at max_tokens",
    "the answer was interrupted",
    "the subagent's result reached nobody",
    "the subagent's result was of no use",
    // platform
    "the command is not installed here",
    "a module or runtime is missing",
    "this version or system does not have the option",
    "it ran in another directory than was thought",
    "another client version has this tool",
    // retry
    "the same call failed before, and nothing was changed",
    "nearly the same prompt as the one before",
    // web_wall
    "the server answered with an error",
    "there was no answer",
    "the page asks for a human",
    "the page asks to sign in",
    "the browser is missing or was closed",
    "there is nothing on the page",
    // cache
    "the cache of 5 minutes had expired",
    "the cache of an hour had expired",
    "the model was changed",
    "fast mode was switched",
    "the effort was changed",
    "the tools or the system prompt were changed",
    "the system prompt was changed",
    "the tools were changed",
    "written into the cache, and never read",
    "kept for an hour, and not needed so long",
    // duplicate_instructions
    "the same stood in the context already",
    "a long memory file is sent with each request",
    "nothing of the listing was used",
    // reread
    "the file stood in the context, unchanged",
    // verbose
    "the same output stood in the context already",
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
      throw Failure{Exit::kConfig, value->where + ": expected a number from 0 on"};
  }
  return out;
}

}  // namespace wick
