// SPDX-License-Identifier: MIT
// How a session's prompts went so far: read once, and then only what was added since.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/history/past_prompts.h"

namespace wick {

/// What a checkpoint keeps.
struct EarlierPrompts {
  /// Of the newest prompts that were answered and are over, the newest last; see kMostShapes.
  std::vector<PromptShape> shapes;
  std::int64_t prompts = 0;  // all of them that were read
  ShapeCollector::Open open;
  ReadMark read;

  /// With the prompt that may not be over yet.
  std::vector<PromptShape> all() const;
  std::int64_t count() const { return prompts + (open.shape.requests > 0 ? 1 : 0); }
};

/// More would count for nothing: see forecast_prompt().
inline constexpr std::size_t kMostShapes = 32;

/// Brings the account of a transcript's main chain up to date and keeps it in `checkpoint_path` (empty:
/// not kept); a checkpoint that does not fit the file is discarded. Reads at most `bound` bytes of
/// what is new: of more the newest, and the prompt that they begin in is left out.
EarlierPrompts read_earlier_prompts(const OpenFile& transcript, const std::string& checkpoint_path,
                                    std::uint64_t bound);

/// As bytes, with a version and a checksum; and back, empty when they are not whole, or odd.
std::string encode(const EarlierPrompts& record);
std::optional<EarlierPrompts> decode_earlier_prompts(std::string_view bytes);

}  // namespace wick
