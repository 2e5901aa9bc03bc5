// SPDX-License-Identifier: MIT
// Compares how many tokens models use for the same text, from the user's own sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/token_ratios.h"

namespace wick {

/// Tokens per 1,000 bytes for one kind of text and one model.
struct TokenDensity {
  std::string model;  // canonical
  TextKind kind;
  TokenEvidence from;
  double median = 0, p10 = 0, p90 = 0, least = 0, most = 0;
  std::optional<Interval> interval;  // of the median; empty with too little data
};

/// Computed by the same method from other people's sessions with models up to Claude 4.6, which all
/// have one tokenizer.
struct TokenBaseline {
  TextKind kind;
  double median = 0;
  double spread = 0;  // how much their sessions vary: standard deviation of the logarithm
};

/// The cost of a model since its first request.
struct ModelMoney {
  std::string model;
  Money cost = 0;
  TimeMs since = kUndated;  // empty if no request has a date
};

struct TokenReport {
  std::vector<TokenDensity> densities;  // by kind, most steps first; then by model
  /// For each pair of models with enough data: the one first used later relative to the other. A
  /// newer-generation model without an older one to compare is compared with the baseline.
  TokenRatios ratios;
  TokenRatios by_kind;                   // likewise, for each kind with enough data of both
  std::vector<TokenBaseline> baselines;  // of the kinds in the history
  std::vector<ModelMoney> money;         // all models with requests, by first request
  std::size_t steps = 0;

  const ModelMoney* money_of(std::string_view model) const;
};

/// Reports what passes the filter. Needs evidence. Intervals come from a bootstrap over sessions
/// with a fixed seed: the wider of its percentiles and of its standard error by the t distribution.
/// The interval of a median is at least as wide as the one by its steps' ranks.
TokenReport report_tokens(const ReplayedHistory& replayed);

/// The share of a model's cost that exists only because it uses `ratio` tokens instead of one.
inline double extra_share(double ratio) { return 1 - 1 / ratio; }

}  // namespace wick
