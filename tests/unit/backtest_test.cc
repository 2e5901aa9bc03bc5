// SPDX-License-Identifier: MIT
#include "lib/tools/backtest.h"

#include "tests/unit/catch.h"

using namespace wick;

namespace {

BacktestRow row(const PastPrompt& prompt, double usd, Quantiles forecast, double others) {
  BacktestRow out;
  out.prompt = &prompt;
  out.usd = usd;
  out.forecast = forecast;
  out.global = out.session = {others, others, others, others};
  out.requests = {1, 2, 3, 2};
  return out;
}

std::vector<const BacktestRow*> pointers(const std::vector<BacktestRow>& rows) {
  std::vector<const BacktestRow*> out;
  for (const BacktestRow& each : rows) out.push_back(&each);
  return out;
}

}  // namespace

TEST_CASE("backtest: a score of nothing is empty") {
  Score score = score_of({});
  CHECK(score.prompts == 0);
  CHECK_FALSE(score.better_than_global());
}

TEST_CASE("backtest: a score, worked by hand") {
  PastPrompt two, five;
  two.shape.requests = 2, five.shape.requests = 5;
  Quantiles forecast{1, 2, 4, 2};
  std::vector<BacktestRow> rows = {row(two, 2, forecast, 2), row(two, 5, forecast, 2),
                                   row(five, 0.5, forecast, 2), row(five, 4, forecast, 2)};
  Score score = score_of(pointers(rows));
  CHECK(score.prompts == 4);
  CHECK(score.covered == Approx(0.5));
  CHECK(score.below == Approx(0.25));
  CHECK(score.above == Approx(0.25));
  CHECK(score.requests_covered == Approx(0.5));
  // Of 2: p10 is 1 too low (0.1), p90 is 2 too high (0.2). Of 5: 4 * 0.1, 3 * 0.5, 1 * 0.9. Of 0.5:
  // 0.5 * 0.9, 1.5 * 0.5, 3.5 * 0.1. Of 4: 3 * 0.1, 2 * 0.5, 0.
  CHECK(score.pinball == Approx((0.3 + 2.8 + 1.55 + 1.3) / 3 / 4));
  // All at 2: above it counts 1.5 in all, below it 1.5.
  CHECK(score.global_pinball == Approx((0 + 3 * 1.5 + 1.5 * 1.5 + 2 * 1.5) / 3 / 4));
  CHECK(*score.better_than_global() == Approx(1 - score.pinball / score.global_pinball));
  // 0, 0.6, 3 and 0.5 of the cost.
  CHECK(score.relative_error == Approx(0.55));
}
