// SPDX-License-Identifier: MIT
// A history as chains: requests of which each continues the context of the one before.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/history/merge_records.h"

namespace wick {

struct ChainItem {
  enum Kind : std::uint8_t { kPrompt, kCompaction, kClearing, kRequest };  // in the order of equal places
  Kind kind = kRequest;
  std::uint32_t index = 0;  // into History::prompts, ::compactions, ::clearings, ::requests
};

struct Chain {
  std::uint32_t file = 0;  // index into History::files
  Names::Id agent = 0;     // of a subagent
  bool subagent = false;
  /// Requests of several subagents that nothing tells apart: old clients wrote them, without ids, into
  /// their parent's file. They count as money, but none of them continues another.
  bool mixed = false;
  /// In the order of the file; passes of a response behind it. Of a file that was written anew, and
  /// does not have some of them any more, in the order of time.
  std::span<const ChainItem> items;
};

/// All that a history has, each thing in one chain. A chain is one file's main chain, or one subagent.
class Chains {
 public:
  explicit Chains(const History& history);
  Chains(const Chains&) = delete;
  Chains& operator=(const Chains&) = delete;

  /// In order of file; the main chain of a file before its subagents.
  const std::vector<Chain>& all() const { return chains_; }

 private:
  std::vector<ChainItem> items_;
  std::vector<Chain> chains_;
};

}  // namespace wick
