// SPDX-License-Identifier: MIT
// What a prompt came to, free of prices: the pattern that forecasts of the next one are made from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/claude/usage.h"

namespace wick {

/// How one prompt went, in its main chain. What it cost depends besides on the context it began
/// with, the cache and the prices, so those are left out: with others the same pattern costs other
/// money.
struct PromptShape {
  std::int64_t requests = 0;  // 0: it was not answered
  /// Tokens that its first request sent beyond the context and the answer before: the prompt and
  /// notes to the model. 0 where nothing came before it.
  std::int64_t added = 0;
  /// Tokens that the context grew by from its first request to its last: answers and tool results.
  /// What a compaction took away is not subtracted.
  std::int64_t grown = 0;
  std::int64_t output = 0;     // tokens generated
  std::int64_t resent_pm = 0;  // cache misses after its first request: contexts written anew, in thousandths

  /// Tokens per request after the first.
  std::optional<double> growth() const {
    if (requests < 2) return std::nullopt;
    return static_cast<double>(grown) / static_cast<double>(requests - 1);
  }
  bool operator==(const PromptShape&) const = default;
};

/// Makes shapes of what a session's main chain has, in its order.
class ShapeCollector {
 public:
  /// What is needed to go on another time.
  struct Open {
    PromptShape shape;      // of the prompt that is not over yet
    bool in_prompt = false;  // false: requests are nobody's
    Usage last;             // of the newest request; empty: none, or compacted since
    std::array<std::uint64_t, 4> keys{};  // of the newest requests, the newest first
  };

  ShapeCollector() = default;
  explicit ShapeCollector(Open open) : open_(open) {}

  /// A person typed a prompt. The shape of the one before, if it was answered.
  std::optional<PromptShape> prompt();
  /// A request by its identity. Another line of one of the last few requests does not count again.
  void request(std::uint64_t key, const Usage& usage);
  void compaction() { open_.last = {}; }
  /// Something is missing here: what is open is given up.
  void gap() { open_ = {}; }

  const Open& open() const { return open_; }

 private:
  bool seen(std::uint64_t key, const Usage& usage);
  void follow(const Usage& usage);

  Open open_;
};

}  // namespace wick
