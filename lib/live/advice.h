// SPDX-License-Identifier: MIT
// What can be done with the next prompt, and what each of it would cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/audit/token_ratios.h"
#include "lib/live/forecast.h"
#include "lib/output/table.h"

namespace wick {

enum class Way {
  kNow,      // prompt now, as the cache is
  kWait,     // prompt once the cache is cold
  kPing,     // keep it warm with a small request, then prompt
  kCompact,  // /compact first
  kClear,    // /clear first: the conversation is gone
  kModel,    // another model, whose own cache is cold
};

struct Choice {
  Way way = Way::kNow;
  double entry = 0;                 // USD of the prompt's first request
  double before = 0;                // USD of what comes before it: the ping, the compaction
  std::optional<Quantiles> prompt;  // USD of all requests, with what comes before
  /// kPing: so many of them, one a TTL, and the prompt cost no more than going cold, and reach so far.
  /// Empty where further pings cost nothing.
  std::optional<std::int64_t> pings, pings_reach_s;
  /// kCompact, kClear: the context that the prompt starts from; assumed where the session had none.
  std::int64_t tokens = 0;
  bool tokens_assumed = false;
  std::int64_t summary_tokens = 0;  // kCompact: that it generates
  bool summary_assumed = false;
  std::optional<double> later;  // kCompact: USD that each later prompt costs less, the median
  std::string model;            // kModel: canonical
  std::optional<TokenRatio> ratio;  // kModel: its tokens for each of the session's; empty: as many are assumed
};

/// A ping sends the context, the last answer and so many tokens more, and gets one back. The first one
/// writes that answer into the cache: those after it, and the prompt, read it.
inline constexpr std::int64_t kPingTokens = 10;

struct AdviceQuery {
  NextQuery next;
  RestartSizes sizes;
  std::optional<std::int64_t> summary_tokens;  // of the session's last compaction
  TokenRatios ratios = {};                     // what is known of how models compare
};

/// The ways that there are, prompting now first. Empty where its price is not known. Another model
/// needs the tokens that it makes of the same texts, where that is known, else as many; each is the newest of its family that has a price, and holds the
/// context.
std::vector<Choice> choices(const State& state, const AdviceQuery& query,
                            const ForecastData& experience, const PriceTable& prices);

/// The newest model of each family (fable, opus, sonnet, haiku) that the built-in prices have at a
/// time, by canonical name, but for `except`.
std::vector<std::string> newest_models(TimeMs now, const std::string& except);

// The ways to go on with a session, side by side.

/// A table for people, each way with what is assumed.
std::string advice_table(const std::vector<Choice>& choices, const State& state,
                         const TableStyle& look);
/// {"advice":[{...}]} and a newline.
std::string advice_json(const std::vector<Choice>& choices);

}  // namespace wick
