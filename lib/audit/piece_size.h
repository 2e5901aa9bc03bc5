// SPDX-License-Identifier: MIT
// Estimates the tokens of a piece of context by its bytes and kind. Growth beyond that belongs to
// no piece: thinking, images, hidden reminders.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/history/records.h"

namespace wick {

/// Tokens per byte of JSON for models up to Claude 4.6: medians of steps with a single large piece,
/// in other people's transcripts.
double result_rate(std::string_view tool);
double block_rate(ContextBlock::Kind kind);
inline constexpr double kInputRate = 0.29;

/// The factor for a model's tokenizer: Claude 4.7 and 5 use more tokens for the same text.
double generation_factor(std::string_view model);

/// A piece gets at most this multiple of the estimate for its kind in this chain.
inline constexpr double kMostOver = 1.2;
/// The most tokens that an image can have.
inline constexpr std::int64_t kMostOfImage = 4800;

}  // namespace wick
