// SPDX-License-Identifier: MIT
// Wasted segments that a chain sends again with each request. Nearly always all but the last few
// are cache reads. A long chain has thousands of segments and requests, so reads are recorded once
// for all of them, not for each.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "lib/audit/waste.h"

namespace wick {

struct ResentSegment {
  std::uint32_t segment = 0;      // index into Timeline::segments
  std::int64_t from = 0, to = 0;  // its range of tokens in the context
  Finding* finding = nullptr;
  bool has_remedy = false;  // the finding's
};

class ResentSegments {
 public:
  /// Adds a segment after all others in the context.
  void add(const ResentSegment& segment);
  /// Removes the last one: it is no longer sent.
  void drop_last();
  void drop_all();

  std::size_t size() const { return items_.size(); }
  const ResentSegment& operator[](std::size_t i) const { return items_[i].segment; }

  /// How many of the first `most` end within the first `tokens` tokens.
  std::size_t within(std::int64_t tokens, std::size_t most) const;

  struct Tokens {
    std::array<std::int64_t, kWastes> classes{};
    std::int64_t with_remedy = 0;
  };
  /// Charges a cache read of the first `count`, at `rate` money per token, to their findings.
  /// Returns their tokens.
  Tokens read_again(std::size_t count, double rate);

 private:
  struct Item {
    ResentSegment segment;
    Tokens sums{};              // of this and all preceding items
    std::int64_t furthest = 0;  // largest end of these
    double rate = 0;            // sum of the rates of pending reads of this and all preceding items
    std::int64_t times = 0;
  };
  std::vector<Item> items_;
};

}  // namespace wick
