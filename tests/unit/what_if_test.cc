// SPDX-License-Identifier: MIT
#include "lib/audit/what_if.h"

#include <random>

#include "lib/base/failure.h"
#include "tests/unit/catch.h"
#include "tests/unit/story.h"

using namespace wick;
using namespace wick_test;

namespace {

WhatIfSums otherwise(const Story& story, const std::string& policy) {
  return story.replayed(
      [&](const ReplayedHistory& r) { return what_if(r, parse_what_if(policy)).all; });
}

// Opus 5.5 in USD per million: input 4, 5 minutes 5, an hour 8, reading 0.20, output 20.
double usd(double input, double write_5m, double write_1h, double read, double output) {
  return (input * 4 + write_5m * 5 + write_1h * 8 + read * 0.2 + output * 20) / 1e6;
}
bool is(Money money, double usd) { return std::abs(usd_of(money) - usd) < 1e-9; }

Story growing() {
  Story story;
  story.request(0, {0, 0, 20000, 0, 100});
  story.request(60, {0, 0, 20000, 20000, 100});
  story.request(120, {0, 0, 20000, 40000, 100});
  story.request(180, {0, 0, 1000, 60000, 100});
  return story;
}

}  // namespace

TEST_CASE("what if: compact, worked by hand") {
  WhatIfSums sums = otherwise(growing(), "compact=50k");
  CHECK(is(sums.actual, usd(0, 0, 61000, 120000, 400)));
  // The third would send 60,000: a compaction reads 40,000, sends the answer of 100 and generates
  // 5,000; then 26,000 are written (the initial 20,000, 15 % of the rest), and the fourth reads these.
  CHECK(
      is(sums.would, usd(100, 0, 20000 + 20000 + 26000 + 1000, 20000 + 40000 + 26000, 400 + 5000)));
  CHECK(sums.inserted == 1);
  CHECK(sums.changed == 2);
  CHECK(sums.sent_actual == 20000 + 40000 + 60000 + 61000);
  CHECK(sums.sent_would == 20000 + 40000 + 40100 + 26000 + 27000);
}

TEST_CASE("what if: compact, by what the session's own compactions left") {
  Story story = growing();
  story.compaction(3000);
  story.request(240, {0, 0, 25000, 0, 100});  // the rebuild: 25,000
  WhatIfSums sums = otherwise(story, "compact=50k");
  CHECK(is(sums.would,
           usd(100, 0, 20000 + 20000 + 25000 + 1000 + 25000, 20000 + 40000 + 25000, 500 + 3000)));
  CHECK(sums.inserted == 1);
}

TEST_CASE("what if: a compaction that leaves too much is none") {
  CHECK(otherwise(growing(), "compact=20k").inserted == 0);
  CHECK(otherwise(growing(), "compact=61001").inserted == 0);
  CHECK(otherwise(growing(), "compact=61k").inserted == 1);
}

TEST_CASE("what if: compact after the cache expired") {
  Story story;
  story.request(0, {0, 40000, 0, 0, 100});
  story.request(600, {0, 60000, 0, 0, 100});  // a miss
  WhatIfSums sums = otherwise(story, "compact=50k");
  // The compaction writes 40,100 for 5 minutes, and the request the 43,000 that are left.
  CHECK(is(sums.would, usd(0, 40000 + 40100 + 43000, 0, 0, 200 + 5000)));
  // Before the break, while the cache is warm, it reads them.
  sums = otherwise(story, "compact-breaks");
  CHECK(is(sums.would, usd(100, 40000 + 43000, 0, 40000, 200 + 5000)));
}

TEST_CASE("what if: a /clear before each prompt") {
  Story story;
  story.prompt(0);
  story.request(1, {5, 0, 9000, 11000, 10});
  story.request(2, {5, 0, 5000, 20000, 10});
  story.prompt(60);
  story.request(61, {5, 0, 5000, 25000, 10});  // begins with 20,005
  story.request(62, {5, 0, 3000, 30000, 10});
  story.prompt(8000);
  story.request(8001, {5, 0, 33500, 0, 10});  // expired
  WhatIfSums sums = otherwise(story, "clear");
  CHECK(sums.inserted == 2);
  double third = usd(5, 0, 9000, 11000, 10);  // 30,005 less 10,000
  double fourth = usd(5, 0, 3000, 30000 - 10000, 10);
  double fifth = usd(5, 0, 20000, 0, 10);
  CHECK(is(sums.would, usd(10, 0, 14000, 31000, 20) + third + fourth + fifth));
}

TEST_CASE("what if: the other TTL") {
  Story five;
  five.request(0, {0, 20000, 0, 0, 10});
  five.request(400, {0, 21000, 0, 0, 10});   // expired: 20,000 would have been read
  five.request(5000, {0, 22000, 0, 0, 10});  // too late for an hour too
  CHECK(is(otherwise(five, "ttl=1h").would, usd(0, 0, 20000 + 1000 + 22000, 20000, 30)));
  CHECK(is(otherwise(five, "ttl=5m").would, usd(0, 63000, 0, 0, 30)));
  Story hour;
  hour.request(0, {0, 0, 20000, 0, 10});
  hour.request(400, {0, 0, 1000, 20000, 10});  // would have expired
  hour.request(500, {0, 0, 1000, 21000, 10});
  CHECK(is(otherwise(hour, "ttl=5m").would, usd(0, 20000 + 21000 + 1000, 0, 21000, 30)));
  CHECK(is(otherwise(hour, "ttl=1h").would, usd(0, 0, 22000, 41000, 30)));
}

TEST_CASE("what if: nothing changes nothing, and no savings are more than was paid") {
  std::mt19937_64 random(7);
  auto up_to = [&random](std::uint32_t most) {
    return static_cast<std::uint32_t>(random() % (most + 1));
  };
  for (int round = 0; round < 300; ++round) {
    Story story;
    TimeMs at = 0;
    for (int i = 0, n = 1 + static_cast<int>(up_to(30)); i < n; ++i) {
      at += up_to(3) ? up_to(200) : up_to(9000);
      if (up_to(3) == 0) story.prompt(at);
      if (up_to(9) == 0) story.compaction(up_to(9000));
      bool hour = up_to(1);
      std::uint32_t written = up_to(60000);
      HistoryRequest& r = story.request(
          at, {up_to(500), hour ? 0 : written, hour ? written : 0, up_to(400000), up_to(5000)});
      r.fast = up_to(5) == 0;
      if (up_to(9) == 0) r.model = story.history.names.id("claude-haiku-5-5");
      if (up_to(19) == 0) r.model = story.history.names.id("gpt-7");
      if (up_to(9) == 0) r.pass = 1;
    }
    PriceTable prices;
    Pricer pricer(prices, story.history.names, kStart);
    Money paid = 0;
    for (const HistoryRequest& r : story.history.requests)
      if (auto price = pricer.price(r)) paid += price->cost;
    for (const char* policy :
         {"none", "compact=100k", "compact=40k", "clear", "ttl=5m", "ttl=1h", "compact-breaks"}) {
      WhatIfSums sums = otherwise(story, policy);
      INFO(policy << " " << round);
      REQUIRE(sums.actual == paid);
      REQUIRE(sums.would >= 0);
      REQUIRE(sums.sent_would >= 0);
      if (policy == std::string("none")) {
        REQUIRE(sums.would == paid);
        REQUIRE(sums.sent_would == sums.sent_actual);
        REQUIRE(sums.changed + sums.inserted == 0);
      }
    }
  }
}

TEST_CASE("what if: policies that are none") {
  for (const char* text :
       {"", "compact", "compact=", "compact=x", "compact=-1", "compact=0", "ttl=2h", "nothing"})
    CHECK_THROWS_AS(parse_what_if(text), Failure);
  CHECK(parse_what_if("compact=1.5M").tokens == 1500000);
}
