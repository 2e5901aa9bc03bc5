// SPDX-License-Identifier: MIT
// The token counts of one request, as reported by its response.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace wick {

/// Token counts of one request. The five kinds do not overlap.
struct Usage {
  std::int64_t input = 0;         // sent, not cached
  std::int64_t write_5m = 0;      // written to the prompt cache for 5 minutes
  std::int64_t write_1h = 0;      // written to the prompt cache for 1 hour
  std::int64_t read = 0;          // read from the prompt cache
  std::int64_t output = 0;        // generated, including thinking
  std::int64_t web_searches = 0;  // server-side searches
  bool fast = false;              // usage.speed was "fast"
  bool us = false;                // usage.inference_geo was "us"

  std::int64_t written() const { return write_5m + write_1h; }
  /// All tokens sent: the request's context, which also selects a prompt-size price tier.
  std::int64_t prompt() const { return input + written() + read; }
  /// True if the input is reported. Every request sends something, but some gateways report zeros,
  /// or only the output.
  bool is_known() const { return prompt() > 0; }
  bool empty() const { return prompt() + output + web_searches == 0; }
  /// True if the request used the cache.
  bool cached() const { return written() + read > 0; }

  /// Takes the maximum of each count, because early lines of a response may have counts from its
  /// start. For cache writes the sum counts: one line may split it by TTL and another not.
  void keep_largest(const Usage& other) {
    std::int64_t most_written = std::max(written(), other.written());
    for (auto count :
         {&Usage::input, &Usage::write_1h, &Usage::read, &Usage::output, &Usage::web_searches}) {
      this->*count = std::max(this->*count, other.*count);
    }
    write_5m = std::max(most_written, write_1h) - write_1h;
    fast |= other.fast;
    us |= other.us;
  }

  /// True if both sent the same and read the same from the cache: among the lines of a response,
  /// only the output grows.
  bool same_prompt(const Usage& other) const {
    return input == other.input && read == other.read && written() == other.written();
  }

  bool operator==(const Usage&) const = default;
};

/// The largest numbers that are believed: tokens that a request sends or generates, far above any
/// model's context window, and its searches.
inline constexpr std::int64_t kMostTokens = 0xFFFFFFFF, kMostSearches = 0xFFFF;

/// The seconds of a TTL named "5m" or "1h".
inline std::int64_t seconds_of_ttl(std::string_view name) { return name == "1h" ? 3600 : 300; }

/// Reconciles cache writes split by TTL with their total (cache_creation_input_tokens), which a
/// line reports separately. A remainder that is not split is charged at the 5-minute rate (measured
/// on client 2.1.330).
inline void settle_writes(Usage& u, std::int64_t total) {
  // A fork zeroes the counts of responses before a compaction, but not their split by TTL.
  if (total + u.input + u.read + u.output == 0) u.write_5m = u.write_1h = 0;
  u.write_5m = std::max(total, u.write_5m + u.write_1h) - u.write_1h;
}

}  // namespace wick
