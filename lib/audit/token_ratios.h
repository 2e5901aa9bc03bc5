// SPDX-License-Identifier: MIT
// How many tokens one model uses per token of another for the same text; saved in a small file for
// live tools.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/token_steps.h"
#include "lib/base/env.h"

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

/// The amount of data behind a figure.
struct TokenEvidence {
  std::size_t steps = 0, sessions = 0;
  /// With fewer than 20 steps or 3 sessions there is no ratio and no interval.
  bool is_enough() const { return steps >= 20 && sessions >= 3; }
};

/// Tokens of `model` per token of `other` for the same text.
struct TokenRatio {
  std::string model, other;      // canonical; empty: other people's older models (TokenBaseline)
  std::optional<TextKind> kind;  // only for this kind; empty: for all kinds that both have
  double ratio = 1;
  Interval interval;
  TokenEvidence from, other_from;  // empty for the baseline

  bool is_of_baseline() const { return model.empty() || other.empty(); }
  bool is_difference() const { return interval.low > 1 || interval.high < 1; }
};

using TokenRatios = std::vector<TokenRatio>;

/// A Claude model of the newer generation (4.7 and later) or of the older one. Each generation has
/// one tokenizer.
bool is_newer_model(std::string_view canonical);
bool is_older_model(std::string_view canonical);

/// Tokens of `model` per token of `other`: of these two, else of another pair of the same two
/// generations, else of the baseline. Empty if nothing is known. The names in the result tell which
/// models were compared.
std::optional<TokenRatio> ratio_between(const TokenRatios& ratios, std::string_view model,
                                        std::string_view other);
/// "1.25 (1.18 to 1.32)".
std::string ratio_text(const TokenRatio& ratio);
/// The origin of the texts: "by your sessions", "by other people's sessions".
std::string_view source_of(const TokenRatio& ratio);

/// Writes the file atomically, mode 0600; does nothing without a cache folder. Throws Failure{kIo}.
void write_token_ratios(const Env& env, const TokenRatios& ratios);
/// Empty if there is no file or it is invalid.
TokenRatios read_token_ratios(const Env& env);

/// Formats and parses the file. parse_token_ratios() is empty for text that token_ratios_text() did
/// not produce.
std::string token_ratios_text(const TokenRatios& ratios);
std::optional<TokenRatios> parse_token_ratios(std::string_view text);

}  // namespace wick
