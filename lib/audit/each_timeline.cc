// SPDX-License-Identifier: MIT
#include "lib/audit/each_timeline.h"

#include <algorithm>
#include <unordered_set>

namespace wick {
namespace {

// Which subagents a result came back from, and which sessions have a call that none came back for.
class Agents {
 public:
  explicit Agents(const History& history) {
    for (const HistoryCall& call : history.calls) {
      if (call.record.made != 0) answered_.insert(call.record.made);
      std::string_view tool = history.names[call.record.tool];
      if (!call.record.answered && (tool == "Task" || tool == "Agent")) waiting_.insert(call.record.session);
    }
  }

  bool is_unused(const Chain& chain, Names::Id session) const {
    return chain.subagent && chain.agent != 0 && !answered_.contains(chain.agent) && waiting_.contains(session);
  }

 private:
  std::unordered_set<Names::Id> answered_, waiting_;
};

}  // namespace

void each_timeline(const ReplayedHistory& replayed, const std::function<void(const Timeline&)>& take) {
  Agents agents(replayed.history());
  SharedReads shared(replayed.history(), replayed.chains());
  EvidenceIndex evidence(replayed.history());
  std::span<const ReplayedRequest> found = replayed.requests();
  const std::vector<Chain>& chains = replayed.chains().all();
  for (std::uint32_t c = 0; c < chains.size(); ++c) {
    auto end = std::partition_point(found.begin(), found.end(), [c](const auto& r) { return r.chain <= c; });
    auto count = static_cast<std::size_t>(end - found.begin());
    std::span<const ReplayedRequest> own = found.first(count);
    found = found.subspan(count);
    if (chains[c].mixed) continue;
    Timeline timeline = timeline_of(replayed, evidence, c, own);
    if (timeline.steps.empty()) continue;
    timeline.others = &shared;
    timeline.unused = agents.is_unused(chains[c], timeline.steps[0].request->session);
    take(timeline);
  }
}

}  // namespace wick
