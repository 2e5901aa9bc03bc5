// SPDX-License-Identifier: MIT
// The shapes of a session's earlier prompts; after the first time, only new lines are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/history/past_prompts.h"

namespace wick {

/// The contents of a checkpoint.
struct EarlierPrompts {
  /// Of the newest answered and finished prompts, the newest last; at most kMostShapes.
  std::vector<PromptShape> shapes;
  std::int64_t prompts = 0;  // finished prompts read, also those no longer in `shapes`
  ShapeCollector::Open open;
  ReadMark read;

  /// Includes the prompt that may not have finished yet.
  std::vector<PromptShape> all() const;
  std::int64_t count() const { return prompts + (open.shape.requests > 0 ? 1 : 0); }
};

/// Older prompts would weigh next to nothing: see forecast_prompt().
inline constexpr std::size_t kMostShapes = 32;

/// Brings the record of a transcript's main chain up to date and keeps it in `checkpoint_path`
/// (empty: not kept); a checkpoint that does not match the file is discarded. If more than `bound`
/// bytes are new, reads only the newest of them and leaves out the prompt in whose middle they
/// begin.
EarlierPrompts read_earlier_prompts(const OpenFile& transcript, const std::string& checkpoint_path,
                                    std::uint64_t bound);

/// As bytes with a version and a checksum, and back; empty when the bytes are incomplete or
/// invalid.
std::string encode(const EarlierPrompts& record);
std::optional<EarlierPrompts> decode_earlier_prompts(std::string_view bytes);

}  // namespace wick
