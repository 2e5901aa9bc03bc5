// SPDX-License-Identifier: MIT
#include "lib/history/judgement.h"

#include <array>

namespace wick {
namespace {

constexpr auto kNames = std::to_array<std::string_view>({"unclear", "waste", "useful"});

}  // namespace

std::string_view name_of(Verdict verdict) { return kNames[static_cast<std::size_t>(verdict)]; }

VerdictCounts& VerdictCounts::operator+=(Verdict verdict) {
  ++(verdict == Verdict::kWaste ? waste : verdict == Verdict::kUseful ? useful : unclear);
  return *this;
}

std::optional<Verdict> verdict_of(std::string_view word) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (word == kNames[i]) return static_cast<Verdict>(i);
  return std::nullopt;
}

}  // namespace wick
