// SPDX-License-Identifier: MIT
#include "lib/live/burn.h"

#include <random>

#include "lib/audit/cache_chain.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

ChainRequest request(TimeMs seconds, Usage usage) { return {usage, seconds * 1000, 1, 0, 1}; }

std::vector<PromptContext> contexts(std::initializer_list<std::int64_t> tokens) {
  std::vector<PromptContext> out;
  for (std::int64_t n : tokens) out.push_back({n, out.empty()});
  return out;
}

}  // namespace

TEST_CASE("cache_chain: first, hit, miss, rebuild") {
  CacheChain chain;
  CHECK(chain.take(request(0, {.write_5m = 50000})).outcome == CacheOutcome::kFirst);
  CHECK(chain.take(request(10, {.write_5m = 100, .read = 50000})).outcome == CacheOutcome::kHit);
  CacheFinding found = chain.take(request(20, {.write_5m = 50200}));
  CHECK(found.outcome == CacheOutcome::kMiss);
  CHECK(found.cause == MissCause::kUnknown);
  CHECK(found.cached == 50100);
  CHECK(found.lost == 50100);
  CHECK(found.idle == 10000);
  CHECK(found.ttl_s == 300);
  chain.compaction();
  CHECK(chain.take(request(30, {.write_5m = 9000})).outcome == CacheOutcome::kRebuild);
}

TEST_CASE("cache_chain: nothing could be read where nothing was cached") {
  CacheChain chain;
  chain.take(request(0, {.input = 50000}));
  CHECK(chain.take(request(10, {.input = 51000})).outcome == CacheOutcome::kFirst);
}

TEST_CASE("a request after a rewind loses at most what it sent anew") {
  CacheChain chain;
  chain.take(request(0, {.write_5m = 14090}));
  chain.take(request(10, {.write_5m = 300000, .read = 14090}));
  CacheFinding found = chain.take(request(20, {.write_5m = 200, .read = 14090}));
  CHECK(found.outcome == CacheOutcome::kHit);
  CHECK(found.lost == 200);
  found = chain.take(request(30, {.input = 100, .write_5m = 14000}));  // writes everything again
  CHECK(found.outcome == CacheOutcome::kMiss);
  CHECK(found.lost == 14100);
}

TEST_CASE("cache_chain: more than 5 % and at least 2,000 tokens") {
  CHECK_FALSE(is_miss(40000, 2000));
  CHECK(is_miss(40000, 2001));
  CHECK_FALSE(is_miss(10000, 1999));
  CHECK(is_miss(10000, 2000));
  CHECK_FALSE(is_miss(0, 0));
}

TEST_CASE("cache_chain: what was lost is read, of the dearest kind first") {
  Usage usage =
      without_loss({.input = 5, .write_5m = 10, .write_1h = 20, .read = 1, .output = 7}, 32);
  CHECK(usage == Usage{.input = 3, .write_5m = 0, .write_1h = 0, .read = 33, .output = 7});
  CHECK(without_loss({.input = 5}, 100) == Usage{.input = 0, .read = 5});
}

TEST_CASE("chains: each thing once, in order") {
  History history;
  history.files = {{"/a", 0}, {"/b", 0}};
  Names::Id agent = history.names.id("agent");
  auto add = [&](std::uint32_t file, std::uint64_t offset, bool side, Names::Id of,
                 bool nested = false) {
    HistoryRequest& r = history.requests.emplace_back();
    r.file = file, r.offset = offset, r.sidechain = side, r.agent = of, r.nested = nested,
    r.input = 1;
  };
  add(1, 50, false, 0);
  add(0, 300, false, 0);
  add(0, 100, false, 0);
  add(0, 200, true, agent);
  add(0, 150, true, 0);
  add(0, 160, false, agent, true);
  HistoryPrompt prompt;
  prompt.file = 0, prompt.offset = 100;
  history.prompts.push_back(prompt);
  Chains chains(history);
  REQUIRE(chains.all().size() == 5);
  const Chain& main_chain = chains.all()[0];
  REQUIRE(main_chain.items.size() == 3);
  CHECK(main_chain.items[0].kind == ChainItem::kPrompt);
  CHECK(main_chain.items[1].index == 2);
  CHECK(main_chain.items[2].index == 1);
  CHECK(chains.all()[1].agent == agent);
  CHECK_FALSE(chains.all()[1].mixed);
  CHECK(chains.all()[2].mixed);  // without an id
  CHECK(chains.all()[3].mixed);  // quoted in its parent's file
  CHECK(chains.all()[4].file == 1);
}

TEST_CASE("burn: slope") {
  CHECK_FALSE(slope({}));
  CHECK_FALSE(slope(contexts({5000})));
  CHECK(slope(contexts({5000, 8000})) == 3000);
  CHECK(slope(contexts({5000, 8000, 8001})) == 1501);  // of 1 and 3,000
  CHECK(slope(contexts({5000, 1000})) == -4000);
  auto compacted = contexts({5000, 8000, 2000, 4000});
  compacted[2].restarted = true;
  CHECK(slope(compacted) == 2500);
}

TEST_CASE("burn: spark") {
  CHECK(spark({}, 8) == "");
  CHECK(spark(contexts({0, 10, 50, 100}), 8) == "▁▁▄█");
  CHECK(spark(contexts({1000, 50, 100}), 2) == "▄█");
}

TEST_CASE("burn: a checkpoint gives back what was put into it, and is refused when it is damaged") {
  std::mt19937_64 random(11);
  auto upto = [&random](std::uint64_t most) {
    return static_cast<std::int64_t>(random() % (most + 1));
  };
  for (int round = 0; round < 40; ++round) {
    Burn burn;
    if (round % 4)
      burn.chain.before =
          ChainRequest{{.write_1h = upto(9999), .read = upto(9999), .fast = round % 2 == 0},
                       upto(1u << 30),
                       random(),
                       0,
                       random()};
    if (round % 8 == 1) burn.chain.before->time.reset();
    burn.chain.ttl_s = 300, burn.chain.compacted = round % 3 == 0;
    for (std::int64_t i = 0, n = upto(5); i < n; ++i)
      burn.priced.push_back(
          {{.write_5m = upto(99999)}, upto(9999), upto(99999), "claude-opus-5-5"});
    burn.misses = static_cast<std::int64_t>(burn.priced.size());
    for (std::int64_t i = 0, n = upto(32); i < n; ++i)
      burn.contexts.push_back({upto(1000000), i == 0});
    burn.parts = {{"/p/a.jsonl", {.offset = random()}}, {"/q/a.jsonl", {.inode = random()}}};
    std::string bytes = encode(burn);
    auto back = decode_burn(bytes);
    REQUIRE(back);
    CHECK(encode(*back) == bytes);
    CHECK(back->priced.size() == burn.priced.size());
    CHECK(back->parts.size() == 2);
    CHECK(back->chain.before.has_value() == burn.chain.before.has_value());
    for (std::size_t i = 0; i < bytes.size(); i += 1 + static_cast<std::size_t>(upto(20))) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 1);
      CHECK_FALSE(decode_burn(damaged));
      CHECK_FALSE(decode_burn(bytes.substr(0, i)));
    }
  }
}
