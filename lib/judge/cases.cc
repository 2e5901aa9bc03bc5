// SPDX-License-Identifier: MIT
#include "lib/judge/cases.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "lib/audit/detectors.h"
#include "lib/audit/timeline.h"

namespace wick {
namespace {

constexpr auto kKinds =
    std::to_array<std::string_view>({"calls given up", "subagent", "prompt typed again"});

using Counts = JudgeCase::Counts;
using Targets = std::set<Names::Id>;

std::int64_t size_of(std::size_t n) { return static_cast<std::int64_t>(n); }

// Statistics of the calls in [from, to), at most 500.
struct Calls {
  Counts tools, errors;
  Targets targets;

  Calls(const Timeline& t, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min({to, t.calls.size(), from + 500}); ++i) {
      const ToolCall& call = t.calls[i].call;
      ++tools[std::string(t.name(call.tool))];
      if (call.error != ToolError::kNone) ++errors[std::string(name_of(call.error))];
      if (call.target != 0) targets.insert(call.target);
    }
  }
};

std::int64_t sent(const Timeline& t, std::uint32_t segment) {
  return segment == kNoSegment ? 0 : t.segments[segment].tokens * (1 + t.segments[segment].rides());
}

// The index of the first call after an offset.
std::size_t first_call_after(const Timeline& t, std::uint64_t offset) {
  auto at = std::partition_point(t.calls.begin(), t.calls.end(), [offset](const TimelineCall& c) {
    return c.call.offset <= offset;
  });
  return static_cast<std::size_t>(at - t.calls.begin());
}

std::int64_t requests_between(const Timeline& t, std::uint64_t from, std::uint64_t to) {
  auto first_after = [&t](std::uint64_t offset) {
    return std::partition_point(t.steps.begin(), t.steps.end(),
                                [offset](const Step& s) { return s.request->offset <= offset; });
  };
  return std::max<std::int64_t>(0, first_after(to) - first_after(from));
}

constexpr std::uint64_t kEnd = ~std::uint64_t{0};

class Collector {
 public:
  Collector(const ReplayedHistory& replayed, const WasteLimits& limits)
      : replayed_(replayed), history_(replayed.history()), limits_(limits) {}

  std::vector<JudgeCase> run() {
    each_timeline(replayed_, [this](const Timeline& t) {
      if (!replayed_.passes(*t.steps[0].request)) return;
      given_up(t);
      prompts(t);
      note_subagent(t);
      note_results(t);
    });
    subagents();
    std::sort(out_.begin(), out_.end(), [](const JudgeCase& a, const JudgeCase& b) {
      return std::pair(-a.tokens, a.key) < std::pair(-b.tokens, b.key);
    });
    return std::move(out_);
  }

 private:
  struct Subagent {
    JudgeCase asked;
    Targets targets;
  };
  struct Result {
    std::int64_t bytes = 0, requests_after = 0;
    Counts tools_after;
    Targets targets_after;
    std::vector<CaseText> texts;
  };

  // True if the case has no judgement and was not seen before: a fork copies cases from its origin.
  bool is_open(std::uint64_t key) {
    return key != 0 && !history_.judgements.contains(key) && met_.insert(key).second;
  }

  CaseText text(const Timeline& t, std::string_view label, std::uint64_t offset) const {
    return {label, history_.files[t.steps[0].request->file].path, offset};
  }

  // Adds the next answer after an offset, if there is one.
  void add_answer(const Timeline& t, std::uint64_t offset, std::vector<CaseText>& texts) const {
    auto from =
        std::partition_point(t.blocks.begin(), t.blocks.end(),
                             [offset](const TimelineBlock& b) { return b.block.offset <= offset; });
    auto at = std::find_if(from, t.blocks.end(), [](const TimelineBlock& b) {
      return b.block.kind == ContextBlock::Kind::kAnswer;
    });
    if (at != t.blocks.end()) texts.push_back(text(t, "the next answer", at->block.offset));
  }

  void given_up(const Timeline& t) {
    for (const GivenUp& run : given_up_calls(t)) {
      if (!is_open(run.key)) continue;
      const ToolCall &first = t.calls[run.calls.front()].call,
                     &last = t.calls[run.calls.back()].call;
      JudgeCase c;
      c.key = run.key, c.kind = CaseKind::kGivenUp;
      c.by_rule = size_of(run.calls.size()) >= limits_.failures;
      std::set<std::uint64_t> inputs;
      Counts errors;
      for (std::uint32_t i : run.calls) {
        const TimelineCall& call = t.calls[i];
        c.tokens += sent(t, call.input) + sent(t, call.result);
        inputs.insert(call.call.input_hash);
        ++errors[std::string(name_of(call.call.error))];
        if (c.texts.size() < 6) {
          c.texts.push_back(text(t, "a call", call.call.offset));
          c.texts.push_back(text(t, "its result", call.call.answer_offset));
        }
      }
      add_answer(t, last.answer_offset, c.texts);
      c.tool = t.name(first.tool);
      Calls between(t, run.calls.front(), run.calls.back()),
          after(t, run.calls.back() + 1, t.calls.size());
      c.numbers = {{"failures", size_of(run.calls.size())},
                   {"different_inputs", size_of(inputs.size())},
                   {"requests_after", requests_between(t, last.answer_offset, kEnd)}};
      c.counts = {{"errors", errors},
                  {"calls_from_first_to_last", between.tools},
                  {"calls_after", after.tools}};
      out_.push_back(std::move(c));
    }
  }

  void prompts(const Timeline& t) {
    for (const RepeatedPrompt& p : repeated_prompts(t)) {
      if (!is_open(p.key)) continue;
      const ContextBlock &before = t.blocks[p.before].block, &again = t.blocks[p.second].block;
      JudgeCase c;
      c.key = p.key, c.kind = CaseKind::kPrompt, c.by_rule = p.is_retry();
      c.tokens = sent(t, t.blocks[p.second].segment);
      Calls between(t, first_call_after(t, before.offset), first_call_after(t, again.offset));
      c.numbers = {{"likeness_of_8", p.alike},
                   {"bytes_of_first", static_cast<std::int64_t>(before.bytes)},
                   {"bytes_of_second", static_cast<std::int64_t>(again.bytes)},
                   {"requests_between", requests_between(t, before.offset, again.offset)}};
      c.counts = {{"calls_between", between.tools}, {"errors_between", between.errors}};
      c.texts = {text(t, "the first prompt", before.offset),
                 text(t, "the second prompt", again.offset)};
      add_answer(t, before.offset, c.texts);
      out_.push_back(std::move(c));
    }
  }

  void note_subagent(const Timeline& t) {
    std::uint64_t key = subagent_key(t);
    if (!is_open(key)) return;
    Calls calls(t, 0, t.calls.size());
    JudgeCase c;
    c.key = key, c.kind = CaseKind::kSubagent, c.by_rule = t.unused;
    for (const Step& step : t.steps) c.tokens += step.prompt;
    c.numbers = {{"requests", size_of(t.steps.size())}};
    c.counts = {{"calls", std::move(calls.tools)}, {"errors", std::move(calls.errors)}};
    subagents_[t.steps[0].request->agent] = {std::move(c), std::move(calls.targets)};
  }

  void note_results(const Timeline& t) {
    for (std::size_t i = 0; i < t.calls.size(); ++i) {
      const ToolCall& call = t.calls[i].call;
      if (call.started_agent == 0 || !call.answered) continue;
      Calls after(t, i + 1, t.calls.size());
      Result result{static_cast<std::int64_t>(call.result_bytes),
                    requests_between(t, call.answer_offset, kEnd),
                    std::move(after.tools),
                    std::move(after.targets),
                    {}};
      result.texts = {text(t, "the task", call.offset), text(t, "the result", call.answer_offset)};
      add_answer(t, call.answer_offset, result.texts);
      results_[call.started_agent] = std::move(result);
    }
  }

  // Keeps subagents whose result never came back, and those whose caller looked at the same things
  // again or made no further request.
  void subagents() {
    for (auto& [agent, subagent] : subagents_) {
      JudgeCase& c = subagent.asked;
      auto result = results_.find(agent);
      if (result == results_.end()) {
        if (!c.by_rule) continue;
        c.numbers.push_back({"results_that_came_back", 0});
      } else {
        Result& r = result->second;
        auto again =
            std::count_if(subagent.targets.begin(), subagent.targets.end(),
                          [&r](Names::Id target) { return r.targets_after.contains(target); });
        bool did_it_again = again >= 2 && 2 * again >= size_of(subagent.targets.size());
        if (!did_it_again && r.requests_after > 0) continue;
        c.numbers.push_back({"results_that_came_back", 1});
        c.numbers.push_back({"bytes_of_result", r.bytes});
        c.numbers.push_back({"requests_of_caller_after", r.requests_after});
        c.numbers.push_back({"files_looked_at", size_of(subagent.targets.size())});
        c.numbers.push_back({"of_these_looked_at_again_by_caller", again});
        c.counts.push_back({"calls_of_caller_after", r.tools_after});
        c.texts = r.texts;
      }
      out_.push_back(std::move(c));
    }
  }

  const ReplayedHistory& replayed_;
  const History& history_;
  const WasteLimits& limits_;
  std::unordered_map<Names::Id, Subagent> subagents_;  // by agent
  std::unordered_map<Names::Id, Result> results_;      // result returned, by agent
  std::unordered_set<std::uint64_t> met_;
  std::vector<JudgeCase> out_;
};

}  // namespace

std::string_view name_of(CaseKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::vector<JudgeCase> judge_cases(const ReplayedHistory& replayed, const WasteLimits& limits) {
  return Collector(replayed, limits).run();
}

}  // namespace wick
