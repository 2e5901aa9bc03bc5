// SPDX-License-Identifier: MIT
// Data that combines transcripts: the calls and blocks of each chain, and what chains read of each
// other's cache.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/audit/cache_chain.h"
#include "lib/history/merge_records.h"

namespace wick {

/// Finds the calls and blocks of a chain.
class EvidenceIndex {
 public:
  explicit EvidenceIndex(const History& history);
  /// Indices into History::calls of the chain in `file` of `agent` (0: the main chain), by offset.
  std::span<const std::uint32_t> calls(std::uint32_t file, Names::Id agent) const;
  std::span<const std::uint32_t> blocks(std::uint32_t file, Names::Id agent) const;

 private:
  const History& history_;
  std::vector<std::uint32_t> calls_, blocks_;  // sorted by file, agent and offset
};

// What the first request of a chain read from the cache, another chain had written: sessions of one
// model share the system prompt and tools, and a fork continues from what its origin wrote.

class SharedReads {
 public:
  /// Assumes that a chain's first request read what another chain had sent to the same model within
  /// the preceding hour: the request with exactly as many tokens, else the latest one with more.
  SharedReads(const History& history, const Chains& chains);

  /// The most tokens that another chain began with of what `chain` had sent, in the time (from,
  /// until]; 0 if none did.
  std::int64_t most(std::uint32_t chain, TimeMs from, TimeMs until) const;

 private:
  struct Read {
    std::uint32_t chain = 0;  // the chain that it was read from
    TimeMs time = 0;
    std::int64_t tokens = 0;
  };
  std::vector<Read> reads_;  // sorted by chain
};

}  // namespace wick
