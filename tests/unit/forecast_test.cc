// SPDX-License-Identifier: MIT
#include "lib/live/forecast.h"

#include <cmath>
#include <random>

#include "lib/history/habits.h"
#include "lib/history/past_prompts.h"
#include "lib/live/earlier_prompts.h"
#include "lib/live/next.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;

namespace {

const PriceTable& prices() {
  static const PriceTable table;
  return table;
}

State state_of(const std::string& model, std::int64_t tokens) {
  State state;
  state.model.id = state.cache.model = model;
  state.model.price = prices().find(parse_model(model).canonical, 1795323415888);
  state.context.tokens = tokens;
  state.context.output = 500;
  state.context.window = 1000000;
  state.context.compacts_at = 967000;
  state.cache.ttl_s = 300;
  state.cache.phase = CachePhase::kWarm;
  return state;
}

// The same step by step.
PromptCost by_steps(const PromptPlan& plan, const StartingPoint& start, const Tariff& tariff) {
  PromptCost out;
  double warm = 0, cold = 0, size = start.context + start.answer + plan.added, cached = 0;
  bool is_first = true, is_cold_start = true;
  for (double i = 0; i < plan.requests; i += 1) {
    if (!is_first) size += plan.growth;
    double before = is_first ? size : size - plan.growth;
    if (start.compacts_at && before > *start.compacts_at) {
      TokenPrices p = tariff.at(before);
      double prefix = is_first ? std::min(start.context, before) : before;
      warm += prefix * p.read + (before - prefix) * p.write + start.summary * p.output;
      cold += (is_cold_start ? before * p.write : before * p.read) + start.summary * p.output;
      out.sent += before;
      out.output += start.summary;
      size = std::min(start.compacts_to, before) + (is_first ? 0 : plan.growth);
      out.compacts = true;
      cached = is_first ? 0 : size - plan.growth;
      TokenPrices left = tariff.at(cached);
      warm += cached * (left.write - left.read), cold += cached * (left.write - left.read);
    } else {
      cached = is_first ? std::min(start.context, size) : size - plan.growth;
    }
    TokenPrices p = tariff.at(size);
    warm += cached * p.read + (size - cached) * p.write + plan.output * p.output;
    cold += (is_first ? size * p.write : cached * p.read + (size - cached) * p.write) +
            plan.output * p.output;
    out.sent += size;
    is_first = is_cold_start = false;
  }
  out.output += plan.output * plan.requests;
  out.context_after = size;
  out.warm = warm, out.cold = cold;
  return out;
}

PromptShape shape(std::int64_t requests, std::int64_t added, std::int64_t grown,
                  std::int64_t output) {
  return {requests, added, grown, output, 0};
}

Usage sent(std::int64_t read, std::int64_t write, std::int64_t output) {
  return {.input = 1, .write_5m = write, .read = read, .output = output};
}

bool in_order(const Quantiles& q) {
  return std::isfinite(q.p10) && std::isfinite(q.p90) && q.p10 <= q.p50 && q.p50 <= q.p90 &&
         q.p10 <= q.mean && q.mean <= q.p90;
}

}  // namespace

TEST_CASE("course: one request is the entry") {
  State state = state_of("claude-opus-5-5", 100000);
  PromptCost course = prompt_cost({1, 200, 0, 0, 0}, {100000, 500, std::nullopt, 0, 0},
                                  Tariff::of(state.model, state.cache));
  NextState entry = next_prompt(state, {200, 0, {}}, {});
  CHECK(*course.warm == Approx(*entry.warm));
  CHECK(*course.cold == Approx(*entry.cold));
  CHECK(course.sent == Approx(100700));
}

TEST_CASE("course: three requests, worked by hand") {
  // Opus 5.5, 5 minutes: read 0.2, write 5, output 20 USD per million.
  State state = state_of("claude-opus-5-5", 100000);
  PromptCost course = prompt_cost({3, 0, 1000, 100, 0}, {100000, 500, std::nullopt, 0, 0},
                                  Tariff::of(state.model, state.cache));
  double read = 100000 + 100500 + 101500, write = 500 + 1000 + 1000;
  CHECK(*course.warm == Approx((read * 0.2 + write * 5 + 300 * 20) / 1e6));
  CHECK(*course.cold == Approx(*course.warm + 100000 * 4.8 / 1e6));
  CHECK(course.sent == Approx(100500 + 101500 + 102500));
  CHECK(course.context_after == Approx(102500));
  CHECK(course.output == Approx(300));
}

TEST_CASE("course: the closed sums are those of the steps") {
  std::mt19937 random(1);
  auto up_to = [&random](int n) {
    return static_cast<double>(random() % static_cast<unsigned>(n));
  };
  for (int i = 0; i < 2000; ++i) {
    // Haiku 5.5 has a tier above 100,000.
    State state = state_of(i % 2 ? "claude-haiku-5-5" : "claude-opus-5-5", 0);
    if (i % 3 == 0) state.cache.ttl_s = 3600;
    PromptPlan plan{1 + up_to(60), up_to(3000), up_to(9) == 0 ? 0 : up_to(5000), up_to(2000), 0};
    StartingPoint start{up_to(150000), up_to(2000), std::nullopt, 0, 0};
    if (i % 5 == 0) start.compacts_at = 120000, start.compacts_to = 30000, start.summary = 4000;
    auto tariff = Tariff::of(state.model, state.cache);
    PromptCost closed = prompt_cost(plan, start, tariff), steps = by_steps(plan, start, *tariff);
    CAPTURE(i, plan.requests, plan.growth, start.context);
    REQUIRE(closed.sent == Approx(steps.sent));
    REQUIRE(closed.output == Approx(steps.output));
    REQUIRE(closed.context_after == Approx(steps.context_after));
    REQUIRE(closed.compacts == steps.compacts);
    REQUIRE(*closed.warm == Approx(*steps.warm));
    REQUIRE(*closed.cold == Approx(*steps.cold));
  }
}

TEST_CASE("course: a window that is full again at once does not compact for ever") {
  State state = state_of("claude-opus-5-5", 0);
  PromptCost course = prompt_cost({1e9, 0, 10, 10, 0}, {500000, 0, 100.0, 400000, 5000},
                                  Tariff::of(state.model, state.cache));
  CHECK(course.compacts);
  CHECK(std::isfinite(*course.warm));
}

TEST_CASE("forecast: quantiles, by hand") {
  CHECK(quantiles_of({{7, 1}}).p10 == 7);
  CHECK(quantiles_of({{7, 1}}).mean == 7);
  // Middles of the weights: 0.125, 0.375, 0.625, 0.875.
  Quantiles q = quantiles_of({{4, 1}, {1, 1}, {3, 1}, {2, 1}});
  CHECK(q.p10 == 1);
  CHECK(q.p50 == Approx(2.5));
  CHECK(q.p90 == 4);
  // 0 has nine tenths of the weight.
  CHECK(quantiles_of({{0, 9}, {100, 1}}).p50 == Approx(100 * 0.05 / 0.5));
  WeightedValues outlier(99, {1, 1});
  outlier.emplace_back(1e6, 1);
  CHECK(quantiles_of(outlier).mean == 1);
}

TEST_CASE("forecast: of any history in order and finite, the mean inside") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 500; ++i) {
    auto number = [&random] { return static_cast<std::int64_t>(random() >> (random() % 60 + 4)); };
    ForecastData e;
    for (std::uint64_t n = random() % 33; n > 0; --n)
      e.session.push_back({1 + number() % 100000, number(), number(), number(), number() % 100000});
    e.habits.user = {number() % 1000, e.session};
    e.prior = i % 3 ? &built_in_prior() : nullptr;
    State state = state_of(i % 2 ? "claude-haiku-5-5" : "claude-opus-5-5", number() % 2000000);
    ForecastState f = forecast_prompt(state, {}, {}, e);
    if (e.session.empty() && !e.prior) continue;
    CAPTURE(i);
    for (const auto& q :
         {f.requests, f.sent_tokens, f.output_tokens, f.warm, f.cold, f.context_after}) {
      REQUIRE(q);
      REQUIRE(in_order(*q));
    }
    REQUIRE(*f.compaction_chance >= 0);
    REQUIRE(*f.compaction_chance <= 1);
  }
}

TEST_CASE("forecast: what is not known is absent") {
  ForecastData e;
  State state = state_of("claude-opus-5-5", 50000);
  CHECK_FALSE(forecast_prompt(state, {}, {}, e).requests);
  e.prior = &built_in_prior();
  state.model.price = nullptr;
  ForecastState f = forecast_prompt(state, {}, {}, e);
  CHECK((f.requests && f.sent_tokens && !f.now && !f.cold));
  state = state_of("claude-opus-5-5", 50000);
  state.context.compacted = true;
  f = forecast_prompt(state, {}, {}, e);
  CHECK((f.requests && !f.sent_tokens && !f.now && !f.context_after));
  state = state_of("claude-opus-5-5", 50000);
  state.cache.model = "claude-opus-4-5";
  f = forecast_prompt(state, {}, {}, e);
  CHECK((!f.warm && f.now && f.now->p50 == f.cold->p50));
}

TEST_CASE("forecast: recent prompts tell more, and the session's own outweigh the prior in time") {
  ForecastData e;
  e.prior = &built_in_prior();
  State state = state_of("claude-opus-5-5", 50000);
  double before = forecast_prompt(state, {}, {}, e).requests->p50;
  for (int i = 0; i < 20; ++i) e.session.push_back(shape(2, 100, 500, 1000));
  double short_ones = forecast_prompt(state, {}, {}, e).requests->p50;
  CHECK(short_ones < before);
  for (int i = 0; i < 8; ++i) e.session.push_back(shape(40, 100, 50000, 20000));
  CHECK(forecast_prompt(state, {}, {}, e).requests->p50 > short_ones);
}

TEST_CASE("forecast: more context costs more, a fixed number of requests is kept") {
  ForecastData e;
  e.prior = &built_in_prior();
  NextQuery four{0, 0, 4};
  ForecastState f = forecast_prompt(state_of("claude-opus-5-5", 50000), four, {}, e);
  CHECK(f.warm->p50 < f.cold->p50);
  CHECK(f.requests->p10 == 4);
  CHECK(f.requests->p90 == 4);
  CHECK(f.now->p50 < forecast_prompt(state_of("claude-opus-5-5", 90000), four, {}, e).now->p50);
}

TEST_CASE("prompt_shape: of requests in order") {
  ShapeCollector shapes;
  shapes.request(1, sent(0, 900, 10));  // belongs to no prompt
  CHECK_FALSE(shapes.prompt());
  shapes.request(2, sent(900, 400, 50));
  shapes.request(2, sent(900, 400, 80));  // its last line
  shapes.request(3, sent(1300, 200, 20));
  auto done = shapes.prompt();
  REQUIRE(done);
  CHECK(*done == shape(2, 390, 200, 100));
  CHECK_FALSE(shapes.prompt());  // not answered
  shapes.request(4, sent(1500, 100, 1));
  shapes.compaction();
  shapes.request(5, sent(0, 300, 1));
  shapes.request(6, sent(300, 50, 1));
  CHECK(shapes.open().shape == shape(3, 80, 50, 3));
  shapes.gap();
  CHECK_FALSE(shapes.prompt());
}

TEST_CASE("prompt_shape: a miss within a prompt") {
  ShapeCollector shapes;
  shapes.prompt();
  shapes.request(1, sent(50000, 10000, 10));
  shapes.request(2, sent(10000, 51000, 10));
  CHECK(shapes.open().shape.resent_pm == 50001 * 1000 / 61001);
  shapes.request(3, sent(60000, 2500, 10));  // less than 2,000 of what it could have read
  CHECK(shapes.open().shape.resent_pm == 50001 * 1000 / 61001);
}

TEST_CASE("shape_table: at most so many rows, all of them prompts") {
  CHECK(table_of({}, 8).rows.empty());
  std::vector<WeighedPrompt> prompts;
  for (int i = 1; i <= 5; ++i) prompts.push_back({shape(i, 0, i * 10, i), 1});
  ShapeTable few = table_of(prompts, 8);
  CHECK(few.prompts == 5);
  REQUIRE(few.rows.size() == 5);
  for (int i = 0; i < 5; ++i) CHECK(few.rows[static_cast<std::size_t>(i)].requests == i + 1);
  for (int i = 6; i <= 100; ++i) prompts.push_back({shape(i, 0, i * 10, i), 1});
  ShapeTable many = table_of(prompts, 10);
  REQUIRE(many.rows.size() == 10);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(many.rows[i].requests > static_cast<std::int64_t>(i) * 10);
    CHECK(many.rows[i].requests <= static_cast<std::int64_t>(i + 1) * 10);
  }
  prompts.push_back({shape(1000, 0, 0, 0), 300});
  CHECK(table_of(prompts, 4).rows[1].requests == 1000);
}

TEST_CASE("earlier_prompts: kept and read again, damage is noticed") {
  EarlierPrompts record;
  record.shapes = {shape(3, 100, 2000, 700), shape(1, 0, 0, 5)};
  record.prompts = 40;
  record.open = {shape(2, 5, 6, 7), true, sent(10, 20, 30), {1, 2, 3, 4}};
  record.read = {1, 2, 3, 4, 5};
  std::string bytes = encode(record);
  auto again = decode_earlier_prompts(bytes);
  REQUIRE(again);
  CHECK(again->shapes == record.shapes);
  CHECK(again->count() == 41);
  CHECK(again->all().back() == record.open.shape);
  CHECK(again->open.last == record.open.last);
  CHECK(again->open.keys == record.open.keys);
  CHECK(encode(*again) == bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string bad = bytes;
    bad[i] = static_cast<char>(bad[i] ^ 0x21);
    CHECK_FALSE(decode_earlier_prompts(bad));
    CHECK_FALSE(decode_earlier_prompts(bytes.substr(0, i)));
  }
}

TEST_CASE("habits: kept and read again, damage is noticed") {
  AllHabits habits;
  habits.counted_at = 1795323415888;
  habits.user = {{20, {shape(1, 2, 0, 4), shape(5, 0, 70, 8)}}, 0.25};
  habits.projects = {{project_key("/a"), {{3, {shape(2, 1, 1, 1)}}, std::nullopt}},
                     {project_key("/b"), {{1, {shape(9, 9, 9, 9)}}, 1.5}}};
  std::string text = habits_text(habits);
  auto again = parse_habits(text);
  REQUIRE(again);
  CHECK(*again == habits);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string bad = text;
    bad[i] = bad[i] == '7' ? '8' : '7';
    if (bad != text) CHECK_FALSE(parse_habits(bad));
    CHECK_FALSE(parse_habits(text.substr(0, i)));
  }
}

TEST_CASE("habits: of one directory") {
  wick_test::Folder folder;
  Env env;
  env.xdg_cache_home = folder.path();
  env.now = 2000;
  CHECK(read_habits(env, "/a").user.rows.empty());
  AllHabits habits;
  habits.counted_at = 1000;
  habits.user = {{90, {shape(1, 2, 0, 4)}}, 0.25};
  habits.projects = {{project_key("/few"), {{3, {shape(2, 1, 1, 1)}}, 9.0}},
                     {project_key("/many"), {{30, {shape(3, 1, 1, 1)}}, 1.5}}};
  write_habits(env, habits);
  CHECK(habits_counted_at(env) == 1000);
  CHECK(read_habits(env, "/few").project.prompts == 3);
  CHECK(read_habits(env, "/few").subagents_usd == 0.25);
  CHECK(read_habits(env, "/many").subagents_usd == 1.5);
  CHECK(read_habits(env, "/other").project.rows.empty());
  CHECK(read_habits(env, "").user.prompts == 90);
  env.now = 999;
  CHECK(read_habits(env, "/many").user.rows.empty());
}
