// SPDX-License-Identifier: MIT
// Many prompts as a few.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/history/prompt_shape.h"

namespace wick {

/// Shapes of equal weight: prompts sorted by requests, then growth, cut into as many parts, and one out
/// of each. So the tail stays, and what goes together, and a table is small. Means would lie too near
/// to one another.
struct ShapeTable {
  std::int64_t prompts = 0;  // that it was made from
  std::vector<PromptShape> rows;

  bool operator==(const ShapeTable&) const = default;
};

/// A prompt and how much it counts.
struct WeighedPrompt {
  PromptShape shape;
  double weight = 1;
};

/// The table of some prompts, with at most `rows` rows. Empty for none.
ShapeTable table_of(std::vector<WeighedPrompt> prompts, std::size_t rows);

/// The table that comes with wick, for who has no history yet. tests/prior.py makes it.
const ShapeTable& built_in_prior();

}  // namespace wick
