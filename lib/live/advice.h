// SPDX-License-Identifier: MIT
// The ways to go on with a session (prompt now, wait, compact, ...) and what each would cost.
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
  kNow,      // prompt now, warm or cold
  kWait,     // prompt once the cache is cold
  kPing,     // keep it warm with a small request, then prompt
  kCompact,  // /compact first
  kClear,    // /clear first: the conversation is gone
  kModel,    // another model, whose own cache is cold
};

struct Choice {
  Way way = Way::kNow;
  double entry = 0;                 // USD of the prompt's first request
  double before = 0;                // USD of what precedes it: the ping, the compaction
  std::optional<Quantiles> prompt;  // USD of all requests, including `before`
  /// kPing: the number of pings, one per TTL, that with the prompt cost no more than going cold,
  /// and how long they keep the cache warm. Empty where further pings cost nothing.
  std::optional<std::int64_t> pings, pings_reach_s;
  /// kCompact, kClear: the context that the prompt starts from; assumed where the session has not
  /// been compacted yet.
  std::int64_t tokens = 0;
  bool tokens_assumed = false;
  std::int64_t summary_tokens = 0;  // kCompact: output of the compaction request
  bool summary_assumed = false;
  std::optional<double> later;      // kCompact: USD saved on each later prompt, at the median
  std::string model;                // kModel: canonical
  std::optional<TokenRatio> ratio;  // kModel: its tokens per token of the session; empty: assumed 1
};

/// Tokens that a ping sends besides the context and the last answer; it gets one token back. The
/// first ping writes that answer to the cache; later pings and the prompt read it.
inline constexpr std::int64_t kPingTokens = 10;

struct AdviceQuery {
  NextQuery next;
  RestartSizes sizes;
  std::optional<std::int64_t> summary_tokens;  // of the session's last compaction
  TokenRatios ratios = {};                     // how the models' tokenizers compare, where known
};

/// The possible ways, prompting now first. Empty where the price of prompting now is unknown. Other
/// models: of each family the newest that has a price, if its window holds the context. The context
/// is scaled by the ratio of the models' tokenizers where that is known; else the same count is
/// assumed.
std::vector<Choice> choices(const State& state, const AdviceQuery& query,
                            const ForecastData& experience, const PriceTable& prices);

/// The canonical names of the newest model of each family (fable, opus, sonnet, haiku) that has a
/// built-in price at that time, without `except`.
std::vector<std::string> newest_models(TimeMs now, const std::string& except);

/// A table for people; the last column names the assumptions.
std::string advice_table(const std::vector<Choice>& choices, const State& state,
                         const TableStyle& look);
/// {"advice":[{...}]} and a newline.
std::string advice_json(const std::vector<Choice>& choices);

}  // namespace wick
