// SPDX-License-Identifier: MIT
// The value of a live field: a number, boolean or text, with its unit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace wick {

/// What a number counts; determines its human-readable form and is documented.
enum class Unit {
  kNone,
  kTokens,
  kPercent,
  kUsd,
  kUsdPerMtok,
  kSeconds,
  kEpochSeconds,
  kCount,
  kRatio,   // a factor: 24x
  kShare,   // a fraction: 0.58 is 58 %
  kCommit,  // a commit id: shown to people as its first seven digits
};

using Scalar = std::variant<std::int64_t, double, bool, std::string>;

/// A known value. An unknown one is std::nullopt: never 0, never "N/A".
struct Value {
  Scalar scalar;
  Unit unit = Unit::kNone;
};

using MaybeValue = std::optional<Value>;

}  // namespace wick
