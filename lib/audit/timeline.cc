// SPDX-License-Identifier: MIT
#include "lib/audit/timeline.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "lib/history/collect.h"

namespace wick {
namespace {

class Builder {
 public:
  Builder(const ReplayedHistory& replayed, const EvidenceIndex& evidence, std::uint32_t chain)
      : history_(replayed.history()), chain_(replayed.chains().all()[chain]), evidence_(evidence) {
    out_.history = &history_;
    out_.chain = chain;
    out_.subagent = chain_.subagent;
  }

  Timeline run(std::span<const ReplayedRequest> found) {
    steps(found);
    if (!chain_.mixed && !out_.steps.empty() && !history_.files[chain_.file].rewritten) {
      calls();
      blocks();
      order();
      segments();
      place();
    }
    return std::move(out_);
  }

 private:
  void steps(std::span<const ReplayedRequest> found) {
    bool fresh = true;
    for (const ChainItem& item : chain_.items) {
      if (item.kind == ChainItem::kCompaction) {
        compactions_.push_back(history_.compactions[item.index].record.offset);
        fresh = true;
      }
      if (item.kind != ChainItem::kRequest) continue;
      const HistoryRequest& request = history_.requests[item.index];
      if (!request.is_response() || request.copied) continue;
      Step& step = out_.steps.emplace_back();
      step.request = &request;
      step.prompt = request.context();
      step.fresh = fresh;
      fresh = false;
      if (!found.empty() && found.front().request == &request) {
        step.replayed = &found.front();
        found = found.subspan(1);
      }
      step_of_.emplace(request.message, out_.steps.size() - 1);
    }
  }

  void calls() {
    std::unordered_map<std::uint64_t, std::uint32_t> known;
    for (std::uint32_t i : evidence_.calls(chain_.file, chain_.agent)) {
      const ToolCall& call = history_.calls[i].record;
      auto at = known.find(call.key);
      if (at != known.end()) {
        ToolCall& asked = out_.calls[at->second].call;
        if (call.answered && !asked.answered) take_answer(asked, call);
        continue;
      }
      auto step = step_of_.find(call.message);
      if (call.message == 0 || step == step_of_.end()) continue;  // of a request that counts elsewhere
      known.emplace(call.key, out_.calls.size());
      out_.calls.push_back({call, step->second});
    }
  }

  void blocks() {
    for (std::uint32_t i : evidence_.blocks(chain_.file, chain_.agent)) {
      const ContextBlock& block = history_.blocks[i].record;
      out_.blocks.push_back({block});
      TimelineBlock& kept = out_.blocks.back();
      if (block.kind != ContextBlock::Kind::kAnswer) continue;
      auto step = step_of_.find(block.message);
      if (step == step_of_.end()) out_.blocks.pop_back();
      else kept.step = step->second;
    }
  }

  void order() {
    auto put = [this](std::uint64_t offset, TimelineEvent::Kind kind, std::size_t index) {
      out_.events.push_back({offset, kind, static_cast<std::uint32_t>(index)});
    };
    for (std::size_t i = 0; i < compactions_.size(); ++i) put(compactions_[i], TimelineEvent::kCompaction, i);
    for (std::size_t i = 0; i < out_.calls.size(); ++i) {
      put(out_.calls[i].call.offset, TimelineEvent::kCall, i);
      if (out_.calls[i].call.answered) put(out_.calls[i].call.answer_offset, TimelineEvent::kResult, i);
    }
    for (std::size_t i = 0; i < out_.blocks.size(); ++i)
      put(out_.blocks[i].block.offset, TimelineEvent::kBlock, i);
    std::sort(out_.events.begin(), out_.events.end(), [](const TimelineEvent& a, const TimelineEvent& b) {
      return std::tuple(a.offset, a.kind, a.index) < std::tuple(b.offset, b.kind, b.index);
    });
  }

  // One for each event, with the step that first sends it. What no request sent is none.
  void segments() {
    std::uint32_t next = 0;
    for (const TimelineEvent& event : out_.events) {
      while (next < out_.steps.size() && out_.steps[next].request->offset <= event.offset)
        out_.steps[next++].segments = static_cast<std::uint32_t>(out_.segments.size());
      if (event.kind != TimelineEvent::kCompaction) add(event, next);
    }
    for (; next < out_.steps.size(); ++next)
      out_.steps[next].segments = static_cast<std::uint32_t>(out_.segments.size());
    // Each step's own begin where those of the one before end.
    std::uint32_t begin = 0;
    for (Step& step : out_.steps) std::swap(begin, step.segments);
  }

  void add(const TimelineEvent& event, std::uint32_t next) {
    auto number = static_cast<std::uint32_t>(out_.segments.size());
    TimelineSegment segment;
    segment.index = event.index;
    segment.first = segment.end = next;
    if (event.kind == TimelineEvent::kBlock) {
      TimelineBlock& block = out_.blocks[event.index];
      segment.bytes = block.block.bytes;
      block.segment = number;
      if (block.block.kind == ContextBlock::Kind::kAnswer) out_.steps[block.step].answer_bytes += segment.bytes;
      else block.step = next;
    } else {
      TimelineCall& call = out_.calls[event.index];
      bool result = event.kind == TimelineEvent::kResult;
      segment.kind = result ? TimelineSegment::kResult : TimelineSegment::kInput;
      segment.bytes = result ? call.call.result_bytes : call.call.input_bytes;
      segment.is_image = result && call.call.is_image;
      (result ? call.result : call.input) = number;
      if (result) call.answered = next;
      if (!result) out_.steps[call.step].answer_bytes += segment.bytes, out_.steps[call.step].calls += 1;
    }
    out_.segments.push_back(segment);
  }

  std::span<TimelineSegment> own(std::size_t step) {
    std::size_t from = out_.steps[step].segments;
    std::size_t to = step + 1 < out_.steps.size() ? out_.steps[step + 1].segments : count_sent();
    return std::span(out_.segments).subspan(from, to - from);
  }
  // Those behind the last request were never sent.
  std::size_t count_sent() const {
    auto sent = std::partition_point(out_.segments.begin(), out_.segments.end(),
                                     [this](const TimelineSegment& s) { return s.first < out_.steps.size(); });
    return static_cast<std::size_t>(sent - out_.segments.begin());
  }

  // Gives each segment its tokens and its place, and says how long it stays.
  void place() {
    ratio_ = tokens_per_byte();
    std::vector<std::uint32_t> standing;
    std::int64_t before = 0;
    for (std::uint32_t j = 0; j < out_.steps.size(); ++j) {
      const Step& step = out_.steps[j];
      std::span<TimelineSegment> mine = own(j);
      if (step.fresh) {
        drop(standing, j, 0);
        std::int64_t all = fit_to_tail(mine, *step.request, estimate(mine, step.prompt));
        lay(mine, step.prompt - all);
      } else if (step.prompt < before) {
        drop(standing, j, step.prompt);
        lay(mine, step.prompt);
      } else {
        share(mine, step.prompt - before);
        lay(mine, before);
      }
      for (TimelineSegment& s : mine)
        if (s.tokens > 0) standing.push_back(static_cast<std::uint32_t>(&s - out_.segments.data()));
      before = step.prompt;
    }
    drop(standing, static_cast<std::uint32_t>(out_.steps.size()), 0);
  }

  // What stands behind `keep` tokens is not sent any more.
  void drop(std::vector<std::uint32_t>& standing, std::uint32_t step, std::int64_t keep) {
    while (!standing.empty()) {
      TimelineSegment& last = out_.segments[standing.back()];
      if (last.from < keep) break;
      last.end = step;
      standing.pop_back();
    }
  }

  static void lay(std::span<TimelineSegment> mine, std::int64_t from) {
    for (TimelineSegment& s : mine) {
      s.from = from;
      from += s.tokens;
    }
  }

  static std::int64_t count_images(std::span<const TimelineSegment> mine) {
    return std::count_if(mine.begin(), mine.end(), [](const TimelineSegment& s) { return s.is_image; });
  }

  // Of the gaps whose growth is measured. What is not recorded (reminders, thinking) makes them larger by about as
  // much each: so how much more the larger ones grew tells it better than all of them together.
  std::optional<double> tokens_per_byte() {
    constexpr double kFewest = 3;
    double n = 0, bytes = 0, tokens = 0, squares = 0, products = 0;
    for (std::size_t j = 1; j < out_.steps.size(); ++j) {
      auto grown = static_cast<double>(out_.steps[j].prompt - out_.steps[j - 1].prompt);
      std::span<TimelineSegment> mine = own(j);
      if (out_.steps[j].fresh || grown <= 0 || count_images(mine) > 0 || mine.empty()) continue;
      double size = 0;
      for (const TimelineSegment& s : mine) size += static_cast<double>(s.bytes);
      n += 1, bytes += size, tokens += grown;
      squares += size * size, products += size * grown;
    }
    if (bytes == 0) return std::nullopt;
    double spread = squares - bytes * bytes / n, ratio = tokens / bytes;
    if (n < kFewest) return std::nullopt;
    double slope = spread <= 0 ? ratio : (products - bytes * tokens / n) / spread;
    return slope > 0 ? std::min(slope, ratio) : ratio;
  }

  // Beside the system prompt and the tools, whose sizes are not known.
  std::int64_t estimate(std::span<TimelineSegment> mine, std::int64_t most) {
    std::int64_t sum = 0;
    for (TimelineSegment& s : mine) {
      auto tokens = static_cast<std::int64_t>(static_cast<double>(s.bytes) * ratio_.value_or(0));
      s.estimated = true;
      s.tokens = s.is_image ? 0 : std::min(tokens, most - sum);
      sum += s.tokens;
    }
    return sum;
  }

  // Some clients send the first messages uncached behind a cached system prompt (2.1.205): their sum is measured
  // then. Taken where it is of the size that was estimated; all but the sum stays an estimate.
  std::int64_t fit_to_tail(std::span<TimelineSegment> mine, const HistoryRequest& request, std::int64_t estimated) {
    Usage usage = request.usage();
    bool cached = usage.read + usage.written() > 0;
    if (!cached || count_images(mine) > 0 || usage.input < estimated / 2 || usage.input > 2 * estimated) return estimated;
    share(mine, usage.input);
    return usage.input;
  }

  // Shares measured tokens by size. Of pictures the size tells nothing: they get what the rest leaves.
  void share(std::span<TimelineSegment> mine, std::int64_t tokens) {
    auto images = count_images(mine);
    if (images > 0) {
      std::int64_t rest = tokens - estimate(mine, tokens);
      for (TimelineSegment& s : mine) {
        if (!s.is_image) continue;
        s.tokens = rest / images--;
        rest -= s.tokens;
      }
      return;
    }
    std::uint64_t all = 0, taken = 0;
    for (const TimelineSegment& s : mine) all += s.bytes;
    std::int64_t given = 0;
    for (TimelineSegment& s : mine) {
      taken += s.bytes;
      double part = all == 0 ? 0 : static_cast<double>(taken) / static_cast<double>(all);
      auto until = taken == all ? tokens : static_cast<std::int64_t>(static_cast<double>(tokens) * part);
      s.tokens = all == 0 ? 0 : until - given;
      given += s.tokens;
    }
  }

  const History& history_;
  const Chain& chain_;
  const EvidenceIndex& evidence_;
  std::unordered_map<std::uint64_t, std::uint32_t> step_of_;  // by message
  std::vector<std::uint64_t> compactions_;
  std::optional<double> ratio_;
  Timeline out_;
};

}  // namespace

Timeline timeline_of(const ReplayedHistory& replayed, const EvidenceIndex& evidence, std::uint32_t chain,
                     std::span<const ReplayedRequest> found) {
  return Builder(replayed, evidence, chain).run(found);
}

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
