// SPDX-License-Identifier: MIT
// The ways to go on with a session, side by side.
#pragma once

#include <string>
#include <vector>

#include "lib/session/advice.h"
#include "lib/view/table.h"

namespace wick {

/// A table for people, each way with what is assumed.
std::string advice_table(const std::vector<Choice>& choices, const State& state,
                         const TableLook& look);
/// {"advice":[{...}]} and a newline.
std::string advice_json(const std::vector<Choice>& choices);

}  // namespace wick
