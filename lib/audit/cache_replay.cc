// SPDX-License-Identifier: MIT
#include "lib/audit/cache_replay.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "lib/audit/what_if.h"

namespace wick {
namespace {

class CacheReplay {
 public:
  CacheReplay(const History& history, Pricer& pricer) : history_(history), pricer_(pricer) {}

  std::vector<ReplayedRequest> run(const Chains& chains) {
    out_.reserve(history_.requests.size());
    for (const Chain& chain : chains.all()) {
      if (!chain.mixed) replay(chain);
      number_ += 1;
    }
    return std::move(out_);
  }

 private:
  void replay(const Chain& chain) {
    CacheChain cache;
    bool compacted = false, after_prompt = false;
    bool forked = !chain.subagent && inherit(cache, chain.file);
    std::uint64_t copied_until = forked ? history_.inherited.at(chain.file).last.offset : 0;
    for (const ChainItem& item : chain.items) {
      // The copies of a fork that count elsewhere are not in its chain, but the clearings are.
      bool is_copy = item.kind == ChainItem::kClearing &&
                     history_.clearings[item.index].record.offset < copied_until;
      if (is_copy) continue;
      compacted |= item.kind == ChainItem::kCompaction;
      if (item.kind == ChainItem::kCompaction || item.kind == ChainItem::kClearing)
        cache.compaction();
      if (item.kind == ChainItem::kPrompt) after_prompt |= !history_.prompts[item.index].copied;
      if (item.kind != ChainItem::kRequest) continue;
      const HistoryRequest& request = history_.requests[item.index];
      if (!request.is_response()) continue;
      ChainRequest sent = chain_request(request);
      if (request.copied) {  // the original session is gone
        cache.take(sent);
        forked = true;
        continue;
      }
      sent.begins_prompt = std::exchange(after_prompt, false);
      ReplayedRequest& replayed = out_.emplace_back();
      static_cast<CacheFinding&>(replayed) = cache.take(sent);
      replayed.request = &request;
      replayed.chain = number_;
      replayed.after_prompt = sent.begins_prompt;
      replayed.after_compaction =
          std::exchange(compacted, false) && replayed.outcome == CacheOutcome::kRebuild;
      replayed.begins_fork = std::exchange(forked, false);
      if (replayed.outcome == CacheOutcome::kMiss) replayed.extra = extra_of(replayed);
    }
  }

  // A fork's first request may read what its original session left in the cache, and that of a
  // moved session what it left itself. True if it is a fork.
  bool inherit(CacheChain& cache, std::uint32_t file) {
    auto at = history_.inherited.find(file);
    if (at == history_.inherited.end()) return false;
    const Inherited& from = at->second;
    cache.before = chain_request(from.last);
    cache.ttl_s = from.ttl_s;
    if (from.compacted_at > from.last.offset) cache.compaction();
    return !from.same_session;
  }

  ChainRequest chain_request(const HistoryRequest& r) {
    ChainRequest sent;
    sent.usage = r.usage();
    if (r.passes.context > 0) {
      sent.read = r.passes.read, sent.anew = r.passes.anew;
      sent.usage.read = r.passes.left, sent.usage.write_5m = sent.usage.write_1h = 0;
      sent.usage.input = std::int64_t{r.passes.context} - r.passes.left;
    }
    if (r.time != kUndated) sent.time = r.time;
    sent.model = model_number(r.asked != 0 ? r.asked : r.model);
    sent.effort = r.effort, sent.client = r.client, sent.shape = shape_of(r);
    sent.ttl_s = r.ttl_s();
    sent.diagnosis = r.diagnosis;
    return sent;
  }

  // The newest shape in the file when the request was answered. Its line may be before or after the
  // response's lines, so only their times are compared.
  std::uint64_t shape_of(const HistoryRequest& r) const {
    if (r.time == kUndated) return 0;
    const auto& shapes = history_.shapes;
    auto is_before = [](const HistoryRequest& request, const HistoryShape& shape) {
      return std::tie(request.file, request.time) < std::tie(shape.file, shape.time);
    };
    auto next = std::upper_bound(shapes.begin(), shapes.end(), r, is_before);
    return next != shapes.begin() && std::prev(next)->file == r.file ? std::prev(next)->shape : 0;
  }

  // The same number for all ids of a model.
  std::uint64_t model_number(Names::Id id) {
    if (models_.size() <= id) models_.resize(history_.names.size());
    std::uint64_t& number = models_[id];
    if (number == 0)
      number = named_.try_emplace(pricer_.canonical(id), named_.size() + 1).first->second;
    return number;
  }

  std::optional<Money> extra_of(const ReplayedRequest& replayed) {
    const HistoryRequest& paid = *replayed.request;
    Usage usage = without_loss(paid.usage(), replayed.lost);
    HistoryRequest unlost = paid;
    unlost.input = static_cast<std::uint32_t>(usage.input);
    unlost.write_5m = static_cast<std::uint32_t>(usage.write_5m);
    unlost.write_1h = static_cast<std::uint32_t>(usage.write_1h);
    unlost.read = static_cast<std::uint32_t>(usage.read);
    auto price = pricer_.price(paid), other = pricer_.price(unlost);
    if (!price || !other) return std::nullopt;
    return price->cost - other->cost;
  }

  const History& history_;
  Pricer& pricer_;
  std::uint32_t number_ = 0;
  std::vector<std::uint64_t> models_;  // by Names::Id; 0: not looked up yet
  std::unordered_map<std::string, std::uint64_t> named_;
  std::vector<ReplayedRequest> out_;
};

}  // namespace

std::vector<ReplayedRequest> replay_cache(const History& history, const Chains& chains,
                                          Pricer& pricer) {
  return CacheReplay(history, pricer).run(chains);
}

ReplayedHistory::ReplayedHistory(const History& history, const UsageFilter& filter, Pricer& pricer,
                                 std::optional<Names::Id> session)
    : history_(history),
      pricer_(pricer),
      filtered_(history, filter, pricer),
      session_(session),
      chains_(history) {
  requests_ = replay_cache(history, chains_, pricer);
  std::erase_if(requests_, [this](const ReplayedRequest& r) { return !passes(*r.request); });
  for (const HistoryRequest& r : history.requests) {
    bool in_chain = r.is_response() && !r.copied && !r.nested && (!r.sidechain || r.agent != 0);
    if (in_chain && !r.usage().is_known() && passes(r)) without_usage_.push_back(&r);
  }
}

std::array<Avoidable, 3> avoidable_misses(const ReplayedHistory& replayed) {
  Avoidable waiting{"waiting_less", "a prompt before the cache expired", 0, 0};
  Avoidable compact{"compact_first", "/compact before the break", 0, 0};
  Avoidable hour{"ttl_1h", "a TTL of 1 hour", 0, 0};
  for (const ReplayedRequest& r : replayed.requests()) {
    bool after_5m = r.cause == MissCause::kTtl5m,
         expired = after_5m || r.cause == MissCause::kTtl1h;
    if (r.outcome != CacheOutcome::kMiss || !expired) continue;
    waiting.misses += 1;
    waiting.saved += r.extra.value_or(0);
    hour.misses += after_5m && *r.idle <= kHour;
  }
  auto saved = [&](WhatIf::Kind kind, Avoidable& into) {
    WhatIfSums sums = what_if(replayed, {kind, 0}).all;
    into.saved = sums.actual - sums.would;
    return sums.inserted;
  };
  compact.misses = saved(WhatIf::kCompactBreaks, compact);
  saved(WhatIf::kTtl1h, hour);
  return {waiting, compact, hour};
}

}  // namespace wick
