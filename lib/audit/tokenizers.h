// SPDX-License-Identifier: MIT
// How many tokens models make of the same text, by the user's own sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/token_steps.h"

namespace wick {

/// 95 of 100 such intervals have the true value in them.
struct Interval {
  double low = 0, high = 0;
};

/// How much there is of something.
struct TokenEvidence {
  std::size_t steps = 0, sessions = 0;
  /// No ratio, and no interval, with less than 20 steps in 3 sessions.
  bool is_enough() const { return steps >= 20 && sessions >= 3; }
};

/// Tokens per 1,000 bytes of one kind of text under one model.
struct TokenDensity {
  std::string model;  // canonical
  TextKind kind;
  TokenEvidence from;
  double median = 0, p10 = 0, p90 = 0, least = 0, most = 0;
  std::optional<Interval> interval;  // of the median; empty where there is too little
};

/// Tokens under `model` for each token of the same text under `other`.
struct TokenRatio {
  std::string model, other;  // canonical; `other` empty: the baseline
  std::optional<TextKind> kind;  // of this kind alone; empty: of all kinds that both have
  double ratio = 1;
  Interval interval;
  TokenEvidence from, other_from;  // the baseline has none

  bool is_of_baseline() const { return other.empty(); }
  bool is_difference() const { return interval.low > 1 || interval.high < 1; }
};

/// Of other people's sessions with models up to Claude 4.6, which all have one tokenizer, by this very method.
struct TokenBaseline {
  TextKind kind;
  double median = 0;
  double spread = 0;  // how much their sessions differ: the standard deviation of the logarithm
};

/// What was paid for a model since its first request.
struct ModelMoney {
  std::string model;
  Money cost = 0;
  TimeMs since = kUndated;  // empty of all that has a date
};

struct TokenReport {
  std::vector<TokenDensity> densities;  // by kind, the kinds with most steps first; then by model
  /// Of each two models of which there is enough: the one that was first used later against the other. A model of the
  /// newer generation that has no older one beside it is compared with the baseline.
  std::vector<TokenRatio> ratios;
  std::vector<TokenRatio> by_kind;  // likewise, of the kinds of which both have enough
  std::vector<TokenBaseline> baselines;  // of the kinds that there are
  std::vector<ModelMoney> money;    // of all models with requests, in the order of their first requests
  std::size_t steps = 0;

  const ModelMoney* money_of(std::string_view model) const;
};

/// Of what passes the filter. Needs evidence. The intervals are by a bootstrap over sessions, whose dice fall the same
/// way each time: the wider of its percentiles and of its standard error by the t distribution of so few sessions; of a
/// median no narrower than what its steps' ranks say.
TokenReport report_tokens(const ReplayedHistory& replayed);

/// Tokens under `model` for each one under `other`, by what is known: of these two, or else of another pair of the same
/// two generations, whose models have one tokenizer each, or of the baseline. Empty where nothing is known. The
/// result's own names say of which models it is.
std::optional<TokenRatio> ratio_between(const std::vector<TokenRatio>& ratios, std::string_view model, std::string_view other);

/// What of a model's money is there because it makes `ratio` tokens of what would have been one.
inline double extra_share(double ratio) { return 1 - 1 / ratio; }

}  // namespace wick
