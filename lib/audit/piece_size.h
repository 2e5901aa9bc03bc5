// SPDX-License-Identifier: MIT
// How many tokens a piece of the context plausibly takes, by its bytes and its kind. What a context grew by beyond
// that is nobody's: thinking, pictures, hidden reminders.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/history/records.h"

namespace wick {

/// Tokens per byte of JSON, for models up to Claude 4.6: medians of steps that had one large piece only, in other
/// people's transcripts.
double result_rate(std::string_view tool);
double block_rate(ContextBlock::Kind kind);
inline constexpr double kInputRate = 0.29;

/// What a model's tokenizer makes of the same text, compared with that: Claude 4.7 and 5 take more tokens.
double generation_factor(std::string_view model);

/// A piece gets at most so much more than its kind takes in this chain.
inline constexpr double kMostOver = 1.2;
/// No picture takes more.
inline constexpr std::int64_t kMostOfImage = 4800;

}  // namespace wick
