// SPDX-License-Identifier: MIT
#include "lib/audit/shared_reads.h"

#include <algorithm>
#include <tuple>

#include "lib/audit/cache_chain.h"

namespace wick {
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

// Whose cache a chain's first request read.
const Sent* origin_of(const std::vector<Sent>& sent, std::size_t reader) {
  constexpr std::size_t kMost = 1000;  // requests that are looked at: thousands may stand in one hour
  const Sent& r = sent[reader];
  const Sent* last = nullptr;
  const std::size_t end = reader - std::min(reader, kMost);
  for (std::size_t k = reader; k-- > end && sent[k].model == r.model && r.time - sent[k].time <= kHour;) {
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
    if (const Sent* origin = origin_of(sent, i)) reads_.push_back({origin->chain, reader.time, reader.request->read});
  }
  std::sort(reads_.begin(), reads_.end(), [](const Read& a, const Read& b) { return a.chain < b.chain; });
}

std::int64_t SharedReads::most(std::uint32_t chain, TimeMs from, TimeMs until) const {
  auto at = std::partition_point(reads_.begin(), reads_.end(), [chain](const Read& r) { return r.chain < chain; });
  std::int64_t out = 0;
  for (; at != reads_.end() && at->chain == chain; ++at)
    if (at->time > from && at->time <= until) out = std::max(out, at->tokens);
  return out;
}

}  // namespace wick
