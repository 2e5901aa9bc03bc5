// SPDX-License-Identifier: MIT
#include "lib/history/blocks.h"

#include <algorithm>

namespace wick {
namespace {

// The reported ends of one window differ by seconds, now and then by a minute.
constexpr TimeMs kJitter = 5 * 60 * 1000;

// One block per reported window. Of nearly equal ends the last counts; a window that overlaps the
// next one is cut where that begins.
std::vector<Block> confirmed_blocks(const std::vector<std::int64_t>& windows) {
  std::vector<Block> out;
  for (std::int64_t end : windows) {
    TimeMs until = end * 1000;
    if (!out.empty() && until - out.back().until < kJitter) out.pop_back();
    if (!out.empty()) out.back().until = std::min(out.back().until, until - kBlockLength);
    if (!out.empty() && out.back().until <= out.back().from) out.pop_back();
    out.push_back({until - kBlockLength, until, true});
  }
  return out;
}

}  // namespace

std::vector<Block> blocks_of(const std::vector<TimeMs>& times,
                             const std::vector<std::int64_t>& windows) {
  const std::vector<Block> confirmed = confirmed_blocks(windows);
  std::vector<Block> out;
  auto next = confirmed.begin();  // the first that ends after the time
  for (TimeMs time : times) {
    if (!out.empty() && time < out.back().until) continue;
    while (next != confirmed.end() && next->until <= time) ++next;
    if (next != confirmed.end() && next->from <= time) {
      out.push_back(*next);
    } else {
      TimeMs until = time + kBlockLength;
      if (next != confirmed.end()) until = std::min(until, next->from);
      out.push_back({time, until, false});
    }
  }
  return out;
}

const Block* block_at(const std::vector<Block>& blocks, TimeMs time, bool or_next) {
  auto at = std::upper_bound(blocks.begin(), blocks.end(), time,
                             [](TimeMs t, const Block& block) { return t < block.until; });
  if (at == blocks.end()) return nullptr;
  return at->from <= time || or_next ? &*at : nullptr;
}

}  // namespace wick
