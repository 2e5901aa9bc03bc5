// SPDX-License-Identifier: MIT
#include <unordered_map>

#include "lib/audit/detectors.h"
#include "lib/history/command_kind.h"

namespace wick {
namespace {

class Retries {
 public:
  Retries(const Timeline& timeline, Findings& out) : t_(timeline), out_(out) {}

  void run() {
    for (const TimelineEvent& event : t_.events) {
      if (event.kind == TimelineEvent::kResult) result(t_.calls[event.index]);
      if (event.kind == TimelineEvent::kBlock) block(t_.blocks[event.index]);
    }
  }

 private:
  // Fails again as it did: had something changed that helped, it would have succeeded.
  void result(const TimelineCall& call) {
    const ToolCall& c = call.call;
    std::uint64_t key = c.input_hash ^ (std::uint64_t{c.tool} << 40);
    if (has_failed(t_, call) && c.input_hash != 0) {
      auto [at, is_new] = failed_.try_emplace(key, c.error);
      if (!is_new && at->second == c.error && c.error != ToolError::kRejected && c.error != ToolError::kInterrupted)
        out_.push_back(finding_of(t_, call, Waste::kRetry, "the same call failed before, and nothing was changed"));
      at->second = c.error;
    } else if (helps(c)) {
      failed_.clear();
    }
  }

  // A success that may have changed what made the other fail; a file that had to be read first.
  bool helps(const ToolCall& call) const {
    return call.error == ToolError::kNone && (may_change(t_, call) || t_.name(call.tool) == "Read");
  }

  void block(const TimelineBlock& block) {
    if (block.block.kind != ContextBlock::Kind::kPrompt) return;
    failed_.clear();  // a person may have changed something
    constexpr int kAlike = 6;  // of 8: they share three quarters of their words, or more
    std::uint64_t words = block.block.hash;
    if (words != 0 && last_prompt_ != 0 && same_words(words, last_prompt_) >= kAlike)
      out_.push_back(finding_of(t_, block, Waste::kRetry, "nearly the same prompt as the one before"));
    last_prompt_ = words;
  }

  const Timeline& t_;
  Findings& out_;
  std::unordered_map<std::uint64_t, ToolError> failed_;  // by tool and input
  std::uint64_t last_prompt_ = 0;
};

}  // namespace

void find_retries(const Timeline& timeline, const WasteLimits&, Findings& out) { Retries(timeline, out).run(); }

}  // namespace wick
