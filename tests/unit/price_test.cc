// SPDX-License-Identifier: MIT
#include "lib/price/price.h"

#include "lib/base/failure.h"
#include "lib/claude/json.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;

namespace {

constexpr TimeMs kNow = 1795323415888;  // 2026-11-22

struct Row : JsonVisitor {
  std::map<std::string, double> numbers;
  std::map<std::string, std::string> texts;
  bool enter(std::string_view) override { return false; }
  void scalar(std::string_view path, const JsonScalar& value) override {
    if (auto n = value.number()) numbers[std::string(path)] = *n;
    if (auto t = value.text()) texts[std::string(path)] = *t;
  }
};

double price(const std::string& model, Usage usage, TimeMs time = kNow) {
  auto usd = cost(PriceTable(), model, time, usage);
  REQUIRE(usd);
  return *usd;
}

}  // namespace

TEST_CASE("price: equals what the real client charges") {
  std::istringstream lines(wick_test::slurp(wick_test::data("client_unit_prices.jsonl")));
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    Row row;
    REQUIRE(walk_json(line, row) == JsonStatus::kOk);
    if (row.texts["cost_basis"] != "list") continue;
    ++rows;
    const std::string& model = row.texts["charged"];
    INFO(model);
    auto n = [&](const char* name) { return row.numbers[name]; };
    // Per million tokens, computed from requests with tokens of one kind.
    CHECK(price(model, {.input = 100000}) == Approx(n("input") / 10).margin(1e-9));
    CHECK(price(model, {.write_5m = 100000}) == Approx(n("write_5m") / 10).margin(1e-9));
    CHECK(price(model, {.write_1h = 100000}) == Approx(n("write_1h") / 10).margin(1e-9));
    CHECK(price(model, {.read = 100000}) == Approx(n("read") / 10).margin(1e-9));
    CHECK(price(model, {.output = 10000}) == Approx(n("output") / 100).margin(1e-9));
    CHECK(price(model, {.input = 300000}) == Approx(n("input_300k_prompt") * 0.3).margin(1e-9));
    CHECK(price(model, {.input = 100000, .us = true}) == Approx(n("input_us") / 10).margin(1e-9));
    CHECK(price(model, {.input = 100000, .fast = true}) ==
          Approx(n("input_fast") / 10).margin(1e-9));
    CHECK(price(model, {.web_searches = 10}) == Approx(n("web_search_10")).margin(1e-9));
  }
  CHECK(rows >= 24);
}

TEST_CASE("price: the worked examples of the formats' description") {
  Usage mixed{.input = 1000, .write_5m = 3000, .write_1h = 4000, .read = 500000, .output = 2000};
  CHECK(price("claude-opus-5-5", mixed) == Approx(0.191).margin(1e-12));
  mixed.fast = true;
  CHECK(price("claude-opus-5-5", mixed) == Approx(0.382).margin(1e-12));
  mixed.fast = false, mixed.us = true;
  CHECK(price("claude-opus-5-5", mixed) == Approx(0.2101).margin(1e-12));
  CHECK(
      price("claude-haiku-5-5", {.input = 1000, .write_5m = 5000, .read = 90000, .output = 1000}) ==
      Approx(0.002125).margin(1e-12));
  CHECK(price("claude-haiku-5-5", {.input = 1000, .read = 120000, .output = 1000}) ==
        Approx(0.009).margin(1e-12));
  constexpr TimeMs kCut = 1791331200000;
  CHECK(price("claude-sonnet-5-5", {.read = 1000000}, kCut - 1) == Approx(0.20).margin(1e-12));
  CHECK(price("claude-sonnet-5-5", {.read = 1000000}, kCut) == Approx(0.10).margin(1e-12));
  CHECK(price("claude-opus-4-8", {.output = 1000000, .fast = true}) == Approx(50).margin(1e-12));
  CHECK(price("claude-sonnet-4-5", {.web_searches = 3}) == Approx(0.03).margin(1e-12));
}

TEST_CASE("price: the tier begins above its bound") {
  CHECK(price("claude-haiku-5-5", {.input = 100000}) == Approx(0.01));
  CHECK(price("claude-haiku-5-5", {.input = 100001}) == Approx(0.0500005));
}

TEST_CASE("price: unknown models have none, near ones are not taken for them") {
  PriceTable table;
  for (const char* id : {"claude-unknown-9", "claude-opus-5-6", "claude-opus", "", "gpt-5",
                         "claude-mythos-preview", "<synthetic>"}) {
    INFO(id);
    CHECK_FALSE(cost(table, id, kNow, {.input = 1}));
  }
}

TEST_CASE("price: every way to write a model") {
  auto name = GENERATE(table<std::string, std::string>({
      {"claude-opus-5-5", "claude-opus-5-5"},
      {"claude-opus-5-5[1m]", "claude-opus-5-5"},
      {"us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"},
      {"arn:aws:bedrock:eu-west-1::inference-profile/eu.anthropic.claude-opus-4-6-v1",
       "claude-opus-4-6"},
      {"anthropic/claude-opus-5.5", "claude-opus-5-5"},
      {"openrouter/anthropic/claude-opus-5.5-fast", "claude-opus-5-5"},
      {"vertex_ai/claude-opus-4-5@20251101", "claude-opus-4-5"},
      {"claude-sonnet-4@default", "claude-sonnet-4-0"},
      {"claude-opus-4-7-20260416", "claude-opus-4-7"},
      {"claude-opus-4-20250514", "claude-opus-4-0"},
      {"claude-4-opus-20250514", "claude-opus-4-0"},
      {"claude-opus-4-0", "claude-opus-4-0"},
      {"claude-4-5-opus", "claude-opus-4-5"},
      {"claude-3-7-sonnet-latest", "claude-3-7-sonnet"},
      {"claude-3.5-sonnet", "claude-3-5-sonnet"},
      {"claude-3-opus-20240229", "claude-3-opus"},
      {"claude-3-haiku-20240307", "claude-3-haiku"},
      {"Claude-Haiku-5-5", "claude-haiku-5-5"},
      // Prefixes and suffixes that gateways add.
      {"databricks-claude-sonnet-4-5", "claude-sonnet-4-5"},
      {"anthropic--claude-4.5-sonnet", "claude-sonnet-4-5"},
      {"anthropic--claude-4-opus", "claude-opus-4-0"},
      {"anthropic-claude-opus-5-5", "claude-opus-5-5"},
      {"anthropic:claude-opus-5-5", "claude-opus-5-5"},
      {"openrouter,anthropic/claude-sonnet-5.5", "claude-sonnet-5-5"},
      {"@cf/anthropic/claude-haiku-4-5", "claude-haiku-4-5"},
      {"bedrock/us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"},
      {"anthropic.claude-3-sonnet-20240229-v1:0:200k", "claude-3-sonnet"},
      {"anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet"},
      {"vertex_claude-opus-4-6", "claude-opus-4-6"},
      {"anthropic/claude-opus-5.5:beta", "claude-opus-5-5"},
      {"anthropic/claude-3.7-sonnet:thinking", "claude-3-7-sonnet"},
      {"claude-opus-4-5-20251101-thinking", "claude-opus-4-5"},
      {"claude-opus-4-5-thinking-32k", "claude-opus-4-5"},
      {"claude-opus-4-5-thinking-20251101", "claude-opus-4-5"},
      {"claude-sonnet-4-5-thinking-high", "claude-sonnet-4-5"},
      {"claude-opus-4.6-1m", "claude-opus-4-6"},
      {"claude-sonnet-4-5@20250929[1m]", "claude-sonnet-4-5"},
      {"us.anthropic.claude-mythos-preview-v1:0", "claude-mythos-preview"},
      {"claude-opus-5.0", "claude-opus-5"},
      // Other vendors' and unknown models: unchanged.
      {"glm-5.2", "glm-5.2"},
      {"z-ai/GLM-4.6:beta", "z-ai/GLM-4.6:beta"},
      {"deepseek-v3", "deepseek-v3"},
      {"deepseek-v3.2-20251201", "deepseek-v3.2-20251201"},
      {"gpt-5-fast", "gpt-5-fast"},
      {"kimi-k2-thinking", "kimi-k2-thinking"},
      {"qwen3-coder@latest", "qwen3-coder@latest"},
      {"minimax-m2-1m", "minimax-m2-1m"},
      {"glm-5.2[1m]", "glm-5.2"},
      {"Qwen3-8B-Claude-4.5-Opus", "Qwen3-8B-Claude-4.5-Opus"},
      {"openclaude-opus-4-5", "openclaude-opus-4-5"},
      {"acme/claude-clone-7b", "acme/claude-clone-7b"},
      {"claude-opus-5-5-finetuned", "claude-opus-5-5-finetuned"},
      {"anthropic/claude-opus-5.5:free", "anthropic/claude-opus-5.5:free"},
      {"anthropic.claude-v2:1", "anthropic.claude-v2:1"},
      {"arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
       "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456"},
      {"claude-", "claude-"},
      {"--", "--"},
      {"-claude-opus-5-5", "-claude-opus-5-5"},
  }));
  CHECK(parse_model(std::get<0>(name)).canonical == std::get<1>(name));
}

TEST_CASE("price: names for people, windows") {
  CHECK(display_model("claude-opus-5-5") == "Opus 5.5");
  CHECK(display_model("claude-sonnet-4-20250514") == "Sonnet 4");
  CHECK(display_model("claude-3-5-haiku-20241022") == "Haiku 3.5");
  CHECK(display_model("my-model") == "my-model");
  CHECK(display_model("claude-opus-4-0") == "Opus 4");
  CHECK(display_model("claude-opus-5-10") == "Opus 5.10");
  CHECK(display_model("databricks-claude-3-7-sonnet") == "Sonnet 3.7");
  CHECK(display_model("anthropic/claude-opus-5.5:beta") == "Opus 5.5");
  CHECK(display_model("claude-mythos-preview") == "claude-mythos-preview");
  for (const char* id :
       {"glm-5.2", "GLM-5.2", "deepseek-v3", "gpt-5-fast", "z-ai/glm-5.2:beta", "claude-3-0"})
    CHECK(display_model(id) == id);
  CHECK_FALSE(parse_model("gpt-5-fast").fast);
  CHECK(parse_model("openrouter/anthropic/claude-opus-5.5-fast").fast);
  CHECK(parse_model("claude-opus-4.6-1m").long_context);
  CHECK(parse_model("claude-opus-4-6[1m]-thinking").long_context);
  CHECK(parse_model("glm-5.2[1m]").long_context);
  CHECK_FALSE(parse_model("minimax-m2-1m").long_context);
  CHECK(context_window(parse_model("claude-opus-4-6")) == 200000);
  CHECK(context_window(parse_model("claude-opus-4-6[1m]")) == 1000000);
  CHECK(context_window(parse_model("claude-haiku-4-5[1m]")) == 200000);
  CHECK_FALSE(context_window(parse_model("my-model")));
}

TEST_CASE("price: the user's rows come first, and hold in their time") {
  PriceTable table;
  table.add(
      parse_toml(
          "[[price]]\nmodel='claude-opus-5-5'\nfrom=2026-12-01\ninput=1\nwrite_5m=2\nwrite_1h=3\n"
          "read=4\noutput=5\nfast=3\nus=1\nabove={tokens=10,input=10,write_5m=0,write_1h=0,read=0,output=0}\n"
          "[[price]]\nmodel='my-model'\ninput=1\nwrite_5m=1\nwrite_1h=1\nread=1\noutput=1\n",
          "prices.toml"),
      "prices.toml");
  constexpr TimeMs kDecember = 1796083200000 + 1;
  CHECK(*cost(table, "claude-opus-5-5", kNow, {.input = 1000000}) == Approx(4));
  CHECK(*cost(table, "claude-opus-5-5", kDecember, {.input = 10}) == Approx(1e-5));
  CHECK(*cost(table, "claude-opus-5-5", kDecember, {.input = 11}) == Approx(11e-5));
  CHECK(*cost(table, "claude-opus-5-5", kDecember, {.input = 10, .fast = true}) == Approx(3e-5));
  CHECK(*cost(table, "my-model", kNow, {.output = 1000000}) == Approx(1));
  CHECK(table.find("my-model", kNow)->source == "prices.toml");
}

TEST_CASE("price: a model priced as another is has all of its rows, in their times") {
  PriceTable table;
  table.add(
      parse_toml(
          "[[price]]\nmodel='first'\nsame_as='second'\nuntil=2026-12-01\n"
          "[[price]]\nmodel='first'\ninput=7\nwrite_5m=7\nwrite_1h=7\nread=7\noutput=7\n"
          "[[price]]\nmodel='second'\nsame_as='anthropic/claude-sonnet-5.5'\nmultiplier=1.1\nus=1\nfast=3\n"
          "[[price]]\nmodel='small'\nsame_as='claude-haiku-5-5'\n"
          "[[price]]\nmodel='claude-sonnet-5-5'\nfrom=2026-11-01\nuntil=2026-11-10\n"
          "input=4\nwrite_5m=5\nwrite_1h=6\nread=1\noutput=9\n",
          "prices.toml"),
      "prices.toml");
  constexpr TimeMs kCut = 1791331200000, kNovember = 1793491200000, kDecember = 1796083200000,
                   kDay = 86400000;
  auto read = [&](const char* model, TimeMs time) {
    return *cost(table, model, time, {.read = 1000000});
  };
  CHECK(read("first", kCut - 1) == Approx(0.22));  // 0.20 * 1.1
  CHECK(read("first", kCut) == Approx(0.11));      // 0.10 * 1.1
  CHECK(read("first", kNovember - 1) == Approx(0.11));
  CHECK(read("first", kNovember) == Approx(1.1));  // the user's own row of the model
  CHECK(read("first", kNovember + 9 * kDay) == Approx(0.11));
  CHECK(read("first", kDecember - 1) == Approx(0.11));
  CHECK(read("first", kDecember) == Approx(7));
  CHECK(read("second", kDecember) == Approx(0.11));
  CHECK(*cost(table, "First", kNow, {.input = 1000000, .fast = true, .us = true}) ==
        Approx(2 * 1.1 * 3));
  CHECK(*cost(table, "small", kNow, {.input = 100000}) == Approx(0.01));
  CHECK(*cost(table, "small", kNow, {.input = 200000}) == Approx(0.1));  // the tier
  CHECK(table.find("second", kNow)->is_users());
  CHECK(table.find("second", kNow)->line == 12);
}

TEST_CASE("price: a factor alone is on the list prices, a window alone leaves them") {
  PriceTable table;
  table.add(parse_toml("[[price]]\nmodel='claude-opus-5-5'\nmultiplier=0.5\n"
                       "[[price]]\nmodel='claude-sonnet-5-5'\nwindow=200000\n"
                       "[[price]]\nmodel='mine'\nsame_as='claude-sonnet-5-5'\n"
                       "[[price]]\nmodel='yours'\nsame_as='mine'\nwindow=64000\n"
                       "[[price]]\nmodel='theirs'\nsame_as='claude-sonnet-4-6'\n"
                       "[[price]]\nmodel='nobody'\nwindow=32000\n",
                       "p"),
            "p");
  auto window = [&](const char* id) { return table.window(parse_model(id)); };
  CHECK(*cost(table, "claude-opus-5-5", kNow, {.output = 1000000}) == Approx(10));
  CHECK(*cost(table, "claude-sonnet-5-5", kNow, {.output = 1000000}) == Approx(10));
  CHECK(*cost(table, "yours", kNow, {.output = 1000000}) == Approx(10));
  CHECK_FALSE(table.find("claude-sonnet-5-5", kNow)->is_users());
  CHECK_FALSE(table.find("nobody", kNow));
  CHECK(window("claude-opus-5-5") == 1000000);
  CHECK(window("us.anthropic.claude-sonnet-5-5") == 200000);
  CHECK(window("mine") == 200000);
  CHECK(window("yours") == 64000);
  CHECK(window("theirs") == 200000);
  CHECK(window("theirs[1m]") == 1000000);
  CHECK(window("nobody") == 32000);
  CHECK_FALSE(window("somebody"));
}

TEST_CASE("price: what leads to no price is refused with its place and reason") {
  const std::string prices = "input=1\nwrite_5m=1\nwrite_1h=1\nread=1\noutput=1\n";
  auto bad = GENERATE_COPY(table<std::string, std::string>({
      {"model='a'\nsame_as='a'\n", "p:3:9: same_as: leads back to a"},
      {"model='a'\nsame_as='b'\n[[price]]\nmodel='b'\nsame_as='A'\n",
       "p:6:9: same_as: leads back to A"},
      {"model='a'\nsame_as='b'\n[[price]]\nmodel='b'\nsame_as='c'\n[[price]]\nmodel='c'\nsame_as='b'\n",
       "p:9:9: same_as: leads back to b"},
      {"model='a'\nsame_as='claude-opus-9-9'\n", "p:3:9: no price is known for claude-opus-9-9"},
      {"model='a'\nsame_as=''\n", "p:3:9: no price is known for "},
      {"model='a'\nsame_as=5\n", "p:3:9: expected a string"},
      {"model='a'\nsame_as='claude-opus-5-5'\n" + prices,
       "p:3:9: same_as: cannot be combined with prices"},
      {"model='a'\nsame_as='b'\n[[price]]\nmodel='b'\nwindow=5\n",
       "p:3:9: no price is known for b"},
      {"model='a'\nmultiplier=2\n", "p:1:1: no price is known for a"},
      {"model='a'\n" + prices + "multiplier=-1\n", "p:8:12: not a price"},
      {"model='a'\n" + prices + "window=0\n", "p:8:8: not a number of tokens"},
      {"model='a'\n" + prices + "window=0.5\n", "p:8:8: expected a whole number"},
  }));
  PriceTable table;
  std::string said;
  try {
    table.add(parse_toml("[[price]]\n" + std::get<0>(bad), "p"), "p");
  } catch (const Failure& failure) {
    said = failure.message;
  }
  CHECK(said == std::get<1>(bad));
}

TEST_CASE("price: entries that refer to each other many times end") {
  std::string text;
  for (int i = 0; i < 9; ++i)
    for (int k = 0; k < 9; ++k)
      text += "[[price]]\nmodel='m" + std::to_string(i) + "'\nsame_as='m" + std::to_string(i + 1) +
              "'\n";
  text += "[[price]]\nmodel='m9'\nsame_as='claude-opus-5-5'\n";
  PriceTable table;
  CHECK_THROWS_AS(table.add(parse_toml(text, "p"), "p"), Failure);
}

TEST_CASE("price: a row that begins later is found after one that ever holds") {
  PriceTable table;
  table.add(
      parse_toml(
          "[[price]]\nmodel='claude-opus-5-5'\nfrom=2026-12-01\ninput=1\nwrite_5m=2\nwrite_1h=3\n"
          "read=4\noutput=5\n",
          "p"),
      "p");
  ModelPrices prices = table.of("claude-opus-5-5");
  CHECK(prices.at(kNow)->rates.input == 4);
  CHECK(prices.at(1796083200000)->rates.input == 1);
  CHECK(prices.at(1796083200000 - 1)->rates.input == 4);
}

TEST_CASE("price: a row that cannot be is refused with its place") {
  PriceTable table;
  for (const char* bad :
       {"[[price]]\ninput=1\n", "[[price]]\nmodel='x'\ninput=1\n", "[[prices]]\n",
        "[[price]]\nmodel='x'\ninput=-1\nwrite_5m=1\nwrite_1h=1\nread=1\noutput=1\n",
        "[[price]]\nmodel='x'\ninput='1'\nwrite_5m=1\nwrite_1h=1\nread=1\noutput=1\n",
        "price=1\n"}) {
    INFO(bad);
    CHECK_THROWS_AS(table.add(parse_toml(bad, "p.toml"), "p.toml"), Failure);
  }
}
