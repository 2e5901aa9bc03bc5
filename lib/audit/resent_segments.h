// SPDX-License-Identifier: MIT
// What rides along: wasted segments that a chain sends with each request. Nearly always all but the last of
// them are read from the cache, so that this is noted once for all of them, not for each: a long chain has
// thousands, and thousands of requests.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "lib/audit/waste.h"

namespace wick {

struct ResentSegment {
  std::uint32_t segment = 0;          // of the timeline
  std::int64_t from = 0, to = 0;      // its place in the context
  Finding* finding = nullptr;
};

class ResentSegments {
 public:
  /// Behind all others in the context.
  void add(const ResentSegment& rider);
  /// The last one is sent no more.
  void drop_last();
  void drop_all();

  std::size_t size() const { return riders_.size(); }
  const ResentSegment& operator[](std::size_t i) const { return riders_[i].rider; }

  /// How many, of the first `most`, end within so many tokens.
  std::size_t within(std::int64_t tokens, std::size_t most) const;

  using Tokens = std::array<std::int64_t, kWastes>;  // by class
  /// The first `count` are read again, at `rate` money a token: that goes to their findings. Gives their
  /// tokens.
  Tokens read_again(std::size_t count, double rate);

 private:
  struct Item {
    ResentSegment rider;
    Tokens sums{};             // of it and all before it
    std::int64_t furthest = 0;  // end of any of them
    double rate = 0;           // of readings that are due from it and all before it
    std::int64_t times = 0;
  };
  std::vector<Item> riders_;
};

}  // namespace wick
