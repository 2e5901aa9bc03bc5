// SPDX-License-Identifier: MIT
// Gives every token of a chain to exactly one class, and prices it.
#pragma once

#include <array>
#include <functional>
#include <span>

#include "lib/audit/detectors.h"

namespace wick {

/// What went into each class; they sum to all that was sent and got.
struct WasteSums {
  std::array<WasteCost, kWastes> classes{};

  WasteCost& operator[](Waste waste) { return classes[static_cast<std::size_t>(waste)]; }
  const WasteCost& operator[](Waste waste) const { return classes[static_cast<std::size_t>(waste)]; }
  WasteSums& operator+=(const WasteSums& other);
  bool operator==(const WasteSums&) const = default;
  WasteCost total() const;
  /// All but kProductive.
  WasteCost wasted() const;
};

/// Settles what the findings of one chain claim and adds it to them. A request that only served waste (all
/// calls that it asked for are findings of outright waste) is waste as a whole: what it read, and its
/// output. `take` gets the classes of each request that passes the filter, in order.
void account(const ReplayedHistory& replayed, const Timeline& timeline, std::span<Finding> findings,
             const std::function<void(const HistoryRequest&, const WasteSums&)>& take);

/// A request of which nothing but its tokens is known: all of it is productive.
WasteSums productive(const HistoryRequest& request, Pricer& pricer);

}  // namespace wick
