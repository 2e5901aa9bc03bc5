// SPDX-License-Identifier: MIT
#include "lib/audit/waste.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, kWastes> kNames = {
    "reread",   "retry",   "failed_call",            "web_wall", "platform",
    "dead_end", "verbose", "duplicate_instructions", "cache",    "productive"};
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

}  // namespace wick
