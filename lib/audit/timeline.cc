// SPDX-License-Identifier: MIT
#include "lib/audit/timeline.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "lib/audit/piece_size.h"
#include "lib/history/call_outcome.h"
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
    bool starts_context = true, forced = false;
    for (const ChainItem& item : chain_.items) {
      if (item.kind == ChainItem::kCompaction) {
        compactions_.push_back(history_.compactions[item.index].record.offset);
        starts_context = true;
        forced = history_.compactions[item.index].record.automatic;
      }
      if (item.kind != ChainItem::kRequest) continue;
      const HistoryRequest& request = history_.requests[item.index];
      if (!request.is_response() || request.copied) continue;
      Step& step = out_.steps.emplace_back();
      step.request = &request;
      step.prompt = request.context();
      step.starts_context = starts_context;
      step.forced = forced;
      starts_context = forced = false;
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
        if (call.answered && !asked.answered)
          take_answer(asked, call), settle(asked, out_.name(asked.tool));
        continue;
      }
      auto step = step_of_.find(call.message);
      if (call.message == 0 || step == step_of_.end()) continue;  // its request counts elsewhere
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
    for (std::size_t i = 0; i < compactions_.size(); ++i)
      put(compactions_[i], TimelineEvent::kCompaction, i);
    for (std::size_t i = 0; i < out_.calls.size(); ++i) {
      put(out_.calls[i].call.offset, TimelineEvent::kCall, i);
      if (out_.calls[i].call.answered)
        put(out_.calls[i].call.answer_offset, TimelineEvent::kResult, i);
    }
    for (std::size_t i = 0; i < out_.blocks.size(); ++i)
      put(out_.blocks[i].block.offset, TimelineEvent::kBlock, i);
    std::sort(
        out_.events.begin(), out_.events.end(), [](const TimelineEvent& a, const TimelineEvent& b) {
          return std::tuple(a.offset, a.kind, a.index) < std::tuple(b.offset, b.kind, b.index);
        });
  }

  // One segment per event, with the step that first sends it.
  void segments() {
    std::uint32_t next = 0;
    for (const TimelineEvent& event : out_.events) {
      while (next < out_.steps.size() && out_.steps[next].request->offset <= event.offset)
        out_.steps[next++].segments = static_cast<std::uint32_t>(out_.segments.size());
      if (event.kind != TimelineEvent::kCompaction) add(event, next);
      else forget_unsent(next);
    }
    for (; next < out_.steps.size(); ++next)
      out_.steps[next].segments = static_cast<std::uint32_t>(out_.segments.size());
    // Each step's segments begin where those of the previous step end.
    std::uint32_t begin = 0;
    for (Step& step : out_.steps) std::swap(begin, step.segments);
  }

  // What was not sent before a compaction is only in its summary, and is never sent itself.
  void forget_unsent(std::uint32_t next) {
    for (auto s = out_.segments.rbegin(); s != out_.segments.rend() && s->first == next; ++s)
      s->bytes = 0, s->is_image = false;
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
      if (block.block.kind == ContextBlock::Kind::kAnswer)
        out_.steps[block.step].answer_bytes += segment.bytes;
      else block.step = next;
    } else {
      TimelineCall& call = out_.calls[event.index];
      bool result = event.kind == TimelineEvent::kResult;
      segment.kind = result ? TimelineSegment::kResult : TimelineSegment::kInput;
      segment.bytes = result ? call.call.result_bytes : call.call.input_bytes;
      segment.is_image = result && call.call.is_image;
      (result ? call.result : call.input) = number;
      if (result) call.answered = next;
      if (!result)
        out_.steps[call.step].answer_bytes += segment.bytes, out_.steps[call.step].calls += 1;
    }
    out_.segments.push_back(segment);
  }

  std::span<TimelineSegment> own(std::size_t step) {
    std::size_t from = out_.steps[step].segments;
    return std::span(out_.segments).subspan(from, out_.end_of_own(step) - from);
  }

  // Sets the tokens, the position and the last step of each segment.
  void place() {
    rate();
    std::vector<std::uint32_t> standing;
    std::int64_t before = 0;
    for (std::uint32_t j = 0; j < out_.steps.size(); ++j) {
      const Step& step = out_.steps[j];
      std::span<TimelineSegment> mine = own(j);
      if (step.starts_context) {
        drop(standing, j, 0);
        std::int64_t all = fit_to_tail(mine, *step.request, estimate(mine, step.prompt));
        lay(mine, step.prompt - all);
      } else if (step.prompt < before) {
        drop(standing, j, step.prompt);
        lay(mine, step.prompt);
      } else {
        std::int64_t all =
            share_growth(mine, step.prompt - before, out_.steps[j - 1].request->output);
        lay(mine, step.prompt - all);
      }
      for (TimelineSegment& s : mine)
        if (s.tokens > 0) standing.push_back(static_cast<std::uint32_t>(&s - out_.segments.data()));
      before = step.prompt;
    }
    drop(standing, static_cast<std::uint32_t>(out_.steps.size()), 0);
  }

  // Removes segments from position `keep` on: they are no longer sent.
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
    return std::count_if(mine.begin(), mine.end(),
                         [](const TimelineSegment& s) { return s.is_image; });
  }

  double rate_of(const TimelineSegment& s) const {
    if (s.kind == TimelineSegment::kInput) return kInputRate;
    if (s.kind == TimelineSegment::kResult)
      return result_rate(out_.name(out_.calls[s.index].call.tool));
    return block_rate(out_.blocks[s.index].block.kind);
  }

  // Sets the plausible tokens of all segments: the usual rate of their kind, scaled to the growth
  // of this chain.
  void rate() {
    double factor =
        out_.steps.empty() ? 1 : generation_factor(out_.name(out_.steps[0].request->model));
    for (TimelineSegment& s : out_.segments)
      s.plausible = static_cast<double>(s.bytes) * rate_of(s) * factor;
    double scale = own_scale();
    for (TimelineSegment& s : out_.segments) s.plausible *= scale;
  }

  // Prefers steps that no thinking precedes, because it may have been kept, if they give enough
  // data.
  double own_scale() {
    std::optional<double> scale = median_scale(true);
    if (!scale) scale = median_scale(false);
    return scale.value_or(1);
  }

  // The median over the steps, weighted by the amount of text: unrecorded content makes some steps
  // too large, and affects those with much text least. Empty with too little text.
  std::optional<double> median_scale(bool without_thinking) {
    constexpr double kLeast = 0.6, kMost = 1.7, kEnough = 300;
    std::vector<std::pair<double, double>> steps;  // growth / expected growth, expected growth
    double all = 0;
    for (std::size_t j = 1; j < out_.steps.size(); ++j) {
      std::int64_t grown = out_.steps[j].prompt - out_.steps[j - 1].prompt;
      if (out_.steps[j].starts_context || grown <= 0 || count_images(own(j)) > 0) continue;
      double expected = plausible(own(j));
      if (expected <= 0) continue;
      if (without_thinking &&
          static_cast<double>(out_.steps[j - 1].request->output) > plausible_words(own(j)) * 2 + 20)
        continue;
      steps.emplace_back(static_cast<double>(grown) / expected, expected);
      all += expected;
    }
    if (all < kEnough) return std::nullopt;
    std::sort(steps.begin(), steps.end());
    double sum = 0;
    for (const auto& [ratio, expected] : steps)
      if ((sum += expected) * 2 >= all) return std::clamp(ratio, kLeast, kMost);
    return std::nullopt;
  }

  double plausible_words(std::span<const TimelineSegment> mine) const {
    double sum = 0;
    for (const TimelineSegment& s : mine) sum += is_generated(s) ? s.plausible : 0;
    return sum;
  }

  static double plausible(std::span<const TimelineSegment> mine) {
    double sum = 0;
    for (const TimelineSegment& s : mine) sum += s.plausible;
    return sum;
  }

  // Estimates sizes at the start of a context, where the sizes of system prompt and tools are
  // unknown.
  static std::int64_t estimate(std::span<TimelineSegment> mine, std::int64_t most) {
    std::int64_t sum = 0;
    for (TimelineSegment& s : mine) {
      s.estimated = true;
      s.tokens = s.is_image ? 0 : std::min(static_cast<std::int64_t>(s.plausible), most - sum);
      sum += s.tokens;
    }
    return sum;
  }

  // Some clients send the first messages uncached after a cached system prompt (2.1.205), which
  // measures their sum. It is used if it is near the estimate; the individual sizes remain
  // estimates.
  static std::int64_t fit_to_tail(std::span<TimelineSegment> mine, const HistoryRequest& request,
                                  std::int64_t estimated) {
    Usage usage = request.usage();
    bool cached = usage.read + usage.written() > 0;
    if (!cached || count_images(mine) > 0 || usage.input < estimated / 2 ||
        usage.input > 2 * estimated)
      return estimated;
    share(mine, usage.input, [](const TimelineSegment&) { return true; });
    return usage.input;
  }

  // True for what the previous response generated: its texts and the inputs of its calls.
  bool is_generated(const TimelineSegment& s) const {
    return s.kind == TimelineSegment::kInput ||
           (s.kind == TimelineSegment::kBlock &&
            out_.blocks[s.index].block.kind == ContextBlock::Kind::kAnswer);
  }

  // Distributes the growth of the context, as far as it is plausible; returns the sum. Thinking
  // precedes an answer and counts as generated output. If it was kept, the results get the growth
  // beyond all output.
  std::int64_t share_growth(std::span<TimelineSegment> mine, std::int64_t grown,
                            std::int64_t generated) const {
    // Old clients report only the output at a response's start: less than half of the estimate is
    // incomplete.
    constexpr double kLeastUnder = 0.75, kSaidAtLeast = 0.5;
    if (count_images(mine) > 0) return with_images(mine, grown);
    double all = plausible(mine), said = plausible_words(mine);
    double came = all - said, rest = static_cast<double>(grown - generated);
    bool is_complete = said > 0 && static_cast<double>(generated) >= said * kSaidAtLeast;
    if (is_complete && came > 0 && rest >= came * kLeastUnder && rest <= came * kMostOver) {
      std::int64_t words = static_cast<double>(generated) <= said * kMostOver
                               ? generated
                               : static_cast<std::int64_t>(said);
      share(mine, words, [this](const TimelineSegment& s) { return is_generated(s); });
      share(mine, grown - generated, [this](const TimelineSegment& s) { return !is_generated(s); });
      return words + grown - generated;
    }
    std::int64_t tokens =
        static_cast<double>(grown) <= all * kMostOver ? grown : static_cast<std::int64_t>(all);
    share(mine, tokens, [](const TimelineSegment&) { return true; });
    return tokens;
  }

  // The size of an image says nothing about its tokens: images get what the other pieces leave.
  static std::int64_t with_images(std::span<TimelineSegment> mine, std::int64_t grown) {
    std::int64_t rest = grown, images = count_images(mine);
    for (TimelineSegment& s : mine)
      if (!s.is_image)
        s.tokens = std::min(static_cast<std::int64_t>(s.plausible), rest), rest -= s.tokens;
    for (TimelineSegment& s : mine)
      if (s.is_image) s.tokens = std::min(rest / images--, kMostOfImage), rest -= s.tokens;
    return grown - rest;
  }

  // Distributes tokens among the chosen segments in proportion to their plausible sizes.
  template <class Chosen>
  static void share(std::span<TimelineSegment> mine, std::int64_t tokens, Chosen chosen) {
    double all = 0, taken = 0;
    for (const TimelineSegment& s : mine) all += chosen(s) ? s.plausible : 0;
    std::int64_t given = 0;
    for (TimelineSegment& s : mine) {
      if (!chosen(s) || all <= 0) continue;
      taken += s.plausible;
      auto until = std::min(
          tokens, static_cast<std::int64_t>(static_cast<double>(tokens) * (taken / all) + 0.5));
      s.tokens = until - given;
      given = until;
    }
  }

  const History& history_;
  const Chain& chain_;
  const EvidenceIndex& evidence_;
  std::unordered_map<std::uint64_t, std::uint32_t> step_of_;  // by message
  std::vector<std::uint64_t> compactions_;
  Timeline out_;
};

}  // namespace

std::size_t Timeline::end_of_own(std::size_t step) const {
  if (step + 1 < steps.size()) return steps[step + 1].segments;
  // Segments after the last request were never sent.
  auto sent =
      std::partition_point(segments.begin(), segments.end(),
                           [this](const TimelineSegment& s) { return s.first < steps.size(); });
  return static_cast<std::size_t>(sent - segments.begin());
}

Timeline timeline_of(const ReplayedHistory& replayed, const EvidenceIndex& evidence,
                     std::uint32_t chain, std::span<const ReplayedRequest> found) {
  return Builder(replayed, evidence, chain).run(found);
}

namespace {

// Finds the subagents whose results were returned, and matches the others to calls without a
// result. A call does not name the agent it started: one without a result, or interrupted, is
// assumed to have started the next subagent.
class Agents {
 public:
  explicit Agents(const ReplayedHistory& replayed) {
    const History& history = replayed.history();
    for (const HistoryCall& call : history.calls) {
      const ToolCall& c = call.record;
      bool nothing = c.answered && c.result_bytes <= 2;  // "" or []
      if (c.started_agent != 0 && !nothing) answered_.insert(c.started_agent);
      std::string_view tool = history.names[c.tool];
      if (tool != "Task" && tool != "Agent") continue;
      if (nothing || (c.started_agent == 0 && (!c.answered || broke_off(c.error))))
        waiting_[c.session].push_back(c.time);
    }
    for (auto& [session, times] : waiting_) std::sort(times.begin(), times.end());
    std::vector<std::pair<TimeMs, std::uint32_t>> chains;
    const std::vector<Chain>& all = replayed.chains().all();
    for (std::uint32_t c = 0; c < all.size(); ++c)
      if (const HistoryRequest* first = first_of(history, all[c]);
          first && is_lost(history, all[c]))
        chains.emplace_back(first->time, c);
    std::sort(chains.begin(), chains.end());
    for (const auto& [time, c] : chains) match(first_of(history, all[c])->session, time, c);
  }

  bool is_unused(std::uint32_t chain) const { return unused_.contains(chain); }

 private:
  // True for errors that come after a subagent has started: an interruption, an error of the API.
  static bool broke_off(ToolError error) {
    switch (error) {
      case ToolError::kNone:
      case ToolError::kDenied:
      case ToolError::kHook:
      case ToolError::kInvalidInput:
      case ToolError::kUnknownTool:
      case ToolError::kCancelled: return false;
      default: return true;
    }
  }

  static const HistoryRequest* first_of(const History& history, const Chain& chain) {
    for (const ChainItem& item : chain.items)
      if (item.kind == ChainItem::kRequest) return &history.requests[item.index];
    return nullptr;
  }

  bool is_lost(const History& history, const Chain& chain) const {
    if (!chain.subagent || chain.agent == 0 || answered_.contains(chain.agent)) return false;
    // Agents of the client itself: a compaction, a suggestion of the next prompt.
    std::string_view agent = history.names[chain.agent];
    for (std::string_view own :
         {"acompact", "aprompt_suggestion", "asession_memory", "aside_question"})
      if (agent.substr(0, own.size()) == own) return false;
    return true;
  }

  void match(Names::Id session, TimeMs time, std::uint32_t chain) {
    auto found = waiting_.find(session);
    if (found == waiting_.end()) return;
    auto& times = found->second;
    auto call = std::find_if(times.begin(), times.end(), [time](TimeMs asked) {
      return asked == kUndated || time == kUndated ||
             (asked <= time + 1000 && time - asked <= kHour);
    });
    if (call == times.end()) return;
    times.erase(call);
    unused_.insert(chain);
  }

  std::unordered_set<Names::Id> answered_;
  std::unordered_map<Names::Id, std::vector<TimeMs>> waiting_;  // by session: times of the calls
  std::unordered_set<std::uint32_t> unused_;
};

}  // namespace

void each_timeline(const ReplayedHistory& replayed,
                   const std::function<void(const Timeline&)>& take) {
  Agents agents(replayed);
  SharedReads shared(replayed.history(), replayed.chains());
  EvidenceIndex evidence(replayed.history());
  std::span<const ReplayedRequest> found = replayed.requests();
  const std::vector<Chain>& chains = replayed.chains().all();
  for (std::uint32_t c = 0; c < chains.size(); ++c) {
    auto end = std::partition_point(found.begin(), found.end(),
                                    [c](const auto& r) { return r.chain <= c; });
    auto count = static_cast<std::size_t>(end - found.begin());
    std::span<const ReplayedRequest> own = found.first(count);
    found = found.subspan(count);
    if (chains[c].mixed) continue;
    Timeline timeline = timeline_of(replayed, evidence, c, own);
    if (timeline.steps.empty()) continue;
    timeline.others = &shared;
    timeline.unused = agents.is_unused(c);
    take(timeline);
  }
}

}  // namespace wick
