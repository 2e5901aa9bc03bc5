// SPDX-License-Identifier: MIT
// Which misses another habit would have avoided, and what that would have saved.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "lib/audit/replayed_history.h"

namespace wick {

struct Avoidable {
  std::string_view name, words;
  std::int64_t misses = 0;
  Money saved = 0;  // below zero it would have cost more
};

/// In this order: a prompt before the cache expired (`waiting_less`: what the misses cost more than
/// hits would have), a compaction before the break (`compact_first`: the misses stay, but write less;
/// see what_if), and a TTL of 1 hour for all (`ttl_1h`: see what_if).
std::array<Avoidable, 3> avoidable_misses(const ReplayedHistory& replayed);

}  // namespace wick
