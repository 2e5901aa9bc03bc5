// SPDX-License-Identifier: MIT
#include "lib/live/advice.h"

#include <cmath>
#include <random>

#include "tests/unit/catch.h"

using namespace wick;

namespace {

constexpr TimeMs kNow = 1795323415888;

State state_of(const std::string& model, std::int64_t tokens, std::int64_t output) {
  static const PriceTable prices;
  State state;
  state.now = kNow;
  state.model.id = state.cache.model = model;
  state.model.price = prices.find(parse_model(model).canonical, kNow);
  state.context.tokens = tokens, state.context.output = output, state.context.window = 1000000;
  state.context.compacts_at = 967000;
  state.cache.ttl_s = 300;
  state.cache.phase = CachePhase::kWarm;
  state.next = next_prompt(state, {}, {});
  return state;
}

const Choice* find(const std::vector<Choice>& all, Way way) {
  for (const Choice& choice : all)
    if (choice.way == way) return &choice;
  return nullptr;
}

}  // namespace

TEST_CASE("advice: pings, worked by hand") {
  PriceTable prices;
  State state = state_of("claude-opus-5-5", 100000, 1000);
  auto all = choices(state, {}, {}, prices);
  const Choice* ping = find(all, Way::kPing);
  REQUIRE(ping);
  // Per million: reading 0.20, writing for 5 minutes 5, output 20.
  double first = (100000 * 0.2 + 1010 * 5 + 20) / 1e6, later = (101000 * 0.2 + 10 * 5 + 20) / 1e6;
  double entry = 101000 * 0.2 / 1e6, cold = 101000 * 5 / 1e6;
  CHECK(ping->before == Approx(first).epsilon(1e-12));
  CHECK(ping->entry == Approx(entry).epsilon(1e-12));
  REQUIRE(ping->pings);
  CHECK(*ping->pings == 1 + static_cast<std::int64_t>((cold - first - entry) / later));
  CHECK(first + static_cast<double>(*ping->pings - 1) * later + entry <= cold);
  CHECK(first + static_cast<double>(*ping->pings) * later + entry > cold);
}

TEST_CASE("advice: of a small context no ping pays") {
  PriceTable prices;
  State state = state_of("claude-opus-5-5", 1, 1);
  auto all = choices(state, {}, {}, prices);
  CHECK(find(all, Way::kPing)->pings == 0);
}

TEST_CASE("advice: of any session finite, and never below nothing") {
  std::mt19937_64 random(3);
  PriceTable prices;
  for (int i = 0; i < 500; ++i) {
    auto upto = [&random](std::int64_t most) {
      return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
    };
    State state =
        state_of(i % 3 ? "claude-opus-5-5" : "claude-haiku-5-5", upto(900000), upto(60000));
    if (i % 2) state.cache.ttl_s = 3600;
    if (i % 5 == 0) state.cache.phase = CachePhase::kCold;
    if (i % 7 == 0) state.model.fast = true;
    state.next = next_prompt(state, {}, {});
    AdviceQuery query;
    if (i % 4) query.sizes = {upto(60000), upto(40000)};
    for (const Choice& choice : choices(state, query, {}, prices)) {
      REQUIRE(std::isfinite(choice.entry));
      REQUIRE(choice.entry >= 0);
      REQUIRE(choice.before >= 0);
      REQUIRE(choice.pings.value_or(0) >= 0);
      REQUIRE(choice.pings.value_or(0) < 1000000);
    }
  }
}

TEST_CASE("advice: the newest model of each kind, but for the session's own") {
  CHECK(newest_models(kNow, "") == std::vector<std::string>{"claude-fable-5-2", "claude-opus-5-5",
                                                            "claude-sonnet-5-5",
                                                            "claude-haiku-5-5"});
  CHECK(newest_models(kNow, "claude-opus-5-5").size() == 3);
  // An older model is not the newest of its kind.
  CHECK(newest_models(kNow, "claude-opus-4-5").size() == 4);
}
