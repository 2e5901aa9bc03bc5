// SPDX-License-Identifier: MIT
// How a session burned tokens so far: its cache misses, and how its context grew from prompt to
// prompt. Read from the transcript's beginning, a bounded piece at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/cache_chain.h"
#include "lib/base/file.h"
#include "lib/price/price.h"

namespace wick {

/// A miss, with what its price takes.
struct BurnMiss {
  Usage usage;
  std::int64_t lost = 0;  // see CacheFinding
  TimeMs time = 0;        // 0: none
  std::string model;
};

/// What the first request after a prompt sent.
struct PromptContext {
  std::int64_t tokens = 0;
  bool restarted = false;  // a compaction came since the prompt before, or it is the first one
};

/// That a request was sent at a time, with this system prompt and these tools.
struct SentShape {
  TimeMs time = 0;
  std::uint64_t shape = 0;  // 0: none
};

/// What a checkpoint keeps.
struct Burn {
  CacheChain chain;
  std::int64_t misses = 0;
  std::vector<BurnMiss> priced;         // all of them, unless there are more than kMostMisses
  std::vector<PromptContext> contexts;  // of the newest prompts that were answered, the newest last
  bool in_prompt = false;               // a prompt has no request yet
  bool restarted = true;                // see PromptContext
  std::array<std::uint64_t, 4> keys{};  // of the newest requests, the newest first
  std::array<SentShape, 4> shapes{};    // the newest that were noted, the newest first
  ReadMark read;
  bool complete = false;  // all of the file was read; not kept
};
inline constexpr std::size_t kMostMisses = 256, kMostContexts = 32;

/// Brings the account of a transcript's main chain up to date and keeps it in `checkpoint_path` (empty:
/// not kept); one that does not fit the file is discarded. Reads at most `bound` bytes: a long
/// transcript takes several times until it is complete.
Burn read_burn(const OpenFile& transcript, const std::string& checkpoint_path, std::uint64_t bound);

/// What the misses cost more than hits would have. Empty when one has no price, or is no longer kept.
std::optional<double> extra_usd(const Burn& burn, const PriceTable& prices);

/// Tokens that the context grows by from one prompt to the next: the median over the newest prompts,
/// those after a compaction left out, rounded. Empty for fewer than two.
std::optional<std::int64_t> slope(const std::vector<PromptContext>& contexts);
/// The steps that it is the median of, the smallest first.
std::vector<std::int64_t> growth_steps(const std::vector<PromptContext>& contexts);

/// The contexts of the newest prompts as bars, "▁▃▅█", each in proportion to the largest; empty for
/// none.
std::string spark(const std::vector<PromptContext>& contexts, std::size_t most);

/// As bytes, with a version and a checksum; and back, empty when they are not whole, or odd.
std::string encode(const Burn& burn);
std::optional<Burn> decode_burn(std::string_view bytes);

}  // namespace wick
