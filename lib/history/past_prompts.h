// SPDX-License-Identifier: MIT
// The prompts of a history, each with what it started from and what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"
#include "lib/history/prompt_shape.h"

namespace wick {

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

/// Those of all files, in order of file and place; with `since`, only of files with a prompt at that
/// time or later. The pointers are into `history`.
std::vector<PastPrompt> past_prompts(const History& history, Pricer& pricer,
                                     TimeMs since = kUndated);

}  // namespace wick
