// SPDX-License-Identifier: MIT
// Amounts of money that can be added up.
#pragma once

#include <cstdint>

namespace wick {

/// Money in units of 1e-10 USD, so that sums do not depend on their order: a token of the cheapest
/// kind is a hundred of them.
using Money = std::int64_t;
inline constexpr double kMoneyPerUsd = 1e10;
inline double usd_of(Money money) { return static_cast<double>(money) / kMoneyPerUsd; }

}  // namespace wick
