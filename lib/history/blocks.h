// SPDX-License-Identifier: MIT
// 5-hour blocks: the windows in which a subscription's limit counts.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/base/time.h"

namespace wick {

inline constexpr TimeMs kBlockLength = 5 * 3600 * 1000;

struct Block {
  TimeMs from = 0, until = 0;
  bool confirmed = false;  // its end was reported by Claude Code; else inferred
};

/// The blocks that contain the requests at `times` (sorted), in order. A block that Claude Code
/// reported (`windows`: ends in epoch seconds, sorted) is used as reported. Any other block starts
/// at the exact time of the first request after the previous block and ends five hours later, or
/// where a reported block begins.
std::vector<Block> blocks_of(const std::vector<TimeMs>& times,
                             const std::vector<std::int64_t>& windows);

/// The block that contains `time`. Without one: with `or_next` the first block after it, else null.
const Block* block_at(const std::vector<Block>& blocks, TimeMs time, bool or_next);

}  // namespace wick
