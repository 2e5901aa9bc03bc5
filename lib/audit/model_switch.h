// SPDX-License-Identifier: MIT
// Recomputes the cost of a history as if one model had handled all requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/audit/token_ratios.h"
#include "lib/audit/what_if.h"
#include "lib/price/price.h"

namespace wick {

/// The requests of one model, and their cost with the new one.
struct SwitchedModel {
  std::string model;                // canonical
  std::optional<TokenRatio> ratio;  // the new model's tokens per token of this one; empty: 1
  std::int64_t too_long = 0;        // requests larger than the new model's window: left unchanged
  WhatIfSums sums;
};

struct ModelSwitch {
  WhatIfReport report;
  std::vector<SwitchedModel> models;  // all but the new one, highest cost first
};

/// Reprices each request, including subagents', with the model of this canonical name: its token
/// counts for the same texts, as far as `ratios` has them, at its price of that time. Cache hits
/// stay hits. Throws Failure{kUsage} if the model never has a price.
ModelSwitch switch_model(const ReplayedHistory& replayed, const PriceTable& prices,
                         const std::string& model, const TokenRatios& ratios);

}  // namespace wick
