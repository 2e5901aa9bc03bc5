// SPDX-License-Identifier: MIT
#include "lib/audit/cache_chain.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "lib/base/packed.h"

namespace wick {
namespace {

struct Place {
  TimeMs time;  // kUndated, except in a rewritten file, whose offsets are from different versions
  std::uint64_t offset;
  Names::Id agent;
  bool subagent, mixed;
  std::uint16_t extra;
  ChainItem item;

  auto chain() const { return std::tuple(subagent, mixed, agent); }
  bool operator<(const Place& other) const {
    return std::tuple(chain(), time, offset, item.kind, extra, item.index) <
           std::tuple(other.chain(), other.time, other.offset, other.item.kind, other.extra,
                      other.item.index);
  }
};

/// Which subagent a compaction belongs to: the record does not say, but its place does. It precedes
/// a request of the same subagent, and mostly the file has no other.
class CompactedAgents {
 public:
  explicit CompactedAgents(const History& history) {
    for (const HistoryCompaction& c : history.compactions)
      if (c.record.sidechain) requests_[c.file];
    if (requests_.empty()) return;
    for (const HistoryRequest& r : history.requests) {
      auto at = requests_.find(r.file);
      if (at != requests_.end() && r.sidechain && !r.nested)
        at->second.emplace_back(r.offset, r.agent);
    }
    for (auto& [file, requests] : requests_) std::sort(requests.begin(), requests.end());
  }

  /// Empty if no subagent has a request in the file.
  std::optional<Names::Id> agent(const HistoryCompaction& c) const {
    const auto& requests = requests_.at(c.file);
    if (requests.empty()) return std::nullopt;
    auto next = std::lower_bound(requests.begin(), requests.end(),
                                 std::pair(c.record.offset, Names::Id{0}));
    return next == requests.end() ? requests.back().second : next->second;
  }

 private:
  std::unordered_map<std::uint32_t, std::vector<std::pair<std::uint64_t, Names::Id>>> requests_;
};

template <class Take>
void each_place(const History& history, const CompactedAgents& agents, Take&& take) {
  auto put = [&](std::uint32_t file, TimeMs time, Place place) {
    place.time = history.files[file].rewritten ? time : kUndated;
    take(file, place);
  };
  for (std::uint32_t i = 0; i < history.prompts.size(); ++i) {
    const HistoryPrompt& p = history.prompts[i];
    put(p.file, p.time, {0, p.offset, 0, false, false, 0, {ChainItem::kPrompt, i}});
  }
  for (std::uint32_t i = 0; i < history.compactions.size(); ++i) {
    const HistoryCompaction& c = history.compactions[i];
    Place place{0, c.record.offset, 0, false, false, 0, {ChainItem::kCompaction, i}};
    if (c.record.sidechain) {
      auto agent = agents.agent(c);
      if (!agent) continue;
      place.agent = *agent, place.subagent = true, place.mixed = *agent == 0;
    }
    put(c.file, c.record.time, place);
  }
  for (std::uint32_t i = 0; i < history.clearings.size(); ++i) {
    const HistoryClearing& c = history.clearings[i];
    put(c.file, c.record.time, {0, c.record.offset, 0, false, false, 0, {ChainItem::kClearing, i}});
  }
  for (std::uint32_t i = 0; i < history.requests.size(); ++i) {
    const HistoryRequest& r = history.requests[i];
    if (!r.usage().is_known()) continue;  // its context is unknown
    bool subagent = r.sidechain || r.nested, mixed = r.nested || (subagent && r.agent == 0);
    put(r.file, r.time,
        {0, r.offset, subagent ? r.agent : 0, subagent, mixed, r.pass, {ChainItem::kRequest, i}});
  }
}

// A counting sort by file: a general sort of a large history takes several times as long.
std::vector<Place> by_file(const History& history, std::vector<std::size_t>& ends) {
  ends.assign(history.files.size() + 1, 0);
  CompactedAgents agents(history);
  each_place(history, agents, [&](std::uint32_t file, const Place&) { ends[file + 1] += 1; });
  for (std::size_t f = 1; f < ends.size(); ++f) ends[f] += ends[f - 1];
  std::vector<Place> places(ends.back());
  each_place(history, agents,
             [&](std::uint32_t file, const Place& place) { places[ends[file]++] = place; });
  return places;
}

}  // namespace

Chains::Chains(const History& history) {
  std::vector<std::size_t> ends;
  std::vector<Place> places = by_file(history, ends);
  items_.reserve(places.size());
  std::size_t from = 0;
  for (std::uint32_t file = 0; file < history.files.size(); ++file) {
    std::size_t to = ends[file];
    std::sort(places.begin() + static_cast<std::ptrdiff_t>(from),
              places.begin() + static_cast<std::ptrdiff_t>(to));
    for (std::size_t begin = from; from < to; ++from) {
      const Place& place = places[from];
      items_.push_back(place.item);
      if (from + 1 < to && places[from + 1].chain() == place.chain()) continue;
      chains_.push_back(
          {file, place.agent, place.subagent, place.mixed, std::span(items_).subspan(begin)});
      begin = from + 1;
    }
  }
}

namespace {

constexpr double kMissShare = 0.05;
constexpr std::int64_t kMissTokens = 2000;

std::int64_t cached_of(const Usage& usage) { return usage.read + usage.written(); }
bool differ(std::uint64_t a, std::uint64_t b) { return a != 0 && b != 0 && a != b; }

CacheKey key_of(const ChainRequest& r) {
  return {r.model, r.effort, r.client, r.usage.fast, r.usage.us, false};
}

std::optional<MissCause> cause_of(Diagnosis diagnosis) {
  switch (diagnosis) {
    case Diagnosis::kModel: return MissCause::kModel;
    case Diagnosis::kSystem: return MissCause::kSystem;
    case Diagnosis::kTools: return MissCause::kTools;
    case Diagnosis::kMessages: return MissCause::kMessages;
    case Diagnosis::kNotFound: return MissCause::kNotFound;
    case Diagnosis::kUnavailable:
    case Diagnosis::kNone: break;
  }
  return std::nullopt;
}

MissCause cause_of(CacheFinding& found, const ChainRequest& before, const ChainRequest& now) {
  auto diagnosed = cause_of(now.diagnosis);
  if (diagnosed && diagnosed != MissCause::kNotFound) return *diagnosed;
  auto change = change_of(key_of(before), key_of(now));
  if (change == MissCause::kModel) return *change;
  if (found.idle && found.ttl_s > 0 && *found.idle > found.ttl_s * 1000)
    return found.ttl_s == 3600 ? MissCause::kTtl1h : MissCause::kTtl5m;
  if (diagnosed) return *diagnosed;
  if (change) return *change;
  if (differ(now.shape, before.shape)) return MissCause::kShape;
  if (now.usage.prompt() < found.cached) return MissCause::kRewritten;
  found.as_before = found.idle && found.ttl_s > 0 && now.client != 0 && before.client != 0 &&
                    (now.effort == 0) == (before.effort == 0) &&
                    (now.shape == 0) == (before.shape == 0);
  bool is_lost = found.as_before && now.begins_prompt && found.cached - found.lost > 0;
  return is_lost ? MissCause::kLost : MissCause::kUnknown;
}

}  // namespace

std::uint64_t number_of(std::string_view text) { return text.empty() ? 0 : hash_bytes(text); }

std::optional<MissCause> change_of(const CacheKey& before, const CacheKey& now) {
  if (now.model != before.model) return MissCause::kModel;
  if (now.fast != before.fast) return MissCause::kFast;
  if (now.us != before.us) return MissCause::kGeo;
  if (differ(now.effort, before.effort)) return MissCause::kEffort;
  if (differ(now.client, before.client)) return MissCause::kClient;
  return std::nullopt;
}

std::optional<MissCause> break_of(const CacheKey& before, const CacheKey& now) {
  CacheKey kept = before;
  if (!now.fast) kept.fast = false;
  if (!now.by_effort) kept.effort = now.effort;
  return change_of(kept, now);
}

bool is_miss(std::int64_t cached, std::int64_t lost) {
  return lost >= kMissTokens &&
         static_cast<double>(lost) > kMissShare * static_cast<double>(cached);
}

Usage without_loss(Usage usage, std::int64_t lost) {
  for (auto from : {&Usage::write_1h, &Usage::write_5m, &Usage::input}) {
    std::int64_t part = std::min(lost, usage.*from);
    usage.*from -= part, usage.read += part, lost -= part;
  }
  return usage;
}

std::string_view name_of(MissCause cause) {
  constexpr std::array<std::string_view, kMissCauses> kNames = {"model_changed",
                                                                "ttl_expired_5m",
                                                                "ttl_expired_1h",
                                                                "fast_mode_changed",
                                                                "effort_changed",
                                                                "inference_geo_changed",
                                                                "client_upgraded",
                                                                "system_changed",
                                                                "tools_changed",
                                                                "tools_or_system_changed",
                                                                "messages_changed",
                                                                "messages_rewritten",
                                                                "previous_message_not_found",
                                                                "conversation_lost",
                                                                "unknown"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::string_view client_name(const CacheFinding& miss) {
  if (miss.as_before) return "likely_server_side";
  return miss.cause == MissCause::kUnknown ? "" : name_of(miss.cause);
}

CacheFinding CacheChain::take(const ChainRequest& request) {
  CacheFinding found;
  found.begins_chain = !before;
  if (before) {
    found.cached = cached_of(before->usage);
    bool several = request.read + request.anew > 0;
    std::int64_t read = several ? request.read : request.usage.read;
    // After a /rewind it sends less than the previous request, and loses nothing of what it left
    // out.
    std::int64_t anew = several ? request.anew : request.usage.written() + request.usage.input;
    found.lost = std::clamp<std::int64_t>(found.cached - read, 0, anew);
    if (request.time && before->time)
      found.idle = std::max<TimeMs>(0, *request.time - *before->time);
    found.ttl_s = ttl_s;
    if (compacted) found.outcome = CacheOutcome::kRebuild;
    else if (found.cached > 0)
      found.outcome = is_miss(found.cached, found.lost) ? CacheOutcome::kMiss : CacheOutcome::kHit;
  }
  if (found.outcome == CacheOutcome::kMiss) found.cause = cause_of(found, *before, request);
  before = request;
  compacted = false;
  if (request.ttl_s > 0) ttl_s = request.ttl_s;
  else if (request.usage.written() > 0) ttl_s = request.usage.write_1h > 0 ? 3600 : 300;
  return found;
}

}  // namespace wick
