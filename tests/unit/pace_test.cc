// SPDX-License-Identifier: MIT
#include "lib/live/pace.h"

#include <random>

#include "lib/base/packed.h"
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

TEST_CASE("pace: a file with another content is not read") {
  auto read = [](const std::string& five_hour, const std::string& more = "") {
    return parse_pace(checked_text(
        "wick pace 1", "told 7\nfive_hour " + five_hour + "\nseven_day 9 1 0\n" + more));
  };
  auto pace = read("5000 40 0.5 10 2.5", "session ff 3\n");
  REQUIRE(pace);
  CHECK(pace->changed_at == 7);
  CHECK(pace->five_hour == WindowPace{5000, 40, 0.5, {{10, 2.5}}});
  CHECK((pace->seven_day.resets_at == 9 && pace->seven_day.used_pct == 1));
  REQUIRE(pace->sessions.size() == 1);
  CHECK((pace->sessions[0].key == 255 && pace->sessions[0].usd == 3));
  for (const char* bad :
       {"x 40 0", "-1 40 0", "5000 x 0", "5000 -1 0", "5000 40 x", "5000 40 -1", "5000 40",
        "5000 40 0 1", "5000 40 0 x 1", "5000 40 0 1 x", "5000 40 0 1 0"})
    CHECK_FALSE(read(bad));
  for (const char* bad : {"session xyz 1\n", "session 0ff 1\n", "session ff x\n", "session ff\n",
                          "other 5000 40 0\n"})
    CHECK_FALSE(read("5000 40 0", bad));
  CHECK_FALSE(parse_pace(checked_text("wick pace 1", "told x\n")));
}

TEST_CASE("pace: percent of a window for a dollar") {
  WindowPace window;
  for (int i = 0; i < 9; ++i) window.pairs.push_back({1, 0.5});
  CHECK_FALSE(percent_per_usd(window));
  window.pairs.push_back({6, 0.5});
  CHECK(*percent_per_usd(window) == Approx(3));  // 15 % for 5 dollars
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
