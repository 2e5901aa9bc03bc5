// SPDX-License-Identifier: MIT
// Which calls and blocks of a history stand in which chain.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/history/merge_records.h"

namespace wick {

/// The evidence of a history, found by chain.
class EvidenceIndex {
 public:
  explicit EvidenceIndex(const History& history);
  /// Of the chain that `file` and `agent` (0: the main chain) name.
  std::span<const std::uint32_t> calls(std::uint32_t file, Names::Id agent) const;
  std::span<const std::uint32_t> blocks(std::uint32_t file, Names::Id agent) const;

 private:
  const History& history_;
  std::vector<std::uint32_t> calls_, blocks_;  // in order of file, agent and offset
};

}  // namespace wick
