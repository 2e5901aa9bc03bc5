// SPDX-License-Identifier: MIT
#include "lib/history/usage_now.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "lib/base/file.h"
#include "lib/base/time.h"
#include "lib/history/usage_report.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;
using wick_test::Folder;

namespace {

constexpr TimeMs kHour = 3600000;
constexpr TimeMs kNow = 1795324200000;  // 2026-11-22T05:10:00Z
constexpr TimeMs kMidnight = 1795305600000;

struct Sent {
  TimeMs time;
  const char* model = "claude-opus-5-5";
};

History history_of(const std::vector<Sent>& sent) {
  History history;
  history.files.push_back({"/f", 0});
  history.projects.push_back("/p");
  for (const Sent& s : sent) {
    HistoryRequest& request = history.requests.emplace_back();
    request.message = history.requests.size();
    request.time = s.time;
    request.model = history.names.id(s.model);
    request.input = 1, request.output = 1000;
  }
  return history;
}

const PriceTable& prices() {
  static const PriceTable table;
  return table;
}

UsageNow count(const History& history, const std::vector<std::int64_t>& windows = {},
               TimeMs now = kNow) {
  return count_usage_now(history, prices(), windows, now);
}

// The current row of a report; null without one.
const UsageRow* current(const UsageReport& report) {
  for (const UsageRow& row : report.rows) {
    if (row.current) return &row;
  }
  return nullptr;
}

void check_like_report(const History& history, const std::vector<std::int64_t>& windows,
                       TimeMs now) {
  UsageNow usage = count(history, windows, now);
  UsageReport days = report_usage(history, prices(), {By::kDay, {}, now, windows});
  const UsageRow* day = current(days);
  CHECK(usage.today->cost.value_or(-1) == (!day ? 0 : day->all.has_cost() ? day->all.cost : -1));
  if (day) CHECK(usage.today->lower_bound == (day->all.unpriced > 0));
  UsageReport blocks = report_usage(history, prices(), {By::kBlock, {}, now, windows});
  const UsageRow* block = current(blocks);
  REQUIRE(usage.block.has_value() == (block != nullptr));
  if (!block) return;
  CHECK(usage.block->from == block->from);
  CHECK(usage.block->until == block->until);
  CHECK(usage.block_confirmed == (block->block && block->block->confirmed));
  CHECK(usage.block->cost.value_or(-1) == (block->all.has_cost() ? block->all.cost : -1));
}

// Sets TZ=UTC, whatever the machine's zone.
struct Utc {
  Utc() { use_time_zone("UTC"); }
};

}  // namespace

TEST_CASE_METHOD(Utc, "usage now: nothing sent is nothing spent, and no block") {
  UsageNow usage = count(history_of({}));
  CHECK(usage.counted_at == kNow);
  CHECK(*usage.today == UsageSum{kMidnight, kMidnight + 24 * kHour, 0, false});
  CHECK_FALSE(usage.block);
}

TEST_CASE_METHOD(Utc, "usage now: the day has its first moment and not the next day's") {
  Money one = *count(history_of({{kMidnight}})).today->cost;
  CHECK(one > 0);
  CHECK(count(history_of({{kMidnight - 1}})).today->cost == 0);
  CHECK(count(history_of({{kMidnight + 24 * kHour - 1}})).today->cost == one);
  CHECK(count(history_of({{kMidnight + 24 * kHour}})).today->cost == 0);
  CHECK(count(history_of({{kUndated}})).today->cost == 0);
}

TEST_CASE_METHOD(Utc, "usage now: a block lasts five hours from its first request") {
  TimeMs start = kNow - 5 * kHour;
  CHECK_FALSE(count(history_of({{start}})).block);
  auto block = count(history_of({{start + 1}, {kNow}})).block;
  REQUIRE(block);
  CHECK(block->from == start + 1);
  CHECK(block->until == kNow + 1);
}

TEST_CASE_METHOD(Utc, "usage now: blocks follow one another until nothing is sent for five hours") {
  // Every four hours for ten days: a block begins at each eighth hour.
  std::vector<Sent> sent;
  TimeMs first = kNow - 240 * kHour;
  for (TimeMs time = first; time <= kNow; time += 4 * kHour) sent.push_back({time});
  UsageNow usage = count(history_of(sent));
  CHECK((usage.block->from - first) % (8 * kHour) == 0);
  check_like_report(history_of(sent), {}, kNow);
}

TEST_CASE_METHOD(Utc, "usage now: a model without a price") {
  Money one = *count(history_of({{kNow}})).today->cost;
  UsageNow some = count(history_of({{kNow}, {kNow, "nobody"}}));
  CHECK(some.today->cost == one);
  CHECK(some.today->lower_bound);
  UsageNow none = count(history_of({{kNow, "nobody"}}));
  CHECK_FALSE(none.today->cost);
  UsageNow before = count(history_of({{kNow}, {kMidnight - 1, "nobody"}}));
  CHECK_FALSE(before.today->lower_bound);
  CHECK(before.block->lower_bound == before.block->holds(kMidnight - 1));
}

TEST_CASE_METHOD(Utc, "usage now: a window that Claude Code told of") {
  std::int64_t end = kNow / 1000 + 3600;
  UsageNow usage = count(history_of({{kNow - 2 * kHour}}), {end});
  CHECK(usage.block_confirmed);
  CHECK(usage.block->until == end * 1000);
}

TEST_CASE_METHOD(Utc, "usage now: the same as the report's current rows, whatever was sent when") {
  std::uint64_t state = 42;
  auto random = [&state](std::uint64_t below) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (state >> 33) % below;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<Sent> sent;
    // Few over long, many over short: chains with gaps just above and below five hours.
    TimeMs reach = static_cast<TimeMs>(1 + random(60)) * kHour;
    for (std::uint64_t n = random(40); n > 0; --n) {
      TimeMs time =
          kNow + 3 * kHour - static_cast<TimeMs>(random(static_cast<std::uint64_t>(reach)));
      if (random(2) == 0) time -= time % kHour;
      sent.push_back({time, random(8) == 0 ? "nobody" : "claude-opus-5-5"});
    }
    std::vector<std::int64_t> windows;
    for (std::uint64_t n = random(4); n > 0; --n)
      windows.push_back(kNow / 1000 + 18000 - static_cast<std::int64_t>(random(200000)));
    std::sort(windows.begin(), windows.end());
    check_like_report(history_of(sent), windows, kNow);
  }
}

TEST_CASE_METHOD(Utc, "usage now: the file says what was written, and nothing else is one") {
  UsageNow usage{kNow, UsageSum{kMidnight, kMidnight + 24 * kHour, 123, true},
                 UsageSum{kNow - 1, kNow + 5 * kHour, std::nullopt, true}, true};
  std::string text = usage_now_text(usage);
  CHECK(parse_usage_now(text) == usage);
  for (std::size_t i = 0; i < text.size(); ++i)
    CHECK_FALSE(parse_usage_now(text.substr(0, i)) == usage);
  CHECK_FALSE(parse_usage_now(text + "\n"));
  CHECK_FALSE(parse_usage_now(""));
  usage.block.reset();
  usage.block_confirmed = false;
  CHECK(parse_usage_now(usage_now_text(usage)) == usage);
}

TEST_CASE_METHOD(Utc, "usage now: read back while it holds") {
  Folder folder;
  Env env;
  env.now = kNow;
  write_usage_now(env, count(history_of({{kNow}})));  // no cache folder: does nothing
  CHECK_FALSE(read_usage_now(env));
  env.xdg_cache_home = folder.path();
  UsageNow usage = count(history_of({{kNow - kHour}}));
  write_usage_now(env, usage);
  struct stat info;
  REQUIRE(::stat(usage_now_path(env).c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(read_usage_now(env) == usage);
  env.now = kNow - 1;
  CHECK_FALSE(read_usage_now(env));
  env.now = usage.block->until;
  CHECK_FALSE(read_usage_now(env)->block);
  CHECK(read_usage_now(env)->today);
  env.now = usage.today->until;
  CHECK_FALSE(read_usage_now(env)->today);
  env.now = kNow;
  use_time_zone("Europe/Berlin");
  CHECK_FALSE(read_usage_now(env)->today);
  use_time_zone("UTC");
  std::string plain = usage_now_path(env);
  env.claude_config_dir = "/a";
  std::string of_a = usage_now_path(env);
  env.claude_config_dir = "b";
  env.cwd = "/x";
  std::string of_b = usage_now_path(env);
  env.cwd = "/y";
  CHECK(plain == folder / "wick/usage");
  CHECK(std::set<std::string>{plain, of_a, of_b, usage_now_path(env)}.size() == 4);
}

TEST_CASE_METHOD(Utc, "usage now: counting 133,000 requests takes a moment", "[.bench]") {
  std::vector<Sent> sent;
  for (int i = 0; i < 133000; ++i)
    sent.push_back({kNow - (static_cast<TimeMs>(i) * 7919) % (365 * 24 * kHour)});
  History history = history_of(sent);
  std::int64_t start = monotonic_ms();
  for (int i = 0; i < 100; ++i) count(history);
  WARN("milliseconds, of 100: " << monotonic_ms() - start);
}
