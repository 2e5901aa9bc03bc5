// SPDX-License-Identifier: MIT
#include "lib/audit/ambiguous.h"

#include <algorithm>
#include <map>
#include <utility>

#include "lib/audit/detectors.h"
#include "lib/base/hash.h"
#include "lib/history/command_kind.h"

namespace wick {
namespace {

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t pair[] = {a, b};
  return hash_bytes({reinterpret_cast<const char*>(pair), sizeof pair});
}

bool has_worked(const Timeline& t, std::uint64_t from, std::uint64_t to) {
  auto call = std::partition_point(t.calls.begin(), t.calls.end(),
                                   [from](const TimelineCall& c) { return c.call.offset <= from; });
  for (; call != t.calls.end() && call->call.offset < to; ++call)
    if (call->call.answered && !call->failed() && may_change(t, call->call)) return true;
  return false;
}

}  // namespace

std::vector<GivenUp> given_up_calls(const Timeline& t) {
  using What = std::pair<Names::Id, Names::Id>;  // tool and target
  std::map<What, std::vector<std::uint32_t>> runs;
  for (std::uint32_t i = 0; i < t.calls.size(); ++i) {
    const TimelineCall& call = t.calls[i];
    if (!call.call.answered) continue;
    What what{call.call.tool, call.call.target};
    if (has_failed(t, call)) runs[what].push_back(i);
    else runs.erase(what);
  }
  std::vector<GivenUp> out;
  for (auto& [what, calls] : runs) {
    if (calls.size() < 2) continue;
    std::uint64_t key = mixed(t.calls[calls.front()].call.key, t.calls[calls.back()].call.key);
    out.push_back({key, std::move(calls)});
  }
  return out;
}

std::vector<RepeatedPrompt> repeated_prompts(const Timeline& t) {
  // Keys of session and place: many prompts are alike, and no id of theirs is kept.
  constexpr int kSomewhatAlike = 4;
  std::vector<RepeatedPrompt> out;
  std::uint32_t before = kNowhere;
  for (std::uint32_t i = 0; i < t.blocks.size(); ++i) {
    const ContextBlock& block = t.blocks[i].block;
    if (block.kind != ContextBlock::Kind::kPrompt) continue;
    std::uint64_t last = before == kNowhere ? 0 : t.blocks[before].block.hash;
    int alike = last == 0 || block.hash == 0 ? 0 : same_words(last, block.hash);
    if (alike >= kSomewhatAlike) {
      std::uint64_t key = mixed(hash_bytes(t.name(t.steps[0].request->session)), block.offset);
      out.push_back({key, before, i, alike, has_worked(t, t.blocks[before].block.offset, block.offset)});
    }
    before = i;
  }
  return out;
}

std::uint64_t subagent_key(const Timeline& t) {
  if (!t.subagent || t.steps.empty() || t.steps[0].request->agent == 0) return 0;
  const HistoryRequest& first = *t.steps[0].request;
  return mixed(hash_bytes(t.name(first.session)), hash_bytes(t.name(first.agent)));
}

Decision decide(const Timeline& t, std::uint64_t key, bool by_rule) {
  const Judgements& all = t.history->judgements;
  auto at = key == 0 ? all.end() : all.find(key);
  if (at == all.end() || at->second.verdict == Verdict::kUnclear) return {by_rule, nullptr};
  return {at->second.verdict == Verdict::kWaste, &at->second};
}

}  // namespace wick
