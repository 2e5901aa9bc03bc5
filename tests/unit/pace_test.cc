// SPDX-License-Identifier: MIT
#include "lib/live/pace.h"

#include <random>

#include "tests/unit/catch.h"

using namespace wick;

namespace {

Payload payload(const std::string& session, double usd, double used, std::int64_t resets_at) {
  Payload out;
  out.session_id = session;
  out.cost_usd = usd;
  out.has_limits = true;
  out.five_hour = {used, resets_at};
  return out;
}

}  // namespace

TEST_CASE("pace: kept and read again, damage is noticed") {
  Pace pace;
  std::mt19937 random(3);
  auto up_to = [&random](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  double usd = 0;
  for (int i = 0; i < 200; ++i) {
    usd += 0.01 * up_to(100);
    observe(
        pace,
        payload("s" + std::to_string(up_to(40)), usd, 0.1 * up_to(1000), 5000 + up_to(3) * 9000),
        1000 + i);
  }
  CHECK(pace.five_hour.pairs.size() <= kMostPairs);
  CHECK(pace.sessions.size() <= 32);
  std::string text = pace_text(pace);
  CHECK(parse_pace(text) == pace);
  for (std::size_t i = 0; i < text.size(); i += 7) {
    std::string bad = text;
    bad[i] = bad[i] == '7' ? '8' : '7';
    CHECK_FALSE(parse_pace(bad));
    CHECK_FALSE(parse_pace(text.substr(0, i)));
  }
}

TEST_CASE("pace: what is no figure is not taken in") {
  Pace pace;
  observe(pace, payload("", 1, 1, 5000), 1000);
  observe(pace, payload("s", -1, 1, 5000), 1000);
  observe(pace, payload("s", 1e300, 1, 5000), 1000);
  observe(pace, payload("s", 1, -1, 5000), 1000);
  observe(pace, payload("s", 1, 1e300, 5000), 1000);
  CHECK(pace == Pace{});
}

TEST_CASE("pace: when a window runs out") {
  constexpr TimeMs kHour = 3600000;
  LimitWindow window{50.0, 18000};  // begins at 0
  CHECK(runs_out_at(window, 5 * kHour, 2 * kHour) == 4 * 3600);
  CHECK_FALSE(runs_out_at(window, 5 * kHour, 3 * kHour));
  CHECK_FALSE(runs_out_at(window, 5 * kHour, kHour / 4));
  window.used_pct = 0;
  CHECK_FALSE(runs_out_at(window, 5 * kHour, kHour));
  window.used_pct = 101;
  CHECK(runs_out_at(window, 5 * kHour, 3 * kHour) == 3 * 3600);
}
