// SPDX-License-Identifier: MIT
#include "lib/audit/resent_segments.h"

#include <algorithm>
#include <cmath>

namespace wick {

void ResentSegments::add(const ResentSegment& segment) {
  Item item{segment};
  item.furthest = segment.to;
  if (!items_.empty()) {
    item.sums = items_.back().sums;
    item.furthest = std::max(item.furthest, items_.back().furthest);
  }
  std::int64_t tokens = segment.to - segment.from;
  item.sums.classes[static_cast<std::size_t>(segment.finding->waste)] += tokens;
  if (segment.has_remedy) item.sums.with_remedy += tokens;
  items_.push_back(item);
}

void ResentSegments::drop_last() {
  const Item last = items_.back();
  items_.pop_back();
  std::int64_t tokens = last.segment.to - last.segment.from;
  last.segment.finding->compounded +=
      {tokens * last.times, std::llround(static_cast<double>(tokens) * last.rate)};
  if (items_.empty()) return;
  items_.back().rate += last.rate;
  items_.back().times += last.times;
}

void ResentSegments::drop_all() {
  while (!items_.empty()) drop_last();
}

std::size_t ResentSegments::within(std::int64_t tokens, std::size_t most) const {
  auto end =
      std::partition_point(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(most),
                           [tokens](const Item& item) { return item.furthest <= tokens; });
  return static_cast<std::size_t>(end - items_.begin());
}

ResentSegments::Tokens ResentSegments::read_again(std::size_t count, double rate) {
  if (count == 0) return {};
  Item& last = items_[count - 1];
  last.rate += rate;
  last.times += 1;
  return last.sums;
}

}  // namespace wick
