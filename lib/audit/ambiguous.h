// SPDX-License-Identifier: MIT
// Cases that counts alone cannot settle. A rule decides each; a model's judgement (wick-waste-judge(1)) goes
// before the rule.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/audit/timeline.h"

namespace wick {

/// Failures of one tool on one target, two or more, with no success of it behind them.
struct GivenUp {
  std::uint64_t key = 0;  // the same in a fork's copy; another when one more failure comes
  std::vector<std::uint32_t> calls;  // into Timeline::calls
};
std::vector<GivenUp> given_up_calls(const Timeline& timeline);

/// A prompt that has much in common with the one before.
struct RepeatedPrompt {
  std::uint64_t key = 0;
  std::uint32_t before = 0, again = 0;  // into Timeline::blocks
  int alike = 0;                        // bytes of words_hash() that are the same: 4 to 8
  bool worked = false;  // a call between them succeeded that may have changed something
  /// The rule: nearly word for word, and nothing was done in between.
  bool is_retry() const { return alike >= 7 && !worked; }
};
std::vector<RepeatedPrompt> repeated_prompts(const Timeline& timeline);

/// The key of the question whether a subagent was of use. 0 for what is none, or has no id.
std::uint64_t subagent_key(const Timeline& timeline);

struct Decision {
  bool waste = false;
  const Judgement* judged = nullptr;  // that says so; null: the rule does
};
Decision decide(const Timeline& timeline, std::uint64_t key, bool by_rule);

}  // namespace wick
