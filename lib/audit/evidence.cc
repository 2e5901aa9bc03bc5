// SPDX-License-Identifier: MIT
#include "lib/audit/evidence.h"

#include <algorithm>
#include <tuple>

#include "lib/audit/cache_chain.h"

namespace wick {
namespace {

template <class Record>
auto place_of(const Record& r) {
  return std::tuple(r.file, r.record.agent, r.record.offset);
}

template <class Record>
std::vector<std::uint32_t> in_order(const std::vector<Record>& records) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < records.size(); ++i)
    if (records[i].record.agent != 0 || !records[i].record.sidechain) out.push_back(i);
  std::sort(out.begin(), out.end(), [&records](std::uint32_t a, std::uint32_t b) {
    return std::tuple(place_of(records[a]), a) < std::tuple(place_of(records[b]), b);
  });
  return out;
}

template <class Record>
std::span<const std::uint32_t> part_of(const std::vector<Record>& records,
                                       const std::vector<std::uint32_t>& order, std::uint32_t file,
                                       Names::Id agent) {
  auto chain = [&records](std::uint32_t i) {
    return std::tuple(records[i].file, records[i].record.agent);
  };
  std::tuple wanted(file, agent);
  auto from =
      std::partition_point(order.begin(), order.end(), [&](auto i) { return chain(i) < wanted; });
  auto to = std::partition_point(from, order.end(), [&](auto i) { return chain(i) == wanted; });
  return {from, to};
}

}  // namespace

EvidenceIndex::EvidenceIndex(const History& history)
    : history_(history), calls_(in_order(history.calls)), blocks_(in_order(history.blocks)) {}

std::span<const std::uint32_t> EvidenceIndex::calls(std::uint32_t file, Names::Id agent) const {
  return part_of(history_.calls, calls_, file, agent);
}
std::span<const std::uint32_t> EvidenceIndex::blocks(std::uint32_t file, Names::Id agent) const {
  return part_of(history_.blocks, blocks_, file, agent);
}

namespace {

struct Sent {
  Names::Id model = 0;
  TimeMs time = 0;
  std::uint32_t chain = 0;
  const HistoryRequest* request = nullptr;
  bool first = false;  // of its chain
};

std::vector<Sent> all_sent(const History& history, const Chains& chains) {
  std::vector<Sent> out;
  out.reserve(history.requests.size());
  for (std::uint32_t c = 0; c < chains.all().size(); ++c) {
    bool first = true;
    for (const ChainItem& item : chains.all()[c].items) {
      if (item.kind != ChainItem::kRequest) continue;
      const HistoryRequest& request = history.requests[item.index];
      if (!request.is_response() || request.copied || request.time == kUndated) continue;
      out.push_back({request.model, request.time, c, &request, first});
      first = chains.all()[c].mixed;
    }
  }
  std::sort(out.begin(), out.end(), [](const Sent& a, const Sent& b) {
    return std::tuple(a.model, a.time, a.chain) < std::tuple(b.model, b.time, b.chain);
  });
  return out;
}

// The request whose cache the first request of a chain read; null if unknown.
const Sent* origin_of(const std::vector<Sent>& sent, std::size_t reader) {
  constexpr std::size_t kMost = 1000;  // search limit: an hour may have thousands
  const Sent& r = sent[reader];
  const Sent* last = nullptr;
  const std::size_t end = reader - std::min(reader, kMost);
  for (std::size_t k = reader;
       k-- > end && sent[k].model == r.model && r.time - sent[k].time <= kHour;) {
    std::int64_t prompt = sent[k].request->context();
    if (sent[k].chain == r.chain || prompt < r.request->read) continue;
    if (prompt == r.request->read) return &sent[k];
    if (!last) last = &sent[k];
  }
  return last;
}

}  // namespace

SharedReads::SharedReads(const History& history, const Chains& chains) {
  std::vector<Sent> sent = all_sent(history, chains);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const Sent& reader = sent[i];
    if (!reader.first || reader.request->read == 0) continue;
    if (const Sent* origin = origin_of(sent, i))
      reads_.push_back({origin->chain, reader.time, reader.request->read});
  }
  std::sort(reads_.begin(), reads_.end(),
            [](const Read& a, const Read& b) { return a.chain < b.chain; });
}

std::int64_t SharedReads::most(std::uint32_t chain, TimeMs from, TimeMs until) const {
  auto at = std::partition_point(reads_.begin(), reads_.end(),
                                 [chain](const Read& r) { return r.chain < chain; });
  std::int64_t out = 0;
  for (; at != reads_.end() && at->chain == chain; ++at)
    if (at->time > from && at->time <= until) out = std::max(out, at->tokens);
  return out;
}

}  // namespace wick
