// SPDX-License-Identifier: MIT
// How a session has used tokens so far: its cache misses, and how its context grew from prompt to
// prompt. The transcript is read from its beginning, a bounded part at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/cache_chain.h"
#include "lib/base/file.h"
#include "lib/live/family.h"
#include "lib/price/price.h"

namespace wick {

/// A cache miss, with what is needed to price it.
struct BurnMiss {
  Usage usage;
  std::int64_t lost = 0;  // see CacheFinding
  TimeMs time = 0;        // 0: unknown
  std::string model;
};

/// The context that the first request after a prompt sent.
struct PromptContext {
  std::int64_t tokens = 0;
  bool restarted = false;  // first prompt, or first since a compaction
};

/// When a request was sent, and a hash of its system prompt and tools.
struct SentShape {
  TimeMs time = 0;
  std::uint64_t shape = 0;  // 0: none
};

/// The running totals; all but `complete` is kept in a checkpoint.
struct Burn {
  CacheChain chain;
  std::int64_t misses = 0;
  std::vector<BurnMiss> priced;         // the first kMostMisses misses
  std::vector<PromptContext> contexts;  // of the newest answered prompts, the newest last
  bool in_prompt = false;               // a prompt has no request yet
  bool restarted = true;                // see PromptContext
  std::array<std::uint64_t, 8> keys{};  // of the newest requests, two each, the newest first
  std::array<SentShape, 4> shapes{};    // the newest first
  std::vector<SourceFile> parts;        // the session's transcripts, in their order
  bool complete = false;                // all of them were read; not kept
};
inline constexpr std::size_t kMostMisses = 256, kMostContexts = 32;

/// Brings the totals of a session's main chain up to date and keeps them in `checkpoint_path`
/// (empty: not kept); a checkpoint that does not match the files is discarded. If the session moved
/// to another folder, its transcripts there and here are read one after the other. Reads at most
/// `bound` bytes, or 8 MiB to get past a single line that is longer than that, so a long transcript
/// needs several calls until it is complete.
Burn read_burn(const OpenFile& transcript, const std::string& checkpoint_path, std::uint64_t bound);

/// What the misses cost beyond what hits would have cost. Empty when a miss has no price, or when
/// there were more than kMostMisses.
std::optional<double> extra_usd(const Burn& burn, const PriceTable& prices);

/// The median growth of the context from one prompt to the next, in tokens, rounded; prompts right
/// after a compaction are left out. Empty without any growth step.
std::optional<std::int64_t> slope(const std::vector<PromptContext>& contexts);
/// The growth steps that slope() takes the median of, the smallest first.
std::vector<std::int64_t> growth_steps(const std::vector<PromptContext>& contexts);

/// The contexts of the newest prompts as bars, "▁▃▅█", in proportion to the largest.
std::string spark(const std::vector<PromptContext>& contexts, std::size_t most);

/// As bytes with a version and a checksum, and back; empty when the bytes are incomplete or
/// invalid.
std::string encode(const Burn& burn);
std::optional<Burn> decode_burn(std::string_view bytes);

}  // namespace wick
