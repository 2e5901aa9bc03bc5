// SPDX-License-Identifier: MIT
#include <array>

#include "lib/base/text.h"
#include "lib/judge/request.h"
#include "lib/judge/run.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

std::vector<JudgeCase> three_cases() {
  std::vector<JudgeCase> cases(3);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    cases[i].key = 0xfedcba9876543210u + i;
    cases[i].tool = "Bash";
    cases[i].numbers = {{"failures", 2}};
    cases[i].counts = {{"errors", {{"timeout", 1}, {"no_command", 1}}}, {"calls_after", {}}};
    cases[i].texts = {{"a call", "/nowhere/at/all.jsonl", 0}};
  }
  return cases;
}

}  // namespace

TEST_CASE("cases become requests") {
  auto requests = judge_requests(three_cases(), 2, false);
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].keys.size() == 2);
  CHECK(
      requests[0].prompt ==
      "{\"case\":1,\"kind\":\"calls given up\",\"tool\":\"Bash\",\"failures\":2,\"errors\":\"no_command 1, timeout 1\"}\n"
      "{\"case\":2,\"kind\":\"calls given up\",\"tool\":\"Bash\",\"failures\":2,\"errors\":\"no_command 1, timeout 1\"}\n"
      "Judge each case.\n");
  CHECK(requests[1].keys == std::vector<std::uint64_t>{0xfedcba9876543212u});
  // Texts that are gone are empty.
  CHECK(contains(judge_requests(three_cases(), 1, true)[0].prompt, "\"text\":[]"));
  CHECK(judge_requests({}, 2, false).empty());
}

TEST_CASE("a batch's requests find their case again") {
  std::string line = batch_line(judge_requests(three_cases(), 1, false)[0], "claude-haiku-5-5");
  CHECK(contains(line, "\"custom_id\":\"wick-fedcba9876543210\""));
  CHECK(key_of_custom_id("wick-fedcba9876543210") == 0xfedcba9876543210u);
  for (const char* id : {"", "wick-", "wick-fedcba987654321", "wick-fedcba98765432100",
                         "wick-FEDCBA9876543210", "mine"})
    CHECK_FALSE(key_of_custom_id(id));
}

TEST_CASE("what claude -p says") {
  JudgeReply reply = claude_reply(
      R"({"type":"result","is_error":false,"result":"done","total_cost_usd":0.002,"modelUsage":{"claude-haiku-5-5":{"costUSD":0.002}},)"
      R"("structured_output":{"verdicts":[{"case":1,"verdict":"waste"},{"verdict":"useful","case":2},{"case":3,"verdict":"maybe"},)"
      R"({"case":-1,"verdict":"waste"},{"verdict":"waste"},{"case":9,"verdict":"unclear"}]}})");
  CHECK(reply.problem.empty());
  CHECK(reply.model == "claude-haiku-5-5");
  CHECK(reply.usd == 0.002);
  using Verdicts = std::vector<std::pair<std::int64_t, Verdict>>;
  CHECK(reply.verdicts ==
        Verdicts{{1, Verdict::kWaste}, {2, Verdict::kUseful}, {9, Verdict::kUnclear}});
  std::array<std::uint64_t, 2> keys = {70, 80};
  auto judgements = judgements_of(reply, keys, 5);
  REQUIRE(judgements.size() == 2);
  CHECK(judgements[1].key == 80);
  CHECK(judgements[1].verdict == Verdict::kUseful);
  CHECK(judgements[1].model == "claude-haiku-5-5");
  CHECK(judgements[1].time == 5);

  CHECK(claude_reply("").problem == "not JSON");
  CHECK(claude_reply("[]").problem == "not JSON");
  CHECK(claude_reply(R"({"result":"Not logged in","is_error":true,"total_cost_usd":0})").problem ==
        "Not logged in");
  CHECK(claude_reply(
            R"x({"subtype":"error_max_budget_usd","errors":["Reached maximum budget ($0.5)"]})x")
            .problem == "Reached maximum budget ($0.5)");
  CHECK(claude_reply(R"({"structured_output":{"verdicts":[]}})").problem == "no answer");
}

TEST_CASE("what a batch says") {
  JudgeReply reply = batch_reply(
      R"({"custom_id":"wick-0000000000000001","result":{"type":"succeeded","message":{"model":"claude-haiku-5-5","content":)"
      R"([{"type":"text","text":"I think"},{"type":"tool_use","name":"verdicts","input":{"verdicts":[{"case":1,"verdict":"useful"}]}}]}}})");
  CHECK(reply.custom_id == "wick-0000000000000001");
  CHECK(reply.model == "claude-haiku-5-5");
  REQUIRE(reply.verdicts.size() == 1);
  CHECK(reply.verdicts[0].second == Verdict::kUseful);
  CHECK(batch_reply(R"({"custom_id":"a","result":{"type":"expired"}})").problem == "expired");
}

TEST_CASE("what asking takes") {
  PriceTable prices;
  constexpr TimeMs kNow = 1795312800000;
  auto requests = judge_requests(three_cases(), 1, false);
  JudgeEstimate asked = estimate_judge(requests, "haiku", false, prices, kNow);
  JudgeEstimate batch = estimate_judge(requests, "haiku", true, prices, kNow);
  CHECK(asked.model == "claude-haiku-5-5");
  CHECK(asked.older == "claude-haiku-4-5");
  CHECK(*asked.older_usd > *asked.usd);
  CHECK(*asked.each_usd * 3 == Approx(*asked.older_usd));
  // A batch has half the price, and does not include the client's own tokens.
  CHECK(*batch.usd == Approx((static_cast<double>(batch.input_tokens) * 0.10 +
                              static_cast<double>(batch.output_tokens) * 0.50) /
                             2e6));
  CHECK(batch.input_tokens < asked.input_tokens);
  CHECK_FALSE(batch.older_usd);
  CHECK_FALSE(estimate_judge(requests, "gpt-7", false, prices, kNow).usd);
}
