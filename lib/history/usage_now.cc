// SPDX-License-Identifier: MIT
// Live tools link this, so it must not use the ledger.
#include "lib/history/usage_now.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/history/discover.h"
#include "lib/history/pricer.h"
#include "lib/history/usage_report.h"

namespace wick {
namespace {

constexpr std::string_view kFirstLine = "wick usage 1";
constexpr std::size_t kLargestNote = 1024;
constexpr std::string_view kUnknown = "unknown", kConfirmedBlock = "told",
                           kInferredBlock = "inferred";

std::string cost_text(const UsageSum& sum) {
  if (!sum.cost) return std::string(kUnknown);
  return fmt::format("{}{}", *sum.cost, sum.lower_bound ? "+" : "");
}

std::string sum_text(const UsageSum& sum) {
  return fmt::format("{} {} {}", sum.from, sum.until, cost_text(sum));
}

// Lenient: the caller detects deviations by formatting the result again.
UsageSum sum_of(std::string_view from, std::string_view until, std::string_view cost) {
  UsageSum sum{parse_integer(from).value_or(0), parse_integer(until).value_or(0), {}, false};
  sum.lower_bound = cost == kUnknown || (!cost.empty() && cost.back() == '+');
  if (cost == kUnknown) return sum;
  if (sum.lower_bound) cost.remove_suffix(1);
  sum.cost = parse_integer(cost);
  return sum;
}

bool is_possible(const UsageSum& sum) {
  return sum.from > 0 && sum.from < sum.until && sum.cost.value_or(0) >= 0;
}

}  // namespace

std::string usage_now_path(const Env& env) { return history_cache_path(env, "usage"); }

std::string usage_now_text(const UsageNow& usage) {
  std::string out = fmt::format("{}\ntold {}\n", kFirstLine, usage.counted_at);
  if (usage.today) out += fmt::format("today {}\n", sum_text(*usage.today));
  if (usage.block)
    out += fmt::format("block {} {}\n", sum_text(*usage.block),
                       usage.block_confirmed ? kConfirmedBlock : kInferredBlock);
  return out;
}

std::optional<UsageNow> parse_usage_now(std::string_view text) {
  UsageNow usage;
  for (std::string_view line : split(text, '\n')) {
    std::vector<std::string_view> words = split(line, ' ');
    if (words.size() == 2 && words[0] == "told") {
      usage.counted_at = parse_integer(words[1]).value_or(0);
    } else if (words.size() == 4 && words[0] == "today") {
      usage.today = sum_of(words[1], words[2], words[3]);
    } else if (words.size() == 5 && words[0] == "block") {
      usage.block = sum_of(words[1], words[2], words[3]);
      usage.block_confirmed = words[4] == kConfirmedBlock;
    }
  }
  bool possible =
      usage.today && is_possible(*usage.today) && usage.today->holds(usage.counted_at) &&
      (!usage.block || (is_possible(*usage.block) && usage.block->holds(usage.counted_at)));
  if (!possible || usage_now_text(usage) != text) return std::nullopt;
  return usage;
}

void write_usage_now(const Env& env, const UsageNow& usage) {
  std::string path = usage_now_path(env);
  if (!path.empty()) write_atomically(path, usage_now_text(usage));
}

std::optional<UsageNow> read_usage_now(const Env& env) {
  std::string path = usage_now_path(env);
  auto text = path.empty() ? std::nullopt : try_read_file(path, kLargestNote);
  auto usage = text ? parse_usage_now(*text) : std::nullopt;
  if (!usage || usage->counted_at > env.now) return std::nullopt;
  if (!usage->today->holds(env.now)) {
    usage->today.reset();
  } else {
    // It may have been counted in another time zone.
    Calendar days(Period::kDay);
    const Span& day = days.at(env.now);
    if (day.from != usage->today->from || day.until != usage->today->until) usage->today.reset();
  }
  if (usage->block && !usage->block->holds(env.now)) usage->block.reset();
  return usage;
}

namespace {

// A time from which the blocks up to `now` can be counted without earlier requests: the first
// request after the last gap as long as a block, which no block can span. To find it without
// sorting, it uses the first and last request in each five hours before now: no such gap fits
// between them.
TimeMs start_of_chain(const History& history, TimeMs now) {
  // Limits the search to two years without a five-hour gap, also when clocks were wrong.
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
    out.block_confirmed = block->confirmed;
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

namespace {

constexpr std::string_view kWasteFirstLine = "wick waste 1";
constexpr std::size_t kLargestWaste = 256 * 1024;

}  // namespace

std::string waste_now_path(const Env& env) { return history_cache_path(env, "waste"); }

std::string waste_now_text(const WasteNow& waste) {
  std::string out = fmt::format("{}\ntold {}\n", kWasteFirstLine, waste.counted_at);
  for (const SessionWaste& s : waste.sessions)
    out += fmt::format("session {} {} {}\n", s.session, s.wasted, s.all);
  return out;
}

std::optional<WasteNow> parse_waste_now(std::string_view text) {
  WasteNow waste;
  for (std::string_view line : split(text, '\n')) {
    std::vector<std::string_view> words = split(line, ' ');
    if (words.size() == 2 && words[0] == "told") {
      waste.counted_at = parse_integer(words[1]).value_or(0);
    } else if (words.size() == 4 && words[0] == "session") {
      SessionWaste s{std::string(words[1]), parse_integer(words[2]).value_or(-1),
                     parse_integer(words[3]).value_or(0)};
      if (s.wasted < 0 || s.all <= 0 || s.wasted > s.all) return std::nullopt;
      waste.sessions.push_back(std::move(s));
    }
  }
  if (waste.counted_at <= 0 || waste_now_text(waste) != text) return std::nullopt;
  return waste;
}

void write_waste_now(const Env& env, const WasteNow& waste) {
  std::string path = waste_now_path(env);
  if (!path.empty()) write_atomically(path, waste_now_text(waste));
}

std::optional<WasteNow> read_waste_now(const Env& env) {
  std::string path = waste_now_path(env);
  auto text = path.empty() ? std::nullopt : try_read_file(path, kLargestWaste);
  auto waste = text ? parse_waste_now(*text) : std::nullopt;
  if (!waste || waste->counted_at > env.now) return std::nullopt;
  return waste;
}

}  // namespace wick
