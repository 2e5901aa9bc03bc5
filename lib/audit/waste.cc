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

}  // namespace

std::string_view name_of(Waste waste) { return kNames[static_cast<std::size_t>(waste)]; }
int rank_of(Waste waste) { return kRanks[static_cast<std::size_t>(waste)]; }

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
