// SPDX-License-Identifier: MIT
// How many tokens models make of the same text, by the user's own sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/token_ratios.h"

namespace wick {

/// Tokens per 1,000 bytes of one kind of text under one model.
struct TokenDensity {
  std::string model;  // canonical
  TextKind kind;
  TokenEvidence from;
  double median = 0, p10 = 0, p90 = 0, least = 0, most = 0;
  std::optional<Interval> interval;  // of the median; empty where there is too little
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
  TokenRatios ratios;
  TokenRatios by_kind;  // likewise, of the kinds of which both have enough
  std::vector<TokenBaseline> baselines;  // of the kinds that there are
  std::vector<ModelMoney> money;    // of all models with requests, in the order of their first requests
  std::size_t steps = 0;

  const ModelMoney* money_of(std::string_view model) const;
};

/// Of what passes the filter. Needs evidence. The intervals are by a bootstrap over sessions, whose dice fall the same
/// way each time: the wider of its percentiles and of its standard error by the t distribution of so few sessions; of a
/// median no narrower than what its steps' ranks say.
TokenReport report_tokens(const ReplayedHistory& replayed);

/// What of a model's money is there because it makes `ratio` tokens of what would have been one.
inline double extra_share(double ratio) { return 1 - 1 / ratio; }

}  // namespace wick
