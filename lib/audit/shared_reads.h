// SPDX-License-Identifier: MIT
// What a chain read at its start: another chain had written that. Sessions of one model share the system
// prompt and the tools; a fork goes on from what its origin wrote.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/audit/chains.h"

namespace wick {

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
