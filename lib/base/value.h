// SPDX-License-Identifier: MIT
// The value of one live field: a number, a truth value or a text, with the unit it is counted in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace wick {

/// What a number counts; decides its human form and stands in the documentation.
enum class Unit {
  kNone,
  kTokens,
  kPercent,
  kUsd,
  kUsdPerMtok,
  kSeconds,
  kEpochSeconds,
  kCount,
  kRatio,  // how many times: 24x
  kShare,  // a part of one: 0.58 is 58 %
  kCommit,  // the name of one: for people its first seven digits
};

using Scalar = std::variant<std::int64_t, double, bool, std::string>;

/// A value that is there. An absent one is std::nullopt: never 0, never "N/A".
struct Value {
  Scalar scalar;
  Unit unit = Unit::kNone;
};

using MaybeValue = std::optional<Value>;

}  // namespace wick
