// SPDX-License-Identifier: MIT
// What several transcripts say together: which calls the ledger has evidence of, and which files several chains
// read.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/audit/cache_chain.h"
#include "lib/history/merge_records.h"

namespace wick {

// Which calls and blocks of a history stand in which chain.

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

// What a chain read at its start: another chain had written that. Sessions of one model share the system
// prompt and the tools; a fork goes on from what its origin wrote.

class SharedReads {
 public:
  /// Takes it that a chain's first request read what another chain had sent to the same model within the hour
  /// before: a request of just so many tokens, or else the last one of more.
  SharedReads(const History& history, const Chains& chains);

  /// The most tokens that others began with of what `chain` had sent, later than `from` and not after
  /// `until`; 0 for none.
  std::int64_t most(std::uint32_t chain, TimeMs from, TimeMs until) const;

 private:
  struct Read {
    std::uint32_t chain = 0;  // that it was read from
    TimeMs time = 0;
    std::int64_t tokens = 0;
  };
  std::vector<Read> reads_;  // in order of chain
};

}  // namespace wick
