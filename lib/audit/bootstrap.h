// SPDX-License-Identifier: MIT
// Confidence intervals of figures that come from a few sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wick {

/// A 95 % confidence interval.
struct Interval {
  double low = 0, high = 0;
};

/// The 97.5 % quantile of the normal distribution.
inline constexpr double kNormal = 1.959964;

/// A random generator (SplitMix64 by Steele, Lea and Flood): the same numbers for the same seed,
/// everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n);

 private:
  std::uint64_t state_;
};

/// A figure in resamples of `sessions` sessions, at least two; NaN for a resample without data.
struct Resampled {
  std::vector<double> values;
  std::size_t sessions = 0;

  /// The variance of a mean, corrected for the small number of sessions.
  double variance() const;
};

/// Half the width of the interval of a sum of independent figures: from their standard errors and
/// the t distribution with Welch's degrees of freedom, because percentiles alone are too narrow for
/// a few sessions.
double reach_of(const std::vector<Resampled>& parts);

/// The interval of a figure with logarithm `point`: the wider of `reach` on both sides and the
/// percentiles of `resampled`.
Interval interval_of(double point, std::vector<double> resampled, double reach);

}  // namespace wick
