// SPDX-License-Identifier: MIT
#include "lib/audit/growth.h"

#include <array>
#include <bit>

#include "lib/audit/waste.h"
#include "lib/audit/what_if.h"
#include "lib/history/usage_report.h"
#include "tests/unit/catch.h"
#include "tests/unit/story.h"

using namespace wick;
using namespace wick_test;

namespace {

// A report holds pointers into the story's history.
GrowthReport growth_of(const Story& story, std::int64_t least_jump = 20000) {
  return story.replayed([&](const ReplayedHistory& r) { return report_growth(r, least_jump); });
}

bool is(Money money, double usd) { return std::abs(usd_of(money) - usd) < 1e-9; }

}  // namespace

TEST_CASE("growth: prompts, contexts, money, worked by hand") {
  Story story;
  story.request(0, {0, 0, 10000, 0, 10});  // before the first prompt
  story.prompt(10);
  story.request(11, {5, 0, 5000, 10000, 10});
  story.request(12, {5, 0, 30000, 15000, 10});
  story.prompt(20);
  story.request(21, {5, 0, 1000, 45000, 10});
  GrowthReport report = growth_of(story);
  REQUIRE(report.sessions.size() == 1);
  const SessionGrowth& s = report.sessions[0];
  CHECK(s.floor == 10000);
  CHECK(s.peak == 46005);
  REQUIRE(s.prompts.size() == 2);
  CHECK(s.prompts[0].context() == 15005);
  CHECK(s.prompts[0].requests == 2);
  CHECK(s.prompts[0].sent == 15005 + 45005);
  CHECK(s.slope() == 46005 - 15005);
  // Opus 5.5 per million: input 4, writing for an hour 8, reading 0.20, output 20.
  CHECK(is(s.money.floor, 30000 * 0.2 / 1e6));
  CHECK(is(s.money.grown, (5000 + 35000) * 0.2 / 1e6));
  CHECK(is(s.money.new_tokens, (46000 * 8 + 15 * 4) / 1e6));
  CHECK(is(s.money.output, 40 * 20 / 1e6));
  CHECK(s.money.rewritten == 0);
  REQUIRE(report.jumps.size() == 1);
  CHECK(report.jumps[0].tokens == 30000);
}

TEST_CASE("growth: what a compaction frees, and what comes back") {
  Story story;
  story.request(0, {0, 0, 100000, 0, 10});
  story.compaction(3000);
  story.request(10, {0, 0, 20000, 0, 10});
  story.request(20, {0, 0, 95000, 0, 10});
  GrowthReport report = growth_of(story);
  CHECK(report.freed.compactions == 1);
  CHECK(report.freed.tokens == 80000);
  REQUIRE(report.jumps.size() == 1);
  CHECK(report.jumps[0].is_undone);
  // 100,000 could have been read after the compaction, of which 20,000 were sent again; and then 20,000.
  CHECK(is(report.money.rewritten, (20000 + 20000) * 8 / 1e6));
}

TEST_CASE("growth: a session in two files has its prompts in order of time") {
  Story story;
  story.history.files.push_back({"/p/t.jsonl", 0});
  story.prompt(100);
  story.request(101, {0, 0, 9000, 0, 10});
  story.prompt(0), story.history.prompts.back().file = 1;
  story.request(1, {0, 0, 5000, 0, 10}).file = 1;
  GrowthReport report = growth_of(story);
  REQUIRE(report.sessions.size() == 1);
  const SessionGrowth& s = report.sessions[0];
  CHECK(s.floor == 5000);
  REQUIRE(s.prompts.size() == 2);
  CHECK(s.prompts[0].first->time == kStart + 1000);
  CHECK(s.prompts[1].first->time == kStart + 101'000);
}

TEST_CASE("growth: two sessions in one file, each with its own") {
  Story story;
  story.prompt(0);
  story.request(1, {0, 0, 10000, 0, 10});
  story.request(2, {0, 0, 7000, 10000, 10}).session = story.history.names.id("other");
  GrowthReport report = growth_of(story);
  REQUIRE(report.sessions.size() == 2);
  for (const SessionGrowth& s : report.sessions) {
    bool first = s.session == story.session;
    CHECK(s.floor == (first ? 10000 : 17000));
    CHECK(s.prompts.size() == (first ? 1 : 0));
    CHECK(s.requests == 1);
  }
}

TEST_CASE("growth: bands and quantiles") {
  CHECK(context_band(149999) == 0);
  CHECK(context_band(150000) == 1);
  CHECK(context_band(500000) == 3);
  CHECK(quantile_of({}, 0.5) == 0);
  CHECK(quantile_of({5}, 0.9) == 5);
  CHECK(quantile_of({1, 2, 3, 4}, 0.5) == 2);
  CHECK(quantile_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.9) == 9);
}

namespace {

// Whether += adds every field of a struct that has only numbers of 64 bits.
template <class Sums>
bool adds_all() {
  std::array<std::int64_t, sizeof(Sums) / sizeof(std::int64_t)> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i + 1);
  Sums sums = std::bit_cast<Sums>(numbers);
  sums += std::bit_cast<Sums>(numbers);
  for (std::int64_t& number : numbers) number *= 2;
  return std::bit_cast<decltype(numbers)>(sums) == numbers;
}

}  // namespace

TEST_CASE("sums: each figure is added") {
  CHECK(adds_all<UsageSums>());
  CHECK(adds_all<LeftOut>());
  CHECK(adds_all<GrowthMoney>());
  CHECK(adds_all<WasteCost>());
  CHECK(adds_all<WhatIfSums>());
}
