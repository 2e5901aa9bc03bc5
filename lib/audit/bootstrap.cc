// SPDX-License-Identifier: MIT
#include "lib/audit/bootstrap.h"

#include <algorithm>
#include <cmath>

namespace wick {
namespace {

// The 97.5 % quantile of the t distribution: Cornish-Fisher expansion, accurate to 3 % from 2
// degrees of freedom on.
double t_quantile(double d) {
  constexpr double z = kNormal;
  constexpr double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
  return z + (z3 + z) / (4 * d) + (5 * z5 + 16 * z3 + 3 * z) / (96 * d * d) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * d * d * d);
}

}  // namespace

std::size_t Dice::below(std::size_t n) {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return static_cast<std::size_t>((z ^ (z >> 31)) % n);
}

double Resampled::variance() const {
  double count = 0, sum = 0, squares = 0;
  for (double v : values)
    if (!std::isnan(v)) count += 1, sum += v;
  for (double v : values)
    if (!std::isnan(v)) squares += (v - sum / count) * (v - sum / count);
  auto n = static_cast<double>(sessions);
  return count < 2 ? 0 : squares / (count - 1) * n / (n - 1);
}

double reach_of(const std::vector<Resampled>& parts) {
  double sum = 0, squares = 0;
  for (const Resampled& part : parts) {
    double variance = part.variance();
    sum += variance, squares += variance * variance / static_cast<double>(part.sessions - 1);
  }
  return squares > 0 ? t_quantile(sum * sum / squares) * std::sqrt(sum) : 0;
}

Interval interval_of(double point, std::vector<double> resampled, double reach) {
  std::erase_if(resampled, [](double value) { return std::isnan(value); });
  if (resampled.empty()) return {std::exp(point), std::exp(point)};
  std::sort(resampled.begin(), resampled.end());
  std::size_t cut = resampled.size() / 40;
  return {std::exp(std::min(point - reach, resampled[cut])),
          std::exp(std::max(point + reach, resampled[resampled.size() - 1 - cut]))};
}

}  // namespace wick
