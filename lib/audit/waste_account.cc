// SPDX-License-Identifier: MIT
#include "lib/audit/waste_account.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "lib/audit/piece_size.h"
#include "lib/audit/resent_segments.h"

namespace wick {
namespace {

constexpr std::uint32_t kNoOwner = 0xFFFFFFFF;

// The tokens of a request that no finding has claimed yet.
struct Free {
  std::int64_t read = 0, written = 0, input = 0, output = 0;
};

std::int64_t overlap(std::int64_t from, std::int64_t to, std::int64_t zone_from,
                     std::int64_t zone_to) {
  return std::max<std::int64_t>(0, std::min(to, zone_to) - std::max(from, zone_from));
}

// `tokens` of what a request wrote, divided by TTL as in the request.
Usage written_part(const HistoryRequest& r, std::int64_t tokens) {
  Usage out;
  std::int64_t all = std::int64_t{r.write_5m} + r.write_1h;
  out.write_1h = all == 0 ? 0 : tokens * r.write_1h / all;
  out.write_5m = tokens - out.write_1h;
  return out;
}

class Account {
 public:
  Account(const ReplayedHistory& replayed, const Timeline& timeline, std::span<Finding> findings)
      : replayed_(replayed), t_(timeline), findings_(findings) {
    for (const Finding& f : findings) has_remedy_.push_back(has_remedy(f.why, t_.name(f.tool)));
  }

  void run(
      const std::function<void(const HistoryRequest&, const WasteSums&, const OtherUsage&)>& take) {
    own();
    find_trips();
    std::size_t next = 0;
    for (std::uint32_t j = 0; j < t_.steps.size(); ++j) {
      // Segments leave in reverse order of their arrival.
      while (resent_.size() > 0 && t_.segments[resent_[resent_.size() - 1].segment].end <= j)
        resent_.drop_last();
      sent_before_ = resent_.size();
      for (; next < t_.segments.size() && t_.segments[next].first <= j; ++next)
        if (owner_[next] != kNoOwner && t_.segments[next].end > j)
          resent_.add(resent_segment(static_cast<std::uint32_t>(next)));
      const HistoryRequest& request = *t_.steps[j].request;
      if (!replayed_.passes(request)) continue;
      WasteSums sums = step(j);
      take(request, sums, without_);
    }
    resent_.drop_all();
  }

 private:
  // Assigns each segment and step to the claim of the lowest rank.
  void own() {
    owner_.assign(t_.segments.size(), kNoOwner);
    skip_.assign(t_.segments.size(), 0);
    trip_.assign(t_.steps.size(), kNoOwner);
    others_.resize(t_.steps.size());
    for (std::uint32_t f = 0; f < findings_.size(); ++f) {
      for (const Claim& claim : findings_[f].claims) {
        if (claim.kind == Claim::kSegment) {
          if (better(f, owner_[claim.index]))
            owner_[claim.index] = f, skip_[claim.index] = claim.tokens;
        } else if (claim.kind == Claim::kTrip) {
          if (better(f, trip_[claim.index])) trip_[claim.index] = f;
        } else {
          others_[claim.index].push_back({f, claim});
        }
      }
    }
  }

  bool better(std::uint32_t finding, std::uint32_t than) const {
    return than == kNoOwner || rank_of(findings_[finding].waste) < rank_of(findings_[than].waste);
  }

  // Finds responses whose calls are all outright waste.
  void find_trips() {
    std::vector<std::uint32_t> wasted(t_.steps.size()), by(t_.steps.size(), kNoOwner);
    for (const TimelineCall& call : t_.calls) {
      std::uint32_t f = call.input == kNoSegment ? kNoOwner : owner_[call.input];
      if (f == kNoOwner || findings_[f].waste >= Waste::kVerbose) continue;
      wasted[call.step] += 1;
      if (better(f, by[call.step])) by[call.step] = f;
    }
    for (std::size_t j = 0; j < t_.steps.size(); ++j) {
      bool all = wasted[j] > 0 && wasted[j] == t_.steps[j].calls;
      if (all && better(by[j], trip_[j])) trip_[j] = by[j];
    }
  }

  WasteSums step(std::uint32_t j) {
    const HistoryRequest& r = *t_.steps[j].request;
    sums_ = {};
    Usage usage = r.usage();
    free_ = {usage.read, usage.written(), usage.input, usage.output};
    without_ = {usage};
    std::int64_t all_output = usage.output;
    segments(j, r);
    outputs(j, r, all_output);
    if (trip_[j] != kNoOwner) {
      Usage part;
      part.read = std::exchange(free_.read, 0);
      part.output = std::exchange(free_.output, 0);
      give(trip_[j], r, part, false);
    }
    for (const auto& [finding, claim] : others_[j]) other(finding, claim, r);
    WasteCost wasted = sums_.wasted();
    WasteCost& rest = sums_[Waste::kProductive];
    auto price = replayed_.pricer().price(r);
    rest.tokens = usage.prompt() + usage.output - wasted.tokens;
    rest.money = (price ? price->cost : 0) - wasted.money;
    return sums_;
  }

  ResentSegment resent_segment(std::uint32_t s) {
    const TimelineSegment& segment = t_.segments[s];
    std::int64_t from = segment.from + std::min(skip_[s], segment.tokens);
    std::uint32_t owner = owner_[s];
    return {s, from, segment.from + segment.tokens, &findings_[owner], has_remedy_[owner]};
  }

  // The order in a request is: cache reads, cache writes, uncached input.
  void segments(std::uint32_t j, const HistoryRequest& r) {
    Usage u = r.usage();
    std::int64_t written = u.read + u.written(), end = u.prompt();
    std::size_t whole = resent_.within(u.read, sent_before_);
    read_again(whole, r);
    for (std::size_t i = whole; i < resent_.size(); ++i) {
      const ResentSegment& s = resent_[i];
      Usage part = written_part(r, overlap(s.from, s.to, u.read, written));
      part.read = overlap(s.from, s.to, 0, u.read);
      part.input = overlap(s.from, s.to, written, end);
      free_.read -= part.read, free_.written -= part.written(), free_.input -= part.input;
      give(owner_[s.segment], r, part, t_.segments[s.segment].first < j);
    }
  }

  void read_again(std::size_t count, const HistoryRequest& r) {
    constexpr std::int64_t kMany = 1'000'000;
    Usage many;
    many.read = kMany;
    double rate = static_cast<double>(money(r, many)) / kMany;
    ResentSegments::Tokens tokens = resent_.read_again(count, rate);
    without_.usage.read -= tokens.with_remedy;
    for (std::size_t i = 0; i < kWastes; ++i) {
      std::int64_t part = tokens.classes[i];
      if (part == 0) continue;
      free_.read -= part;
      sums_.classes[i] += {part, std::llround(static_cast<double>(part) * rate)};
    }
  }

  // Gives each wasted call its share of the output, by size.
  void outputs(std::uint32_t j, const HistoryRequest& r, std::int64_t output) {
    std::uint64_t bytes = t_.steps[j].answer_bytes;
    if (bytes == 0) return;
    for (std::uint32_t c : calls_of(j)) {
      const TimelineCall& call = t_.calls[c];
      std::uint32_t f = owner_[call.input];
      if (f == kNoOwner || findings_[f].waste >= Waste::kVerbose) continue;
      double share = static_cast<double>(call.call.input_bytes) / static_cast<double>(bytes);
      Usage part;
      // The output includes thinking, which belongs to no call.
      auto most = static_cast<std::int64_t>(t_.segments[call.input].plausible * kMostOver) + 1;
      part.output = std::min(
          {free_.output, most, static_cast<std::int64_t>(static_cast<double>(output) * share)});
      free_.output -= part.output;
      give(f, r, part, false);
    }
  }

  std::vector<std::uint32_t> calls_of(std::uint32_t j) {
    std::vector<std::uint32_t> out;
    for (; next_call_ < t_.calls.size() && t_.calls[next_call_].step <= j; ++next_call_)
      if (t_.calls[next_call_].step == j && t_.calls[next_call_].input != kNoSegment)
        out.push_back(static_cast<std::uint32_t>(next_call_));
    return out;
  }

  void other(std::uint32_t finding, const Claim& claim, const HistoryRequest& r) {
    if (claim.kind == Claim::kStep) {
      Usage part = written_part(r, std::exchange(free_.written, 0));
      part.read = std::exchange(free_.read, 0);
      part.input = std::exchange(free_.input, 0);
      part.output = std::exchange(free_.output, 0);
      return give(finding, r, part, false);
    }
    Usage paid, fair;
    std::int64_t tokens = claim.kind == Claim::kAgain
                              ? std::min(free_.written, claim.tokens)
                              : std::max<std::int64_t>(0, free_.written - claim.tokens);
    paid = written_part(r, tokens);
    if (claim.kind == Claim::kUnused1h) {
      tokens = paid.write_1h;
      paid.write_5m = 0;
      fair.write_5m = tokens;
    } else if (claim.kind == Claim::kAgain) {
      fair.read = tokens;
    } else {
      fair.input = tokens;
    }
    free_.written -= tokens;
    if (has_remedy_[finding]) remove(paid, true), without_.usage.read += fair.read;
    add(finding, {tokens, money(r, paid) - money(r, fair)}, false);
  }

  void remove(const Usage& part, bool again) {
    if (again) without_.lost += part.written();
    for (auto kind :
         {&Usage::input, &Usage::write_5m, &Usage::write_1h, &Usage::read, &Usage::output})
      without_.usage.*kind -= part.*kind;
  }

  void give(std::uint32_t finding, const HistoryRequest& r, const Usage& part, bool again) {
    std::int64_t tokens = part.prompt() + part.output;
    if (tokens <= 0) return;
    if (has_remedy_[finding]) remove(part, again);
    add(finding, {tokens, money(r, part)}, again);
  }

  void add(std::uint32_t finding, const WasteCost& cost, bool again) {
    Finding& f = findings_[finding];
    (again ? f.compounded : f.once) += cost;
    sums_[f.waste] += cost;
  }

  Money money(const HistoryRequest& r, const Usage& part) {
    return replayed_.pricer().price_part(r, part).value_or(0);
  }

  const ReplayedHistory& replayed_;
  const Timeline& t_;
  std::span<Finding> findings_;
  std::vector<std::uint32_t> owner_;  // finding, by segment
  std::vector<std::int64_t> skip_;
  std::vector<std::uint32_t> trip_;  // finding, by step
  std::vector<std::vector<std::pair<std::uint32_t, Claim>>> others_;
  ResentSegments resent_;        // owned segments that the step sends
  std::size_t sent_before_ = 0;  // how many of these an earlier step sent
  std::size_t next_call_ = 0;
  std::vector<bool> has_remedy_;  // by finding
  Free free_;
  WasteSums sums_;
  OtherUsage without_;  // the step's usage without what findings with a remedy claim
};

}  // namespace

WasteSums& WasteSums::operator+=(const WasteSums& other) {
  for (std::size_t i = 0; i < kWastes; ++i) classes[i] += other.classes[i];
  return *this;
}

WasteCost WasteSums::total() const {
  WasteCost out;
  for (const WasteCost& cost : classes) out += cost;
  return out;
}

WasteCost WasteSums::wasted() const {
  WasteCost out = total();
  const WasteCost& rest = (*this)[Waste::kProductive];
  return {out.tokens - rest.tokens, out.money - rest.money};
}

WasteSums productive(const HistoryRequest& request, Pricer& pricer) {
  WasteSums out;
  Usage usage = request.usage();
  auto price = pricer.price(request);
  out[Waste::kProductive] = {usage.prompt() + usage.output, price ? price->cost : 0};
  return out;
}

void account(const ReplayedHistory& replayed, const Timeline& timeline, std::span<Finding> findings,
             const std::function<void(const HistoryRequest&, const WasteSums&,
                                      const OtherUsage& without)>& take) {
  Account(replayed, timeline, findings).run(take);
}

ProjectChoice::Best ProjectChoice::best() const {
  Best out = kAsItIs;
  for (Best choice : {kTtl5m, kTtl1h, kCompactBreaks})
    if (would(choice) < would(out)) out = choice;
  auto gained = static_cast<double>(actual - would(out));
  return gained * 100 >= kMoneyPerUsd && gained * 100 >= static_cast<double>(actual) ? out
                                                                                     : kAsItIs;
}

std::vector<bool> top_cost_sessions(const WasteReport& report) {
  std::vector<std::pair<Money, std::string_view>> costs;
  for (const WasteGroup& s : report.by_session) costs.push_back({s.sums.total().money, s.name});
  auto top_cost = static_cast<std::ptrdiff_t>(top_cost_count(costs.size()));
  std::partial_sort(costs.begin(), costs.begin() + top_cost, costs.end(), std::greater<>());
  std::set<std::string_view> names;
  for (std::ptrdiff_t i = 0; i < top_cost; ++i)
    names.insert(costs[static_cast<std::size_t>(i)].second);
  std::vector<bool> out;
  for (const std::string& name : report.names.all()) out.push_back(names.contains(name));
  return out;
}

std::vector<WasteCluster> clusters_of(const WasteReport& report) {
  using Key = std::tuple<Waste, Names::Id, Names::Id, ToolError, WasteReason>;
  std::map<Key, WasteCluster> found;
  for (std::uint32_t i = 0; i < report.findings.size(); ++i) {
    const WasteRow& f = report.findings[i];
    WasteCluster& c = found[Key(f.waste, f.tool, f.target, f.error, f.why)];
    c.waste = f.waste, c.tool = f.tool, c.target = f.target, c.error = f.error, c.why = f.why;
    c.findings.push_back(i);
    c.cost += f.cost();
  }
  std::vector<bool> top_cost = top_cost_sessions(report);
  std::vector<WasteCluster> out;
  for (auto& [key, cluster] : found) {
    std::vector<Names::Id> sessions;
    for (std::uint32_t i : cluster.findings) sessions.push_back(report.findings[i].session);
    std::sort(sessions.begin(), sessions.end());
    sessions.erase(std::unique(sessions.begin(), sessions.end()), sessions.end());
    cluster.sessions = static_cast<std::int64_t>(sessions.size());
    cluster.only_in_rest =
        std::none_of(sessions.begin(), sessions.end(), [&](Names::Id s) { return top_cost[s]; });
    out.push_back(std::move(cluster));
  }
  // Ties are sorted by name, so that the order does not depend on where they were found first.
  auto place = [&report](const WasteCluster& c) {
    const Names& n = report.names;
    return std::tuple(-c.cost.money, -static_cast<std::int64_t>(c.findings.size()), c.waste,
                      std::string_view(n[c.tool]), std::string_view(n[c.target]), c.error,
                      name_of(c.why));
  };
  std::sort(out.begin(), out.end(),
            [&](const WasteCluster& a, const WasteCluster& b) { return place(a) < place(b); });
  return out;
}

}  // namespace wick
