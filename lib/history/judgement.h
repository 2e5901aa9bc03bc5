// SPDX-License-Identifier: MIT
// A model's verdict on a case that counts alone cannot decide.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/base/time.h"

namespace wick {

/// The values are stored in the ledger: append, never renumber.
enum class Verdict : std::uint8_t {
  kUnclear = 0,  // undecided: the rules of wick-waste(1) apply
  kWaste = 1,
  kUseful = 2,
};
/// "unclear", "waste", "useful".
std::string_view name_of(Verdict verdict);
/// Empty for any other word.
std::optional<Verdict> verdict_of(std::string_view word);

struct Judgement {
  std::uint64_t key = 0;  // of the case; see lib/audit/detectors.h
  Verdict verdict = Verdict::kUnclear;
  std::string model;  // the model that was asked, by its API name
  TimeMs time = 0;    // when the answer was recorded
};

/// The number of judgements per verdict.
struct VerdictCounts {
  std::int64_t unclear = 0, waste = 0, useful = 0;
  VerdictCounts& operator+=(Verdict verdict);
  std::int64_t all() const { return unclear + waste + useful; }
};

/// The latest judgement of each case, by the case's key.
using Judgements = std::unordered_map<std::uint64_t, Judgement>;

}  // namespace wick
