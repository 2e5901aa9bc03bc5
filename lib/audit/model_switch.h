// SPDX-License-Identifier: MIT
// What a history would have cost with one model in place of all others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/audit/token_ratios.h"
#include "lib/audit/what_if.h"
#include "lib/price/price.h"

namespace wick {

/// What another model did, and would have cost.
struct SwitchedModel {
  std::string model;                // canonical
  std::optional<TokenRatio> ratio;  // the new one's tokens for each of its own; empty: as many are assumed
  std::int64_t too_long = 0;        // requests whose context the new one's window does not hold: they stay as they were
  WhatIfSums sums;
};

struct ModelSwitch {
  WhatIfReport report;
  std::vector<SwitchedModel> models;  // all but the new one, the dearest first
};

/// Each request again, subagents' too, by a model with this canonical name: its tokens are those that it makes of the same
/// texts, as far as `ratios` tell, at its price of that time. It finds in the cache what it found. Failure{kUsage} where
/// the model never has a price.
ModelSwitch switch_model(const ReplayedHistory& replayed, const PriceTable& prices, const std::string& model,
                         const TokenRatios& ratios);

}  // namespace wick
