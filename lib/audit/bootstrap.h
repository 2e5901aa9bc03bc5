// SPDX-License-Identifier: MIT
// How far a figure may be off that is made of a few sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wick {

/// 95 of 100 such intervals have the true value in them.
struct Interval {
  double low = 0, high = 0;
};

/// What 97.5 of 100 stay below in the normal distribution.
inline constexpr double kNormal = 1.959964;

/// Steele, Lea and Flood's SplitMix64: the same numbers for the same seed, everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n);

 private:
  std::uint64_t state_;
};

/// A figure as it came out of resamples of so many sessions, at least two; not a number where a resample has nothing of it.
struct Resampled {
  std::vector<double> values;
  std::size_t sessions = 0;

  /// Of a mean of so few sessions.
  double variance() const;
};

/// How far the sum of independent figures may be off: by their standard errors, and the t distribution with Welch's
/// degrees of freedom. Percentiles alone are too narrow for a few sessions.
double reach_of(const std::vector<Resampled>& parts);

/// The interval of what has the logarithm `point`: the wider of `reach` and of the percentiles of `resampled`.
Interval interval_of(double point, std::vector<double> resampled, double reach);

}  // namespace wick
