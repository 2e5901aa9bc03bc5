// SPDX-License-Identifier: MIT
// What a compaction leaves, where the session had none to tell.
#pragma once

#include <cstdint>

namespace wick {

/// What the first request after a compaction sends, and what the compaction generates: assumed, by
/// what sessions of client 2.1.330 did, whose system prompt and tools alone take some 14,000.
inline constexpr std::int64_t kAfterCompaction = 30000, kSummaryTokens = 5000;

}  // namespace wick
