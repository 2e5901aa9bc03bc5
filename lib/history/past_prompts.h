// SPDX-License-Identifier: MIT
// How earlier prompts went: what the forecast goes by.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/claude/usage.h"
#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"

namespace wick {

// What a prompt came to, free of prices: the pattern that forecasts of the next one are made from.

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

// Many prompts as a few.

/// Shapes of equal weight: prompts sorted by requests, then growth, cut into as many parts, and one out
/// of each. So the tail stays, and what goes together, and a table is small. Means would lie too near
/// to one another.
struct ShapeTable {
  std::int64_t prompts = 0;  // that it was made from
  std::vector<PromptShape> rows;

  bool operator==(const ShapeTable&) const = default;
};

/// A prompt and how much it counts.
struct WeighedPrompt {
  PromptShape shape;
  double weight = 1;
};

/// The table of some prompts, with at most `rows` rows. Empty for none.
ShapeTable table_of(std::vector<WeighedPrompt> prompts, std::size_t rows);

/// The table that comes with wick, for who has no history yet. tests/prior.py makes it.
const ShapeTable& built_in_prior();

// The prompts of a history, each with what it started from and what came of it.

/// A prompt that was answered: the requests of the main chain between it and the next one in its file
/// are its own.
struct PastPrompt {
  std::uint32_t file = 0;  // index into History::files
  Names::Id session = 0;
  TimeMs time = kUndated, end = kUndated;  // of the prompt; of its last request
  std::uint64_t offset = 0;
  std::int64_t before = 0;  // answered prompts of its file before it
  /// The newest request before it in its file: whose context it continues. Null where there is none.
  const HistoryRequest* last = nullptr;
  bool compacted = false;  // since then
  std::int64_t ttl_s = 0;  // of the newest cache write before it; 0: there was none
  const HistoryRequest* first = nullptr;  // of its own
  PromptShape shape;
  /// Of its requests, and of passes of them that are charged apart. Empty when one has no price.
  std::optional<Money> cost;
  /// Of the subagents that ran until the next prompt of the session, of what has a price.
  Money subagents = 0;
};

/// The number of no prompt.
inline constexpr std::uint32_t kNoPrompt = UINT32_MAX;

/// Those of all files, in order of file and place; with `since`, only of files with a prompt at that
/// time or later. The pointers are into `history`. `owners` gets for each of its requests the number of the
/// prompt whose money it is in.
std::vector<PastPrompt> past_prompts(const History& history, Pricer& pricer, TimeMs since = kUndated,
                                     std::vector<std::uint32_t>* owners = nullptr);

}  // namespace wick
