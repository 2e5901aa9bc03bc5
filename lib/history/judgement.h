// SPDX-License-Identifier: MIT
// What a model said of a case that counts alone cannot settle.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/base/time.h"

namespace wick {

/// The numbers are kept in the ledger: append, never renumber.
enum class Verdict : std::uint8_t {
  kUnclear = 0,  // it could not tell: the rules of wick-waste(1) hold
  kWaste = 1,
  kUseful = 2,
};
/// "unclear", "waste", "useful".
std::string_view name_of(Verdict verdict);
/// Empty for another word.
std::optional<Verdict> verdict_of(std::string_view word);

struct Judgement {
  std::uint64_t key = 0;  // of the case; see lib/audit/detectors.h
  Verdict verdict = Verdict::kUnclear;
  std::string model;  // that was asked, as the API names it
  TimeMs time = 0;    // when its answer was taken in
};

/// How many there are of each verdict.
struct VerdictCounts {
  std::int64_t unclear = 0, waste = 0, useful = 0;
  VerdictCounts& operator+=(Verdict verdict);
  std::int64_t all() const { return unclear + waste + useful; }
};

/// By the case's key: the last one that was taken in.
using Judgements = std::unordered_map<std::uint64_t, Judgement>;

}  // namespace wick
