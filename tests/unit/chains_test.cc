// SPDX-License-Identifier: MIT
// What belongs together in a history: the chains of its requests, what each of them sent, and the
// requests of a prompt.
#include "lib/audit/timeline.h"
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

namespace {

// Two calls of the first response, whose results of 9,000 and 3,000 bytes the second request sends
// first: it has 4,050 tokens more than the first, of which that generated 50.
Story two_calls(std::uint32_t tokens = 14'050) {
  Story story;
  story.request(0, {0, 0, 10'000, 0, 50});
  std::uint64_t number = 0;
  for (std::uint64_t bytes : {9000u, 3000u}) {
    ToolCall call;
    call.key = ++number, call.message = 1, call.tool = story.history.names.id("Bash");
    call.offset = 100 + number * 10, call.input_bytes = 10;
    call.answered = true, call.answer_offset = 150 + number, call.result_bytes = bytes;
    story.history.calls.push_back({call, 0});
  }
  story.request(1, {0, 0, tokens - 10'000, 10'000, 50});
  return story;
}

Timeline only_timeline(const Story& story) {
  std::vector<Timeline> all;
  story.replayed([&](const ReplayedHistory& replayed) {
    each_timeline(replayed, [&](const Timeline& t) { all.push_back(t); });
    return 0;
  });
  REQUIRE(all.size() == 1);
  return all[0];
}

}  // namespace

TEST_CASE("timeline: a context's growth is divided among its pieces") {
  Story story = two_calls();
  story.request(2, {0, 0, 50, 14'050, 10});
  story.compaction(500), story.history.compactions.back().record.automatic = true;
  story.request(3, {0, 0, 3000, 0, 10});
  Timeline t = only_timeline(story);
  REQUIRE(t.steps.size() == 4);
  CHECK((t.steps[0].starts_context && !t.steps[0].forced && t.steps[0].calls == 2));
  CHECK((!t.steps[1].starts_context && !t.steps[2].starts_context));
  CHECK((t.steps[3].starts_context && t.steps[3].forced && t.steps[3].prompt == 3000));
  REQUIRE(t.calls.size() == 2);
  REQUIRE(t.segments.size() == 4);
  CHECK((t.end_of_own(0) == 0 && t.end_of_own(1) == 4 && t.end_of_own(2) == 4));
  for (const TimelineCall& call : t.calls) CHECK((call.step == 0 && call.answered == 1));
  for (const TimelineSegment& s : t.segments) {
    CHECK((s.first == 1 && s.end == 3));
    CHECK(s.rides() == 1);
    CHECK_FALSE(s.estimated);
  }
  // 4,000 of the 4,050 are not generated: three quarters of them are of the first result.
  const TimelineSegment &first = t.segments[t.calls[0].result],
                        &second = t.segments[t.calls[1].result];
  CHECK((first.from == 10'050 && first.tokens == 3000));
  CHECK((second.from == 13'050 && second.tokens == 1000));
  CHECK(t.segments[t.calls[0].input].tokens <= 25);
}

TEST_CASE("timeline: what goes back is not sent any more") {
  Story story = two_calls();
  story.request(2, {0, 0, 0, 13'050, 10});
  story.request(3, {0, 0, 0, 13'050, 10});
  Timeline t = only_timeline(story);
  CHECK(t.segments[t.calls[0].result].end == 4);
  CHECK(t.segments[t.calls[1].result].end == 2);
}

TEST_CASE("timeline: an image has what the other pieces leave") {
  for (std::uint32_t grown : {4050u, 9000u}) {
    Story story = two_calls(10'000 + grown);
    story.history.calls[0].record.is_image = true;
    Timeline t = only_timeline(story);
    std::int64_t others = 0, image = t.segments[t.calls[0].result].tokens;
    for (const TimelineSegment& s : t.segments) others += s.is_image ? 0 : s.tokens;
    // 3,000 bytes of a command's output are 1,050 tokens, with newer tokenizers more.
    CHECK((others >= 1050 && others <= 1700));
    CHECK(image == (grown == 4050 ? 4050 - others : 4800));
  }
}
