// SPDX-License-Identifier: MIT
#include "lib/audit/cache_replay.h"

#include <algorithm>
#include <array>

namespace wick {
namespace {

constexpr double kMissShare = 0.05;
constexpr std::int64_t kMissTokens = 2000;

std::int64_t cached_of(const HistoryRequest& r) {
  return std::int64_t{r.read} + r.write_5m + r.write_1h;
}
std::int64_t prompt_of(const HistoryRequest& r) { return cached_of(r) + r.input; }

// The same request, had it read what it lost instead of writing it, or of sending it uncached.
HistoryRequest without_loss(const HistoryRequest& r, std::int64_t lost) {
  HistoryRequest out = r;
  auto move = [&](std::uint32_t& from) {
    auto part = static_cast<std::uint32_t>(std::min<std::int64_t>(lost, from));
    from -= part, out.read += part, lost -= part;
  };
  move(out.write_1h), move(out.write_5m), move(out.input);
  return out;
}

class Replay {
 public:
  Replay(const History& history, Pricer& pricer) : history_(history), pricer_(pricer) {}

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
    before_ = nullptr;
    compacted_ = false;
    ttl_s_ = 0;
    for (const ChainItem& item : chain.items) {
      if (item.kind == ChainItem::kCompaction) compacted_ = true;
      if (item.kind != ChainItem::kRequest) continue;
      const HistoryRequest& request = history_.requests[item.index];
      if (request.is_response()) take(request);
    }
  }

  void take(const HistoryRequest& request) {
    ReplayedRequest r;
    r.request = &request;
    r.chain = number_;
    r.begins_chain = !before_;
    if (before_) {
      r.cached = cached_of(*before_);
      r.lost = std::max<std::int64_t>(0, r.cached - request.read);
      if (request.time != kUndated && before_->time != kUndated)
        r.idle = std::max<TimeMs>(0, request.time - before_->time);
      r.ttl_s = ttl_s_;
      r.outcome = outcome_of(r);
    }
    if (r.outcome == CacheOutcome::kMiss) {
      r.cause = cause_of(r);
      r.extra = extra_of(r);
    }
    out_.push_back(r);
    before_ = &request;
    compacted_ = false;
    if (request.write_1h + request.write_5m > 0) ttl_s_ = request.write_1h > 0 ? 3600 : 300;
  }

  CacheOutcome outcome_of(const ReplayedRequest& r) const {
    if (compacted_) return CacheOutcome::kRebuild;
    if (r.cached == 0) return CacheOutcome::kFirst;
    return is_miss(r.cached, r.lost) ? CacheOutcome::kMiss : CacheOutcome::kHit;
  }

  MissCause cause_of(const ReplayedRequest& r) {
    const HistoryRequest& now = *r.request;
    if (pricer_.canonical(now.model) != pricer_.canonical(before_->model)) return MissCause::kModel;
    if (r.idle && r.ttl_s > 0 && *r.idle > r.ttl_s * 1000)
      return r.ttl_s == 3600 ? MissCause::kTtl1h : MissCause::kTtl5m;
    if (now.fast != before_->fast) return MissCause::kFast;
    if (now.effort != 0 && before_->effort != 0 && now.effort != before_->effort)
      return MissCause::kEffort;
    if (now.client != 0 && before_->client != 0 && now.client != before_->client)
      return MissCause::kClient;
    if (prompt_of(now) < cached_of(*before_)) return MissCause::kRewritten;
    bool all_known = r.idle && r.ttl_s > 0 && now.client != 0 && before_->client != 0 &&
                     (now.effort == 0) == (before_->effort == 0);
    return all_known ? MissCause::kServerSide : MissCause::kUnknown;
  }

  std::optional<Money> extra_of(const ReplayedRequest& r) {
    auto paid = pricer_.price(*r.request);
    auto unlost = pricer_.price(without_loss(*r.request, r.lost));
    if (!paid || !unlost) return std::nullopt;
    return paid->cost - unlost->cost;
  }

  const History& history_;
  Pricer& pricer_;
  std::uint32_t number_ = 0;
  const HistoryRequest* before_ = nullptr;
  bool compacted_ = false;
  std::int64_t ttl_s_ = 0;
  std::vector<ReplayedRequest> out_;
};

}  // namespace

bool is_miss(std::int64_t cached, std::int64_t lost) {
  return lost >= kMissTokens && static_cast<double>(lost) > kMissShare * static_cast<double>(cached);
}

std::string_view name_of(MissCause cause) {
  constexpr std::array<std::string_view, kMissCauses> kNames = {
      "model_changed",  "ttl_expired_5m",  "ttl_expired_1h",     "fast_mode_changed", "effort_changed",
      "client_upgraded", "messages_rewritten", "likely_server_side", "unknown"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::vector<ReplayedRequest> replay_cache(const History& history, const Chains& chains,
                                          Pricer& pricer) {
  return Replay(history, pricer).run(chains);
}

}  // namespace wick
