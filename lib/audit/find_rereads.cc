// SPDX-License-Identifier: MIT
#include <unordered_map>

#include "lib/audit/detectors.h"

namespace wick {
namespace {

// A read whose content stands in the context.
struct Standing {
  std::uint64_t first = 1, last = 0;  // lines
  std::uint64_t hash = 0;             // of what came back
  std::uint64_t bytes = 0;
  std::uint32_t result = kNowhere;    // its segment
  bool sure = true;                   // no command ran since that might have changed the file
};

class Rereads {
 public:
  Rereads(const Timeline& timeline, Findings& out) : t_(timeline), out_(out) {}

  void run() {
    for (const TimelineEvent& event : t_.events) {
      if (event.kind == TimelineEvent::kCompaction) standing_.clear();
      if (event.kind == TimelineEvent::kResult) result(t_.calls[event.index]);
      if (event.kind == TimelineEvent::kBlock) block(t_.blocks[event.index].block);
    }
  }

 private:
  void result(const TimelineCall& call) {
    if (t_.name(call.call.tool) == "Read") {
      if (!call.failed() && call.call.target != 0) read(call);
    } else if (edits_target(t_, call.call) || call.call.error == ToolError::kNotRead) {
      // The client wants it read before it is edited, or says that it has changed since.
      standing_.erase(call.call.target);
    } else if (may_change(t_, call.call)) {
      for (auto& [path, reads] : standing_)
        for (Standing& s : reads) s.sure = false;
    }
  }

  // The client says something of the file: that someone else changed it, or what is in it now.
  void block(const ContextBlock& block) {
    if (block.kind == ContextBlock::Kind::kAttachment && block.target != 0) standing_.erase(block.target);
  }

  void read(const TimelineCall& call) {
    Standing now = standing_of(call);
    auto& reads = standing_[call.call.target];
    for (const Standing& before : reads) {
      if (!repeats(now, before, call)) continue;
      out_.push_back(finding_of(t_, call, Waste::kReread, "the file stood in the context, unchanged"));
      return;  // what stood there before is what later reads repeat
    }
    reads.push_back(now);
  }

  static Standing standing_of(const TimelineCall& call) {
    Standing s;
    s.hash = call.call.result_hash, s.bytes = call.call.result_bytes;
    s.result = call.result;
    if (call.call.lines > 0) {
      s.first = std::max<std::uint64_t>(call.call.first_line, 1);
      s.last = s.first + call.call.lines - 1;
    }
    return s;
  }

  bool repeats(const Standing& now, const Standing& before, const TimelineCall& call) const {
    if (before.result == kNowhere || call.answered >= t_.steps.size()) return false;
    const Segment& there = t_.segments[before.result];
    // It must have been sent with the request that asked again.
    if (there.first > call.step || there.end <= call.step || there.tokens == 0) return false;
    if (now.hash == before.hash && now.first == before.first && now.last == before.last) return true;
    bool within = now.last > 0 && before.first <= now.first && now.last <= before.last;
    bool smaller = now.first != before.first || now.last != before.last;
    return within && smaller && before.sure;
  }

  const Timeline& t_;
  Findings& out_;
  std::unordered_map<Names::Id, std::vector<Standing>> standing_;  // by path
};

}  // namespace

void find_rereads(const Timeline& timeline, const WasteLimits&, Findings& out) { Rereads(timeline, out).run(); }

}  // namespace wick
