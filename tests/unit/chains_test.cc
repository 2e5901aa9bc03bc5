// SPDX-License-Identifier: MIT
// What belongs together in a history: the chains of its requests, and the requests of a prompt.
#include "lib/history/past_prompts.h"
#include "tests/unit/catch.h"
#include "tests/unit/story.h"

using namespace wick_test;

namespace {

// "p0 r0 c1": the kinds and indices of a chain's items.
std::string items_of(const Chain& chain) {
  std::string out;
  for (const ChainItem& item : chain.items)
    out += std::string(out.empty() ? "" : " ") + "pclr"[item.kind] + std::to_string(item.index);
  return out;
}

}  // namespace

TEST_CASE("chains: subagents in their parent's file, with their compactions") {
  Story story;
  Names::Id one = story.history.names.id("a1"), two = story.history.names.id("a2");
  auto of_agent = [&](Names::Id agent) {
    HistoryRequest& r = story.request(1, {10, 0, 0, 0, 5});
    r.sidechain = true, r.agent = agent;
  };
  story.prompt(0);
  story.request(0, {10, 0, 0, 0, 5});
  of_agent(one);
  story.compaction(500), story.history.compactions.back().record.sidechain = true;  // of the next
  of_agent(two);
  story.compaction(500), story.history.compactions.back().record.sidechain = true;  // of the last
  story.compaction(500);
  story.request(2, {10, 0, 0, 0, 5});
  Chains chains(story.history);
  REQUIRE(chains.all().size() == 3);
  CHECK(items_of(chains.all()[0]) == "p0 r0 c2 r3");
  CHECK_FALSE(chains.all()[0].subagent);
  CHECK(items_of(chains.all()[1]) == "r1");
  CHECK(chains.all()[1].agent == one);
  CHECK(items_of(chains.all()[2]) == "c0 r2 c1");
  CHECK((chains.all()[2].agent == two && chains.all()[2].subagent && !chains.all()[2].mixed));

  // A compaction of a subagent that no request of a subagent explains is in no chain.
  Story alone;
  alone.request(0, {10, 0, 0, 0, 5});
  alone.compaction(500), alone.history.compactions.back().record.sidechain = true;
  Chains main(alone.history);
  REQUIRE(main.all().size() == 1);
  CHECK(items_of(main.all()[0]) == "r0");

  // Old clients wrote no ids of subagents: who continues whom is unknown.
  Story old;
  old.request(0, {10, 0, 0, 0, 5}).sidechain = true;
  old.request(0, {10, 0, 0, 0, 5}).nested = true;
  Chains mixed(old.history);
  REQUIRE(mixed.all().size() == 1);
  CHECK((mixed.all()[0].mixed && mixed.all()[0].subagent));
}

TEST_CASE("replay: another model is another cache, another id of the same is not") {
  auto second = [](const std::string& model, auto&& change) {
    Story story;
    story.request(0, {0, 0, 10'000, 0, 10});
    HistoryRequest& r = story.request(10, {0, 0, 10'500, 0, 10});
    r.model = story.history.names.id(model);
    change(story, r);
    return story.replayed([](const ReplayedHistory& replayed) {
      const ReplayedRequest& last = replayed.requests().back();
      return std::tuple(last.outcome, last.cause, last.lost);
    });
  };
  auto nothing = [](Story&, HistoryRequest&) {};
  auto miss = [](MissCause cause) { return std::tuple(CacheOutcome::kMiss, cause, 10'000); };
  CHECK(second("claude-sonnet-5-5", nothing) == miss(MissCause::kModel));
  CHECK(std::get<1>(second("anthropic/claude-opus-5.5", nothing)) != MissCause::kModel);
  // What was asked for counts, if another name responded.
  CHECK(second("claude-opus-5-5", [](Story& story, HistoryRequest& r) {
          r.asked = story.history.names.id("claude-sonnet-5-5");
        }) == miss(MissCause::kModel));
  CHECK(second("claude-opus-5-5", [](Story&, HistoryRequest& r) { r.time += 3600'000; }) ==
        miss(MissCause::kTtl1h));
  CHECK(std::get<0>(second("claude-opus-5-5", [](Story&, HistoryRequest& r) {
          r.read = 10'000, r.write_1h = 500;
        })) == CacheOutcome::kHit);
}

TEST_CASE("past prompts: their requests, their subagents, and what came before") {
  Story story;
  story.request(0, {10, 0, 0, 0, 5});  // of no prompt
  story.prompt(10);
  story.request(11, {10, 1000, 0, 0, 50});
  story.request(20, {10, 200, 0, 1000, 60});
  story.request(15, {10, 0, 0, 0, 5}).sidechain = true;
  story.prompt(30);  // not answered
  story.prompt(40);
  story.compaction(500);
  story.request(41, {10, 0, 700, 0, 5});
  story.request(42, {10, 0, 0, 0, 5}).nested = true;
  PriceTable prices;
  Pricer pricer(prices, story.history.names, kStart);
  std::vector<std::uint32_t> owners;
  std::vector<PastPrompt> all = past_prompts(story.history, pricer, kUndated, &owners);
  REQUIRE(all.size() == 2);
  CHECK(owners == std::vector<std::uint32_t>{kNoPrompt, 0, 0, 0, 1, 1});
  CHECK(all[0].before == 0);
  CHECK(all[0].shape.requests == 2);
  CHECK(all[0].shape.output == 110);
  CHECK(all[0].first == &story.history.requests[1]);
  CHECK(all[0].last == &story.history.requests[0]);
  CHECK(all[0].end == kStart + 20'000);
  CHECK(all[0].ttl_s == 0);
  CHECK_FALSE(all[0].compacted);
  CHECK(all[1].before == 1);
  CHECK(all[1].shape.requests == 1);
  CHECK(all[1].last == &story.history.requests[2]);
  CHECK(all[1].ttl_s == 300);
  // A million tokens of input cost 4 dollars, of output 20, read 0.20, written 5.
  CHECK(usd_of(*all[0].cost) ==
        Approx((20 * 4 + 110 * 20 + 1000 * 0.2 + 1200 * 5) / 1e6).margin(1e-12));
  CHECK(usd_of(all[0].subagents) == Approx((10 * 4 + 5 * 20) / 1e6).margin(1e-12));
}
