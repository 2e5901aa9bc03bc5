// SPDX-License-Identifier: MIT
#include "lib/audit/what_if.h"

#include <algorithm>
#include <vector>

#include "lib/audit/growth.h"
#include "lib/base/failure.h"
#include "lib/base/text.h"
#include "lib/price/model.h"

namespace wick {
namespace {

// Sizes of a session's compactions.
struct Sizes {
  std::optional<std::int64_t> after;  // context of the next request; empty: no compactions
  std::int64_t summary = kSummaryTokens;
};

class SessionSizes {
 public:
  explicit SessionSizes(const ReplayedHistory& replayed) {
    for (const ReplayedRequest& r : replayed.requests()) {
      bool counts = r.after_compaction && !replayed.is_subagent(r);
      if (counts) after_[r.request->session].push_back(r.request->context());
    }
    for (const HistoryCompaction& c : replayed.history().compactions) {
      if (c.record.post_tokens && !c.record.sidechain)
        summaries_[c.record.session].push_back(*c.record.post_tokens);
    }
  }

  Sizes of(Names::Id session) const {
    auto list = [session](const auto& map) {
      auto found = map.find(session);
      return found == map.end() ? std::vector<std::int64_t>{} : found->second;
    };
    return {rounded_median(list(after_)),
            rounded_median(list(summaries_)).value_or(kSummaryTokens)};
  }

 private:
  std::map<Names::Id, std::vector<std::int64_t>> after_, summaries_;
};

// Subtracts tokens from the given kinds, in order; returns the rest.
std::int64_t take(Usage& usage, std::int64_t tokens,
                  std::initializer_list<std::int64_t Usage::*> kinds) {
  for (auto kind : kinds) {
    std::int64_t part = std::min(tokens, usage.*kind);
    usage.*kind -= part, tokens -= part;
  }
  return tokens;
}

// Applies a policy to one chain.
class PolicySimulator {
 public:
  PolicySimulator(const WhatIf& policy, const Sizes& sizes, bool subagent)
      : policy_(policy), sizes_(sizes), subagent_(subagent) {}

  struct Step {
    Usage usage;                      // of the request
    std::optional<Usage> compaction;  // usage of a compaction inserted before it
    bool inserted = false;
  };

  // `without`: the request without the policy.
  Step next(const ReplayedRequest& r, const OtherUsage& without) {
    const Usage& actual = without.usage;
    Step step{actual, std::nullopt, false};
    if (!begun_) floor_ = actual;
    if (is_ttl()) step.usage = with_ttl(r, without);
    else if (!subagent_ && policy_.kind != WhatIf::kNothing) step = with_less(r, actual);
    before_ = step.usage;
    begun_ = true;
    return step;
  }

 private:
  bool is_ttl() const { return policy_.kind == WhatIf::kTtl5m || policy_.kind == WhatIf::kTtl1h; }

  Usage with_ttl(const ReplayedRequest& r, const OtherUsage& without) const {
    Usage usage = without.usage;
    bool to_hour = policy_.kind == WhatIf::kTtl1h;
    if (to_hour && r.outcome == CacheOutcome::kMiss && r.cause == MissCause::kTtl5m &&
        *r.idle <= kHour)
      usage = without_loss(usage, std::max<std::int64_t>(0, r.lost - without.lost));
    bool expires = !to_hour && r.ttl_s == 3600 && r.idle && *r.idle > kFiveMinutes;
    std::int64_t written = usage.written() + (expires ? usage.read : 0);
    if (expires) usage.read = 0;
    usage.write_1h = to_hour ? written : 0;
    usage.write_5m = to_hour ? 0 : written;
    return usage;
  }

  Step with_less(const ReplayedRequest& r, const Usage& actual) {
    if (r.after_compaction || r.begins_chain) less_ = 0;
    Step step{actual, std::nullopt, false};
    std::int64_t size = actual.prompt() - std::min(less_, actual.prompt());
    if (std::int64_t target = restart_at(r, size); target < size) {
      step.inserted = true;
      if (policy_.kind != WhatIf::kClear) step.compaction = compaction(r);
      step.usage = restarted(r, actual, target);
      less_ = actual.prompt() - target;
      return step;
    }
    bool hit = r.outcome == CacheOutcome::kHit;
    if (hit)
      take(step.usage, less_, {&Usage::read, &Usage::write_5m, &Usage::write_1h, &Usage::input});
    else take(step.usage, less_, {&Usage::write_1h, &Usage::write_5m, &Usage::read, &Usage::input});
    return step;
  }

  // The size of the request after a restart of the context; INT64_MAX: no restart.
  std::int64_t restart_at(const ReplayedRequest& r, std::int64_t size) const {
    bool may = begun_ && !r.after_compaction;
    bool wanted = false;
    switch (policy_.kind) {
      case WhatIf::kCompact:
        wanted = size >= policy_.tokens && after_compaction(size) < policy_.tokens;
        break;
      case WhatIf::kClear: wanted = r.after_prompt; break;
      case WhatIf::kCompactBreaks: wanted = expired(r); break;
      default: break;
    }
    if (!may || !wanted) return INT64_MAX;
    return policy_.kind == WhatIf::kClear ? floor_.prompt() : after_compaction(size);
  }

  // The size that a compaction leaves of a context.
  std::int64_t after_compaction(std::int64_t size) const {
    return left_by_compaction(sizes_.after, floor_.prompt(), size);
  }

  static bool expired(const ReplayedRequest& r) {
    return r.outcome == CacheOutcome::kMiss &&
           (r.cause == MissCause::kTtl5m || r.cause == MissCause::kTtl1h);
  }

  // The compaction's own usage. It immediately precedes the request; for kCompactBreaks, it runs
  // before the break.
  Usage compaction(const ReplayedRequest& r) const {
    Usage usage;
    usage.output = sizes_.summary;
    usage.fast = before_.fast, usage.us = before_.us;
    std::int64_t context = before_.prompt() + before_.output;
    if (expired(r) && policy_.kind != WhatIf::kCompactBreaks) {
      usage.write_5m = context;
    } else {
      usage.read = before_.read + before_.written();
      usage.input = context - usage.read;
    }
    return usage;
  }

  Usage restarted(const ReplayedRequest& r, const Usage& actual, std::int64_t size) const {
    Usage usage = actual;
    usage.input = std::min(actual.input, size);
    std::int64_t cached = expired(r) ? actual.read : floor_.read;
    usage.read = std::min(cached, size - usage.input);
    std::int64_t written = size - usage.input - usage.read;
    bool for_an_hour = actual.written() > 0 ? actual.write_1h > 0 : r.ttl_s == 3600;
    usage.write_1h = for_an_hour ? written : 0;
    usage.write_5m = for_an_hour ? 0 : written;
    return usage;
  }

  const WhatIf& policy_;
  Sizes sizes_;
  bool subagent_;
  bool begun_ = false;
  Usage floor_;            // of the chain's first request
  Usage before_;           // the previous request under the policy
  std::int64_t less_ = 0;  // tokens by which the context is smaller
};

HistoryRequest with(const HistoryRequest& request, const Usage& usage) {
  HistoryRequest out = request;
  out.input = static_cast<std::uint32_t>(usage.input);
  out.write_5m = static_cast<std::uint32_t>(usage.write_5m);
  out.write_1h = static_cast<std::uint32_t>(usage.write_1h);
  out.read = static_cast<std::uint32_t>(usage.read);
  out.output = static_cast<std::uint32_t>(usage.output);
  return out;
}

class WhatIfReplay {
 public:
  WhatIfReplay(const ReplayedHistory& replayed, const WhatIf& policy, const OtherUsages* usages)
      : replayed_(replayed), policy_(policy), usages_(usages), sizes_(replayed) {}

  WhatIfReport run() {
    const auto& requests = replayed_.requests();
    for (std::size_t i = 0; i < requests.size();) {
      const ReplayedRequest& first = requests[i];
      PolicySimulator otherwise(policy_, sizes_.of(first.request->session),
                                replayed_.is_subagent(first));
      for (; i < requests.size() && requests[i].chain == first.chain; ++i)
        add(requests[i], otherwise.next(requests[i], usage_of(*requests[i].request)));
    }
    add_others();
    for (const auto& [session, sums] : out_.sessions) out_.all += sums;
    return std::move(out_);
  }

 private:
  OtherUsage usage_of(const HistoryRequest& request) const {
    if (!usages_) return {request.usage()};
    auto other = usages_->find(&request);
    return other == usages_->end() ? OtherUsage{request.usage()} : other->second;
  }

  // Most requests are of the same session as the one before.
  WhatIfSums& sums_of(Names::Id session) {
    if (!sums_ || session != session_) sums_ = &out_.sessions[session], session_ = session;
    return *sums_;
  }

  void add(const ReplayedRequest& r, const PolicySimulator::Step& step) {
    const HistoryRequest& request = *r.request;
    WhatIfSums& sums = sums_of(request.session);
    Usage actual = request.usage();
    sums.requests += 1, sums.inserted += step.inserted;
    bool changed = !(step.usage == actual);
    sums.changed += changed;
    sums.sent_actual += actual.prompt(), sums.sent_would += step.usage.prompt();
    auto paid = replayed_.pricer().price_part(request, actual);
    auto would = changed ? price_of(with(request, step.usage)) : paid;
    if (step.compaction) {
      sums.sent_would += step.compaction->prompt();
      HistoryRequest compaction = with(request, *step.compaction);
      compaction.fast = step.compaction->fast, compaction.us = step.compaction->us;
      compaction.web_searches = 0;
      sums.would += price_of(compaction).value_or(0);
    }
    if (!paid || !would) return void(++sums.unpriced);
    sums.actual += *paid, sums.would += *would;
  }

  std::optional<Money> price_of(const HistoryRequest& request) {
    return replayed_.pricer().price_part(request, request.usage());
  }

  // Adds what is not replayed, at its actual cost.
  void add_others() {
    for (const Chain& chain : replayed_.chains().all()) {
      for (const ChainItem& item : chain.items) {
        if (item.kind != ChainItem::kRequest) continue;
        const HistoryRequest& request = replayed_.history().requests[item.index];
        bool is_replayed = !chain.mixed && request.is_response() && !request.copied;
        if (is_replayed || !replayed_.passes(request)) continue;
        WhatIfSums& sums = sums_of(request.session);
        std::int64_t sent = request.usage().prompt();
        sums.requests += request.is_response();
        sums.sent_actual += sent, sums.sent_would += sent;
        auto price = price_of(request);
        if (!price) ++sums.unpriced;
        else sums.actual += *price, sums.would += *price;
      }
    }
  }

  const ReplayedHistory& replayed_;
  const WhatIf& policy_;
  const OtherUsages* usages_;
  SessionSizes sizes_;
  WhatIfReport out_;
  WhatIfSums* sums_ = nullptr;  // of session_
  Names::Id session_ = 0;
};

}  // namespace

WhatIfSums& WhatIfSums::operator+=(const WhatIfSums& o) {
  actual += o.actual, would += o.would;
  for (auto count : {&WhatIfSums::sent_actual, &WhatIfSums::sent_would, &WhatIfSums::requests,
                     &WhatIfSums::changed, &WhatIfSums::inserted, &WhatIfSums::unpriced})
    this->*count += o.*count;
  return *this;
}

WhatIfReport what_if(const ReplayedHistory& replayed, const WhatIf& policy,
                     const OtherUsages* usages) {
  return WhatIfReplay(replayed, policy, usages).run();
}

std::string_view assumptions_of(WhatIf::Kind kind) {
  switch (kind) {
    case WhatIf::kNothing: return "nothing is changed";
    case WhatIf::kCompact:
      return "the first request after a compaction sends as much as those after the session's own "
             "compactions did (if there were none: what the session began with, and 15% of what "
             "came since), and the work continues as it did; the money includes the compaction's "
             "own request";
    case WhatIf::kClear:
      return "each prompt starts with the session's initial context, and needs nothing "
             "of what came before";
    case WhatIf::kTtl5m: return "what was idle for more than 5 minutes is written again";
    case WhatIf::kTtl1h:
      return "all writes cost as much as those for an hour; what had expired after 5 minutes is "
             "read, if it was idle for no longer than an hour";
    case WhatIf::kCompactBreaks:
      return "a compaction, while the cache was warm, before each break that outlasted the cache; "
             "sizes as with compact";
    case WhatIf::kModel:
      return "all requests, including those of subagents, have the same texts with that model and "
             "find the same in the cache as before; requests that do not fit into its window "
             "are not changed";
  }
  return "";
}

WhatIf parse_what_if(const std::string& text) {
  if (text == "none") return {WhatIf::kNothing, 0};
  if (text == "clear") return {WhatIf::kClear, 0};
  if (text == "ttl=5m") return {WhatIf::kTtl5m, 0};
  if (text == "ttl=1h") return {WhatIf::kTtl1h, 0};
  if (text == "compact-breaks") return {WhatIf::kCompactBreaks, 0};
  std::string option = "--what-if " + printable(text);
  constexpr std::string_view kCompact = "compact=", kModel = "model=";
  if (text.size() > kModel.size() && text.starts_with(kModel)) {
    std::string model = parse_model(text.substr(kModel.size())).canonical;
    return {WhatIf::kModel, 0,
            model.starts_with("claude-") ? model : parse_model("claude-" + model).canonical};
  }
  if (text.compare(0, kCompact.size(), kCompact) != 0)
    throw Failure{Exit::kUsage, option +
                                    ": not compact=TOKENS, compact-breaks, clear, ttl=5m, "
                                    "ttl=1h, model=NAME or none"};
  auto tokens = parse_tokens(text.substr(kCompact.size()));
  if (!tokens || *tokens < 1) throw Failure{Exit::kUsage, option + ": not a number of tokens"};
  return {WhatIf::kCompact, static_cast<std::int64_t>(*tokens)};
}

}  // namespace wick
