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
  bool confirmed = false;  // Claude Code said when it ends; else inferred
};

/// The blocks that requests at `times` (in order) lie in, in order. A block that Claude Code told of
/// (`windows`: ends, epoch seconds, in order) is as it said; any other starts at the exact time of the
/// first request after the block before, and ends five hours later or where a told one begins.
std::vector<Block> blocks_of(const std::vector<TimeMs>& times, const std::vector<std::int64_t>& windows);

/// The block that a time lies in; else, with `or_next`, the first one after it; else null.
const Block* block_at(const std::vector<Block>& blocks, TimeMs time, bool or_next);

}  // namespace wick
