// SPDX-License-Identifier: MIT
#include "lib/audit/growth.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace wick {
namespace {

GrowthMoney money_of(const ReplayedRequest& r, std::int64_t floor, Pricer& pricer) {
  GrowthMoney out;
  Usage usage = r.request->usage();
  auto whole = pricer.price_part(*r.request, usage);
  if (!whole) {
    out.unpriced = 1;
    return out;
  }
  auto part = [&](const Usage& of) { return pricer.price_part(*r.request, of).value_or(0); };
  Usage read_floor, read_grown, output;
  read_floor.read = std::min(usage.read, floor);
  read_grown.read = usage.read - read_floor.read;
  output.output = usage.output, output.web_searches = usage.web_searches;
  out.floor = part(read_floor), out.grown = part(read_grown), out.output = part(output);
  bool resends = r.outcome == CacheOutcome::kMiss || r.outcome == CacheOutcome::kRebuild;
  if (std::int64_t lost = resends ? r.lost : 0; lost > 0) {
    Usage kept = without_loss(usage, lost), rewritten;
    for (auto kind : {&Usage::input, &Usage::write_5m, &Usage::write_1h})
      rewritten.*kind = usage.*kind - kept.*kind;
    out.rewritten = part(rewritten);
  }
  out.new_tokens = *whole - out.floor - out.grown - out.output - out.rewritten;
  return out;
}

class Collector {
 public:
  Collector(const ReplayedHistory& replayed, std::int64_t least_jump)
      : replayed_(replayed), least_jump_(least_jump) {}

  GrowthReport run() {
    std::uint32_t chain = UINT32_MAX;
    for (const ReplayedRequest& r : replayed_.requests()) {
      if (replayed_.is_subagent(r)) continue;
      if (r.chain != chain) begin_chain(r);
      chain = r.chain;
      take(r);
    }
    for (auto& [id, session] : sessions_) finish(session);
    sort();
    return std::move(out_);
  }

 private:
  void begin_chain(const ReplayedRequest& r) {
    before_ = nullptr;
    before_compaction_ = 0;
    restarted_ = !goes_on(r.request->file), in_prompt_ = false;
    floor_ = r.request->context();
    // A session that moved has a chain in each of its files, in any order.
    SessionGrowth& session = sessions_[r.request->session];
    goes_before_ = session.requests > 0 && r.request->time < session.began;
    if (session.requests > 0) moved_.insert(r.request->session);
    if (goes_before_) begin(session, r);
  }

  // A file in which a session that moved goes on, unless it was compacted just before.
  bool goes_on(std::uint32_t file) const {
    const auto& inherited = replayed_.history().inherited;
    auto at = inherited.find(file);
    return at != inherited.end() && at->second.same_session &&
           at->second.compacted_at <= at->second.last.offset;
  }

  void begin(SessionGrowth& session, const ReplayedRequest& r) {
    session.session = r.request->session, session.file = r.request->file;
    session.floor = r.request->context(), session.began = r.request->time;
  }

  void take(const ReplayedRequest& r) {
    SessionGrowth& session = sessions_[r.request->session];
    std::int64_t context = r.request->context();
    if (session.requests == 0) begin(session, r);
    session.requests += 1;
    session.peak = std::max(session.peak, context);
    session.sent += context;
    if (!goes_before_) session.latest = context;
    if (r.after_compaction) {
      restarted_ = true;
      compacted(session, context);
    } else if (before_) {
      jump(*r.request, context);
    }
    GrowthMoney money = money_of(r, floor_, replayed_.pricer());
    session.money += money;
    add_to_prompt(session, r, money.total());
    before_ = r.request;
  }

  void compacted(SessionGrowth& session, std::int64_t context) {
    before_compaction_ = before_ ? before_->context() : 0;
    session.freed.compactions += 1;
    session.freed.tokens += std::max<std::int64_t>(0, before_compaction_ - context);
  }

  // Undone: the context grew from less than half of its size before a compaction to at least nine
  // tenths of it, as when a user goes back to an earlier message.
  void jump(const HistoryRequest& after, std::int64_t context) {
    std::int64_t from = before_->context(), step = context - from;
    if (step < least_jump_) return;
    bool undone = before_compaction_ > 0 && from * 2 < before_compaction_ &&
                  context * 10 >= before_compaction_ * 9;
    out_.jumps.push_back({before_, &after, step, undone});
  }

  void add_to_prompt(SessionGrowth& session, const ReplayedRequest& r, Money cost) {
    if (r.after_prompt) {
      session.prompts.push_back({r.request, 0, 0, 0, restarted_});
      restarted_ = false;
      in_prompt_ = true;
    }
    if (!in_prompt_ || session.prompts.empty()) return;
    GrowthPrompt& prompt = session.prompts.back();
    prompt.requests += 1, prompt.cost += cost;
    prompt.sent += r.request->usage().prompt();
  }

  void finish(SessionGrowth& session) {
    if (moved_.contains(session.session)) {
      auto earlier = [](const GrowthPrompt& a, const GrowthPrompt& b) {
        return a.first->time < b.first->time;
      };
      std::stable_sort(session.prompts.begin(), session.prompts.end(), earlier);
    }
    out_.requests += session.requests, out_.sent += session.sent;
    out_.prompts += static_cast<std::int64_t>(session.prompts.size());
    out_.freed.compactions += session.freed.compactions;
    out_.freed.tokens += session.freed.tokens;
    out_.money += session.money;
    out_.sessions.push_back(std::move(session));
  }

  void sort() {
    const Names& names = replayed_.history().names;
    std::sort(out_.sessions.begin(), out_.sessions.end(), [&](const auto& a, const auto& b) {
      return std::tuple(-a.money.grown, -a.peak, std::string_view(names[a.session])) <
             std::tuple(-b.money.grown, -b.peak, std::string_view(names[b.session]));
    });
    std::sort(out_.jumps.begin(), out_.jumps.end(), [](const Jump& a, const Jump& b) {
      return std::tuple(-a.tokens, a.after->time, a.after->offset) <
             std::tuple(-b.tokens, b.after->time, b.after->offset);
    });
  }

  const ReplayedHistory& replayed_;
  std::int64_t least_jump_;
  std::map<Names::Id, SessionGrowth> sessions_;
  const HistoryRequest* before_ = nullptr;
  std::int64_t before_compaction_ = 0, floor_ = 0;
  std::set<Names::Id> moved_;  // sessions with several chains
  bool goes_before_ = false;   // the chain, before those of its session that were taken
  bool restarted_ = true, in_prompt_ = false;
  GrowthReport out_;
};

}  // namespace

GrowthMoney& GrowthMoney::operator+=(const GrowthMoney& o) {
  floor += o.floor, grown += o.grown, rewritten += o.rewritten, new_tokens += o.new_tokens,
      output += o.output;
  unpriced += o.unpriced;
  return *this;
}

std::optional<std::int64_t> SessionGrowth::slope() const {
  std::vector<std::int64_t> steps;
  for (std::size_t i = 1; i < prompts.size(); ++i)
    if (!prompts[i].restarted) steps.push_back(prompts[i].context() - prompts[i - 1].context());
  return rounded_median(steps);
}

GrowthReport report_growth(const ReplayedHistory& replayed, std::int64_t least_jump) {
  return Collector(replayed, least_jump).run();
}

std::array<ContextRow, kContextBands.size()> rows_by_context(const GrowthReport& report) {
  std::array<ContextRow, kContextBands.size()> rows;
  std::array<std::vector<std::int64_t>, kContextBands.size()> requests, sent, cost;
  for (const SessionGrowth& session : report.sessions) {
    for (const GrowthPrompt& prompt : session.prompts) {
      std::size_t band = context_band(prompt.context());
      ContextRow& row = rows[band];
      row.prompts += 1, row.requests += prompt.requests, row.sent += prompt.sent;
      row.cost += prompt.cost;
      requests[band].push_back(prompt.requests);
      sent[band].push_back(prompt.sent);
      cost[band].push_back(prompt.cost);
    }
  }
  for (std::size_t band = 0; band < rows.size(); ++band) {
    rows[band].median_requests = quantile_of(requests[band], 0.5);
    rows[band].median_sent = quantile_of(sent[band], 0.5);
    rows[band].median_cost = quantile_of(cost[band], 0.5);
  }
  return rows;
}

std::optional<TimeMs> first_above(const ReplayedHistory& replayed, std::int64_t tokens) {
  std::optional<TimeMs> first;
  for (const ReplayedRequest& r : replayed.requests()) {
    TimeMs time = r.request->time;
    if (time == kUndated || r.request->context() <= tokens) continue;
    first = std::min(first.value_or(time), time);
  }
  return first;
}

std::int64_t quantile_of(std::vector<std::int64_t> values, double share) {
  if (values.empty()) return 0;
  auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  auto at = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace wick
