// SPDX-License-Identifier: MIT
#include <unordered_map>

#include "lib/audit/ambiguous.h"
#include "lib/audit/detectors.h"

namespace wick {
namespace {

class Retries {
 public:
  Retries(const Timeline& timeline, Findings& out) : t_(timeline), out_(out) {}

  void run() {
    for (const TimelineEvent& event : t_.events) {
      if (event.kind == TimelineEvent::kResult) result(t_.calls[event.index]);
      bool prompt = event.kind == TimelineEvent::kBlock && t_.blocks[event.index].block.kind == ContextBlock::Kind::kPrompt;
      if (prompt) failed_.clear();  // a person may have changed something
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

  const Timeline& t_;
  Findings& out_;
  std::unordered_map<std::uint64_t, ToolError> failed_;  // by tool and input
};

void prompts(const Timeline& t, Findings& out) {
  for (const RepeatedPrompt& prompt : repeated_prompts(t)) {
    Decision decision = decide(t, prompt.key, prompt.is_retry());
    if (!decision.waste) continue;
    out.push_back(finding_of(t, t.blocks[prompt.again], Waste::kRetry, "nearly the same prompt as the one before"));
    out.back().judged = decision.judged;
  }
}

}  // namespace

void find_retries(const Timeline& timeline, const WasteLimits&, Findings& out) {
  Retries(timeline, out).run();
  prompts(timeline, out);
}

}  // namespace wick
