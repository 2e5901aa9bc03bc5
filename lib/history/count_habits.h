// SPDX-License-Identifier: MIT
// From a history to the habits that are kept of it.
#pragma once

#include <vector>

#include "lib/history/habits.h"
#include "lib/history/past_prompts.h"
#include "lib/price/price.h"

namespace wick {

/// Of the newest prompts, those of the user's and of each project that one of them is of. Subagents'
/// money is at the prices of its time, of what has a price.
AllHabits count_habits(const History& history, const PriceTable& prices, TimeMs now);
/// A user's table of some prompts: a project with four times the prompts of another weighs twice as
/// much.
ShapeTable user_table(const std::vector<const PastPrompt*>& prompts,
                      const std::vector<std::uint32_t>& project_of_file);
/// The project of each file, as user_table() wants it.
std::vector<std::uint32_t> projects_of_files(const History& history);

}  // namespace wick
