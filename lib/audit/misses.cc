// SPDX-License-Identifier: MIT
#include "lib/audit/misses.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "lib/base/time.h"

namespace wick {
namespace {

constexpr TimeMs kMinute = 60'000;
// The limits are the two TTLs of the cache, and what people consider a short break.
constexpr std::array<TimeMs, 4> kIdleBorders = {kMinute, 5 * kMinute, 60 * kMinute,
                                                24 * 60 * kMinute};
constexpr std::array<std::int64_t, 3> kContextBorders = {150'000, 300'000, 500'000};

template <std::size_t N>
std::size_t band_of(std::int64_t value, const std::array<std::int64_t, N>& borders) {
  auto above = std::upper_bound(borders.begin(), borders.end(), value);
  return static_cast<std::size_t>(above - borders.begin());
}

}  // namespace

std::size_t idle_band(const ReplayedRequest& request) {
  if (request.idle) return band_of(*request.idle, kIdleBorders);
  constexpr std::size_t kFirstBand = kIdleBorders.size() + 1, kUnknownBand = kFirstBand + 1;
  static_assert(kUnknownBand + 1 == kIdleBands.size());
  return request.begins_chain ? kFirstBand : kUnknownBand;
}

std::size_t context_band(std::int64_t tokens) { return band_of(tokens, kContextBorders); }

void MissSums::add(const ReplayedRequest& r) {
  ++requests;
  if (r.outcome == CacheOutcome::kRebuild) ++rebuilds;
  if (r.outcome != CacheOutcome::kMiss) return;
  ++misses;
  lost += r.lost;
  written += r.request->usage().written();
  if (r.extra) extra += *r.extra;
  else ++unpriced;
}

std::optional<double> MissSums::rate() const {
  if (requests == 0) return std::nullopt;
  return static_cast<double>(misses) / static_cast<double>(requests);
}

MissesReport report_misses(const ReplayedHistory& replayed) {
  const History& history = replayed.history();
  MissesReport out;
  for (const ReplayedRequest& r : replayed.requests()) {
    (replayed.is_subagent(r) ? out.subagents : out.main).add(r);
    if (r.outcome == CacheOutcome::kMiss) out.misses.push_back(r);
  }
  for (const HistoryRequest* r : replayed.without_usage())
    ++(r->sidechain ? out.subagents : out.main).requests;
  auto place = [&](const ReplayedRequest& r) {
    const HistoryRequest& request = *r.request;
    return std::tuple(request.time, std::string_view(history.files[request.file].path),
                      request.offset);
  };
  std::sort(out.misses.begin(), out.misses.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  for (const HistoryPrompt& prompt : history.prompts) out.prompts += replayed.passes(prompt);
  return out;
}

CacheCounters count_cache(const ReplayedHistory& replayed) {
  CacheCounters out;
  std::int64_t read = 0, sent = 0;
  for (const ReplayedRequest& r : replayed.requests()) {
    if (replayed.is_subagent(r)) continue;
    Usage usage = r.request->usage();
    ++out.requests;
    read += usage.read, sent += usage.prompt();
    out.cache_write_tokens += usage.written();
    if (r.outcome == CacheOutcome::kRebuild && !r.begins_fork) ++out.expected_rebuilds;
    // A fork's client counts only from the fork on.
    if (r.outcome != CacheOutcome::kMiss || r.begins_fork) continue;
    ++out.misses;
    out.miss_recache_tokens += usage.written();
    std::string_view cause = client_name(r);
    ++out.causes[cause.empty() ? name_of(r.cause) : cause];
    if (!out.last_miss || r.request->time >= out.last_miss->request->time) out.last_miss = &r;
  }
  for (const HistoryRequest* r : replayed.without_usage()) out.requests += !r->sidechain;
  if (sent > 0) out.hit_ratio = static_cast<double>(read) / static_cast<double>(sent);
  return out;
}

namespace {

class Rows {
 public:
  Rows(const ReplayedHistory& replayed, MissesBy by)
      : replayed_(replayed), history_(replayed.history()), by_(by) {}

  void add(const ReplayedRequest& r) {
    if (by_ == MissesBy::kCause && r.outcome != CacheOutcome::kMiss) return;
    row_of(r).sums.add(r);
  }

  // A request without usage has neither a cause nor a context size.
  void add_without_usage(const HistoryRequest& r) {
    if (by_ == MissesBy::kCause || by_ == MissesBy::kContext) return;
    ++(by_ == MissesBy::kIdle ? numbered(kIdleBands.size() - 1, kIdleBands.back()) : row_of(r))
          .sums.requests;
  }

  void add(const HistoryPrompt& p) {
    switch (by_) {
      case MissesBy::kDay: ++day(p.time).prompts; return;
      case MissesBy::kSession: ++session(p.session).prompts; return;
      case MissesBy::kProject: ++project(p.file).prompts; return;
      default: return;  // a prompt has several requests with different bands and models
    }
  }

  std::vector<MissRow> finish() && {
    std::sort(rows_.begin(), rows_.end(), [this](const Keyed& a, const Keyed& b) {
      return in_order() ? a.key < b.key : is_dearer(a.row, b.row);
    });
    std::vector<MissRow> out;
    for (Keyed& keyed : rows_) out.push_back(std::move(keyed.row));
    return out;
  }

 private:
  struct Keyed {
    std::int64_t key;
    MissRow row;
  };

  bool in_order() const {
    return by_ == MissesBy::kCause || by_ == MissesBy::kIdle || by_ == MissesBy::kContext ||
           by_ == MissesBy::kDay;
  }
  static bool is_dearer(const MissRow& a, const MissRow& b) {
    if (a.sums.extra != b.sums.extra) return a.sums.extra > b.sums.extra;
    if (a.sums.misses != b.sums.misses) return a.sums.misses > b.sums.misses;
    return a.name < b.name;
  }

  MissRow& row_of(const ReplayedRequest& r) {
    switch (by_) {
      case MissesBy::kCause: return numbered(static_cast<std::size_t>(r.cause), name_of(r.cause));
      case MissesBy::kIdle: {
        std::size_t band = idle_band(r);
        return numbered(band, kIdleBands[band]);
      }
      case MissesBy::kContext: {
        std::size_t band = context_band(r.request->context());
        return numbered(band, kContextBands[band]);
      }
      default: return row_of(*r.request);
    }
  }
  MissRow& row_of(const HistoryRequest& r) {
    switch (by_) {
      case MissesBy::kDay: return day(r.time);
      case MissesBy::kSession: return session(r.session);
      case MissesBy::kProject: return project(r.file);
      default: return numbered(r.model, replayed_.model_of(r.model));
    }
  }

  MissRow& day(TimeMs time) {
    if (time == kUndated) return keyed(kUndated, "");
    const Span& span = days_.at(time);
    return keyed(span.from, span.name);
  }
  MissRow& session(Names::Id id) { return numbered(id, history_.names[id]); }
  MissRow& project(std::uint32_t file) {
    std::uint32_t number = history_.files[file].project;
    return numbered(number, history_.projects[number]);
  }
  MissRow& numbered(std::size_t number, std::string_view name) {
    return keyed(static_cast<std::int64_t>(number), name);
  }

  // Different keys may have the same name: several ids of a model, two folders of a project.
  MissRow& keyed(std::int64_t key, std::string_view name) {
    if (last_ < rows_.size() && key == last_key_) return rows_[last_].row;
    auto [at, is_new] = places_.try_emplace(key, 0);
    if (is_new) {
      auto [named, is_first] = named_.try_emplace(std::string(name), rows_.size());
      if (is_first) rows_.push_back({key, {std::string(name), {}, 0}});
      at->second = named->second;
    }
    last_key_ = key;
    last_ = at->second;
    return rows_[last_].row;
  }

  const ReplayedHistory& replayed_;
  const History& history_;
  MissesBy by_;
  Calendar days_{Period::kDay};
  std::vector<Keyed> rows_;
  std::unordered_map<std::int64_t, std::size_t> places_;
  std::unordered_map<std::string, std::size_t> named_;
  std::int64_t last_key_ = 0;
  std::size_t last_ = SIZE_MAX;
};

}  // namespace

std::vector<MissRow> miss_rows(const ReplayedHistory& replayed, MissesBy by, bool subagents) {
  Rows rows(replayed, by);
  for (const ReplayedRequest& r : replayed.requests())
    if (replayed.is_subagent(r) == subagents) rows.add(r);
  for (const HistoryRequest* r : replayed.without_usage())
    if (r->sidechain == subagents) rows.add_without_usage(*r);
  if (!subagents)
    for (const HistoryPrompt& prompt : replayed.history().prompts)
      if (replayed.passes(prompt)) rows.add(prompt);
  return std::move(rows).finish();
}

}  // namespace wick
