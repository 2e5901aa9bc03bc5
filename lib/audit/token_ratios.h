// SPDX-License-Identifier: MIT
// How many tokens one model makes of what another one makes one of; kept in a small file for live tools.
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

/// How much there is of something.
struct TokenEvidence {
  std::size_t steps = 0, sessions = 0;
  /// No ratio, and no interval, with less than 20 steps in 3 sessions.
  bool is_enough() const { return steps >= 20 && sessions >= 3; }
};

/// Tokens under `model` for each token of the same text under `other`.
struct TokenRatio {
  std::string model, other;  // canonical; one of them is empty where it is other people's older models: see TokenBaseline
  std::optional<TextKind> kind;  // of this kind alone; empty: of all kinds that both have
  double ratio = 1;
  Interval interval;
  TokenEvidence from, other_from;  // the baseline has none

  bool is_of_baseline() const { return model.empty() || other.empty(); }
  bool is_difference() const { return interval.low > 1 || interval.high < 1; }
};

using TokenRatios = std::vector<TokenRatio>;

/// A Claude model of the newer generation (4.7 and later), or of the older one: each has one tokenizer.
bool is_newer_model(std::string_view canonical);
bool is_older_model(std::string_view canonical);

/// Tokens under `model` for each one under `other`, by what is known: of these two, or else of another pair of the same
/// two generations, or of the baseline. Empty where nothing is known. The result's own names say of which models it is.
std::optional<TokenRatio> ratio_between(const TokenRatios& ratios, std::string_view model, std::string_view other);
/// "1.25 (1.18 to 1.32)".
std::string ratio_text(const TokenRatio& ratio);
/// Whose texts say so: "by your sessions", "by other people's sessions".
std::string_view source_of(const TokenRatio& ratio);

/// Keeps those of all kinds, atomically, mode 0600; does nothing without a cache folder. Failure{kIo}.
void write_token_ratios(const Env& env, const TokenRatios& ratios);
/// None where none are kept, or what is there is odd in any way.
TokenRatios read_token_ratios(const Env& env);

/// The file's text, and back; empty for any text but one that token_ratios_text() gives.
std::string token_ratios_text(const TokenRatios& ratios);
std::optional<TokenRatios> parse_token_ratios(std::string_view text);

}  // namespace wick
