// SPDX-License-Identifier: MIT
// How many tokens one model uses per token of another for the same text; saved in a small file for
// live tools.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/bootstrap.h"
#include "lib/audit/token_steps.h"
#include "lib/base/env.h"

namespace wick {

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
