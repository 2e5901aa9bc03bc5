// SPDX-License-Identifier: MIT
#include <cmath>

#include "lib/audit/token_ratios.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

TokenRatio ratio_of(const std::string& model, const std::string& other, double ratio, double low,
                    double high) {
  return {model, other, std::nullopt, ratio, {low, high}, {30, 4}, {25, 3}};
}

const TokenRatios kKnown = {ratio_of("claude-opus-5-5", "claude-opus-4-5", 1.25, 1.2, 1.3),
                            ratio_of("claude-sonnet-5", "claude-opus-4-5", 1.4, 1.0, 1.9),
                            ratio_of("claude-opus-4-5", "claude-haiku-4-5", 1.01, 0.9, 1.1)};

}  // namespace

TEST_CASE("token ratios: as they are, and turned round") {
  CHECK(ratio_between(kKnown, "claude-opus-5-5", "claude-opus-4-5")->ratio == 1.25);
  auto back = ratio_between(kKnown, "claude-opus-4-5", "claude-opus-5-5");
  REQUIRE(back);
  CHECK(back->ratio == Approx(0.8));
  CHECK(back->interval.low == Approx(1 / 1.3));
  CHECK(back->interval.high == Approx(1 / 1.2));
  CHECK(back->from.steps == 25);
  CHECK(back->other_from.steps == 30);
}

TEST_CASE("token ratios: of two others of the same generations, the best known") {
  auto up = ratio_between(kKnown, "claude-fable-5-2", "claude-sonnet-4-6");
  REQUIRE(up);
  CHECK(up->ratio == 1.25);
  CHECK(up->model == "claude-opus-5-5");
  CHECK(ratio_between(kKnown, "claude-sonnet-4-6", "claude-fable-5-2")->ratio == Approx(0.8));
}

TEST_CASE("token ratios: nothing is known of one generation, nor of others' models") {
  CHECK(!ratio_between(kKnown, "claude-fable-5-2", "claude-haiku-5-5"));
  CHECK(!ratio_between(kKnown, "claude-sonnet-4-6", "claude-sonnet-4-5"));
  CHECK(!ratio_between(kKnown, "gpt-5", "claude-opus-4-5"));
  CHECK(!ratio_between({}, "claude-opus-5-5", "claude-opus-4-5"));
}

TEST_CASE("token ratios: the baseline, where there is no other") {
  TokenRatio baseline = ratio_of("claude-opus-5", "", 1.3, 1.1, 1.5);
  CHECK(ratio_between({baseline}, "claude-opus-5-5", "claude-opus-4-5")->is_of_baseline());
  auto down = ratio_between({baseline}, "claude-haiku-4-5", "claude-opus-5-5");
  REQUIRE(down);
  CHECK(down->is_of_baseline());
  CHECK(down->ratio == Approx(1 / 1.3));
  TokenRatios both = kKnown;
  both.push_back(baseline);
  CHECK(!ratio_between(both, "claude-opus-5", "claude-sonnet-4-5")->is_of_baseline());
}

TEST_CASE("token ratios: kept and read again") {
  std::string text = token_ratios_text(kKnown);
  auto again = parse_token_ratios(text);
  REQUIRE(again);
  REQUIRE(again->size() == kKnown.size());
  CHECK((*again)[0].model == "claude-opus-5-5");
  CHECK((*again)[0].ratio == Approx(1.25));
  CHECK((*again)[0].other_from.sessions == 3);
  CHECK(parse_token_ratios(token_ratios_text({}))->empty());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string damaged = text;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    CHECK(!parse_token_ratios(damaged));
    CHECK(!parse_token_ratios(text.substr(0, i)));
  }
}

TEST_CASE("bootstrap: intervals, worked by hand") {
  // Two sessions' worth of resamples: the variance of 1, 2, 3 is 1, times 4 / 3 for 4 sessions.
  CHECK(Resampled{{1, 2, 3, std::nan("")}, 4}.variance() == Approx(4.0 / 3));
  // 3 degrees of freedom: 3.182.
  CHECK(reach_of({{{1, 2, 3}, 4}}) == Approx(3.182 * std::sqrt(4.0 / 3)).epsilon(0.02));
  // Two equal ones have twice as many: 6 degrees, 2.447.
  CHECK(reach_of({{{1, 2, 3}, 4}, {{1, 2, 3}, 4}}) ==
        Approx(2.447 * std::sqrt(8.0 / 3)).epsilon(0.01));
  CHECK(reach_of({{{2, 2, 2}, 4}}) == 0);
  Interval wide = interval_of(0, {-0.1, 0, 0.1}, 1);
  CHECK(wide.low == Approx(std::exp(-1)));
  CHECK(interval_of(0, {-0.1, 0, 0.1}, 0.01).high == Approx(std::exp(0.1)));
  Dice a(7), b(7);
  for (int i = 0; i < 100; ++i) {
    std::size_t value = a.below(10);
    CHECK(value == b.below(10));
    CHECK(value < 10);
  }
}
