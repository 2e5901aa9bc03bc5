// SPDX-License-Identifier: MIT
// What a State was computed from, for those who ask why.
#pragma once

#include <optional>
#include <string>

#include "lib/session/burn.h"
#include "lib/session/forecast.h"
#include "lib/session/limits.h"
#include "lib/session/merge.h"
#include "lib/session/pace.h"
#include "lib/session/spend.h"

namespace wick {

struct Evidence {
  Accounts accounts;
  std::optional<TokensAt> after_compact, after_clear;
  // Where a forecast was made.
  NextQuery query;
  RestartSizes sizes;
  Experience experience;
  std::string habits_file;
  std::optional<Burn> burn;
  std::optional<SpendRecord> spend;  // where money was summed
  AccountLimits limits;              // what the limits were read from, passed windows and all
  std::string pace_file;             // where what a dollar takes of the limits would be
  Pace pace;
  std::string usage_file;            // where today's figures would be
  std::string waste_file;            // where the session's waste would be
};

}  // namespace wick
