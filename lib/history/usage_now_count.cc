// SPDX-License-Identifier: MIT
// The counting.
#include <algorithm>

#include "lib/base/calendar.h"
#include "lib/history/blocks.h"
#include "lib/history/pricer.h"
#include "lib/history/usage_now.h"

namespace wick {
namespace {

// Where the blocks up to `now` can be counted from without what lies before: the first request
// after the last time that nothing was sent for the length of a block, because no block reaches
// over that. Found with the first and last request of each five hours back from now, between which
// no such gap fits, instead of all requests in order.
TimeMs start_of_chain(const History& history, TimeMs now) {
  // Two years without a gap of five hours, and whatever a clock that went wrong says, are cut off.
  constexpr std::size_t kMost = 4096;
  struct Ends {
    TimeMs first = 0, last = kUndated;
  };
  std::vector<Ends> slots;
  for (const HistoryRequest& request : history.requests) {
    if (request.time == kUndated || request.time > now) continue;
    auto slot = static_cast<std::size_t>((now - request.time) / kBlockLength);
    if (slot >= kMost) continue;
    if (slot >= slots.size()) slots.resize(slot + 1);
    Ends& ends = slots[slot];
    if (ends.last == kUndated) ends = {request.time, request.time};
    ends.first = std::min(ends.first, request.time);
    ends.last = std::max(ends.last, request.time);
  }
  TimeMs start = now;
  for (const Ends& ends : slots) {
    if (ends.last == kUndated) continue;
    if (start - ends.last >= kBlockLength) break;
    start = ends.first;
  }
  return start;
}

std::vector<TimeMs> times_since(const History& history, TimeMs start) {
  std::vector<TimeMs> times;
  for (const HistoryRequest& request : history.requests)
    if (request.time >= start) times.push_back(request.time);
  std::sort(times.begin(), times.end());
  return times;
}

class Adder {
 public:
  explicit Adder(UsageSum& sum) : sum_(sum) {}

  void add(const std::optional<RequestPrice>& price) {
    if (price) cost_ += price->cost;
    priced_ |= price.has_value();
    sum_.lower_bound |= !price;
  }
  void finish() {
    if (priced_ || !sum_.lower_bound) sum_.cost = cost_;
  }

 private:
  UsageSum& sum_;
  Money cost_ = 0;
  bool priced_ = false;
};

}  // namespace

UsageNow count_usage_now(const History& history, const PriceTable& prices,
                         const std::vector<std::int64_t>& windows, TimeMs now) {
  UsageNow out{now, UsageSum{}, UsageSum{}, false};
  Calendar days(Period::kDay);
  const Span& day = days.at(now);
  out.today->from = day.from, out.today->until = day.until;
  std::vector<Block> blocks =
      blocks_of(times_since(history, start_of_chain(history, now)), windows);
  if (const Block* block = block_at(blocks, now, false)) {
    out.block->from = block->from, out.block->until = block->until;
    out.block_told = block->told;
  }
  Pricer pricer(prices, history.names, now);
  Adder today(*out.today), block(*out.block);
  for (const HistoryRequest& request : history.requests) {
    bool in_day = out.today->holds(request.time), in_block = out.block->holds(request.time);
    if (!in_day && !in_block) continue;
    auto price = pricer.price(request);
    if (in_day) today.add(price);
    if (in_block) block.add(price);
  }
  today.finish();
  block.finish();
  if (out.block->until == 0) out.block.reset();
  return out;
}

}  // namespace wick
