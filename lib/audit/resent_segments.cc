// SPDX-License-Identifier: MIT
#include "lib/audit/resent_segments.h"

#include <algorithm>
#include <cmath>

namespace wick {

void ResentSegments::add(const ResentSegment& rider) {
  Item item{rider};
  item.furthest = rider.to;
  if (!riders_.empty()) {
    item.sums = riders_.back().sums;
    item.furthest = std::max(item.furthest, riders_.back().furthest);
  }
  item.sums[static_cast<std::size_t>(rider.finding->waste)] += rider.to - rider.from;
  riders_.push_back(item);
}

void ResentSegments::drop_last() {
  const Item last = riders_.back();
  riders_.pop_back();
  std::int64_t tokens = last.rider.to - last.rider.from;
  last.rider.finding->compounded += {tokens * last.times, std::llround(static_cast<double>(tokens) * last.rate)};
  if (riders_.empty()) return;
  riders_.back().rate += last.rate;
  riders_.back().times += last.times;
}

void ResentSegments::drop_all() {
  while (!riders_.empty()) drop_last();
}

std::size_t ResentSegments::within(std::int64_t tokens, std::size_t most) const {
  auto end = std::partition_point(riders_.begin(), riders_.begin() + static_cast<std::ptrdiff_t>(most),
                                  [tokens](const Item& item) { return item.furthest <= tokens; });
  return static_cast<std::size_t>(end - riders_.begin());
}

ResentSegments::Tokens ResentSegments::read_again(std::size_t count, double rate) {
  if (count == 0) return {};
  Item& last = riders_[count - 1];
  last.rate += rate;
  last.times += 1;
  return last.sums;
}

}  // namespace wick
