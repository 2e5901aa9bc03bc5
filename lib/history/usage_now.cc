// SPDX-License-Identifier: MIT
// The file. Live tools are linked with this: no ledger here.
#include "lib/history/usage_now.h"

#include "lib/base/calendar.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/history/cache_path.h"

namespace wick {
namespace {

constexpr std::string_view kFirstLine = "wick usage 1";
constexpr std::size_t kLargest = 1024;
constexpr std::string_view kUnknown = "unknown", kTold = "told", kInferred = "inferred";

std::string cost_text(const UsageSum& sum) {
  if (!sum.cost) return std::string(kUnknown);
  return std::to_string(*sum.cost) + (sum.lower_bound ? "+" : "");
}

std::string sum_text(const UsageSum& sum) {
  return std::to_string(sum.from) + " " + std::to_string(sum.until) + " " + cost_text(sum);
}

// Takes what it can; that nothing else stood there is checked by writing it again.
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
  std::string out(kFirstLine);
  out += "\ntold " + std::to_string(usage.told) + "\n";
  if (usage.today) out += "today " + sum_text(*usage.today) + "\n";
  if (usage.block) {
    out += "block " + sum_text(*usage.block) + " " +
           std::string(usage.block_told ? kTold : kInferred) + "\n";
  }
  return out;
}

std::optional<UsageNow> parse_usage_now(std::string_view text) {
  UsageNow usage;
  for (std::string_view line : split(text, '\n')) {
    std::vector<std::string_view> words = split(line, ' ');
    if (words.size() == 2 && words[0] == "told") {
      usage.told = parse_integer(words[1]).value_or(0);
    } else if (words.size() == 4 && words[0] == "today") {
      usage.today = sum_of(words[1], words[2], words[3]);
    } else if (words.size() == 5 && words[0] == "block") {
      usage.block = sum_of(words[1], words[2], words[3]);
      usage.block_told = words[4] == kTold;
    }
  }
  bool possible = usage.today && is_possible(*usage.today) && usage.today->holds(usage.told) &&
                  (!usage.block || (is_possible(*usage.block) && usage.block->holds(usage.told)));
  if (!possible || usage_now_text(usage) != text) return std::nullopt;
  return usage;
}

void write_usage_now(const Env& env, const UsageNow& usage) {
  std::string path = usage_now_path(env);
  if (!path.empty()) write_atomically(path, usage_now_text(usage));
}

std::optional<UsageNow> read_usage_now(const Env& env) {
  std::string path = usage_now_path(env);
  auto text = path.empty() ? std::nullopt : try_read_file(path, kLargest);
  auto usage = text ? parse_usage_now(*text) : std::nullopt;
  if (!usage || usage->told > env.now) return std::nullopt;
  if (!usage->today->holds(env.now)) {
    usage->today.reset();
  } else {
    // It may have been counted where another TZ was set.
    Calendar days(Period::kDay);
    const Span& day = days.at(env.now);
    if (day.from != usage->today->from || day.until != usage->today->until) usage->today.reset();
  }
  if (usage->block && !usage->block->holds(env.now)) usage->block.reset();
  return usage;
}

}  // namespace wick
