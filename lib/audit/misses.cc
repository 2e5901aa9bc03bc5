// SPDX-License-Identifier: MIT
#include "lib/audit/misses.h"

#include <algorithm>
#include <tuple>

namespace wick {
namespace {

constexpr TimeMs kMinute = 60'000;
// The borders are the two lifetimes of the cache, and what people take for a short break.
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
    // A fork's client counts from its beginning.
    if (r.outcome != CacheOutcome::kMiss || r.begins_fork) continue;
    ++out.misses;
    out.miss_recache_tokens += usage.written();
    std::string_view cause = client_name(r);
    ++out.causes[cause.empty() ? name_of(r.cause) : cause];
    if (!out.last_miss || r.request->time >= out.last_miss->request->time) out.last_miss = &r;
  }
  if (sent > 0) out.hit_ratio = static_cast<double>(read) / static_cast<double>(sent);
  return out;
}

}  // namespace wick
