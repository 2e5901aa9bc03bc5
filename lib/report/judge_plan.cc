// SPDX-License-Identifier: MIT
#include "lib/report/judge_plan.h"

#include <algorithm>

#include "lib/base/format.h"
#include "lib/report/words.h"

namespace wick {
namespace {

// What Claude Code 2.1.332 takes for the word, and 2.1.119 (both measured).
constexpr std::string_view kHaiku = "haiku", kNewHaiku = "claude-haiku-5-5", kOldHaiku = "claude-haiku-4-5";

std::int64_t tokens_of(std::size_t bytes) { return static_cast<std::int64_t>((bytes + 2) / 3); }

std::optional<double> price_of(const PriceTable& prices, std::string_view model, TimeMs now, const Usage& usage,
                               bool batch) {
  const PriceRow* row = prices.find(model, now);
  if (!row) return std::nullopt;
  return cost(*row, usage) * (batch ? 0.5 : 1);
}

std::string price_text(const JudgeEstimate& e) {
  if (!e.usd) return fmt::format("of {} no price is known", e.model);
  std::string out = fmt::format("{} at the price of {}", human_usd(*e.usd), e.model);
  if (e.older_usd) out += fmt::format("; old clients take {}: {}", e.older, human_usd(*e.older_usd));
  return out;
}

}  // namespace

std::string model_id(const std::string& model) { return model == kHaiku ? std::string(kNewHaiku) : model; }

JudgeEstimate estimate_judge(const std::vector<JudgeRequest>& requests, const std::string& model, bool batch,
                             const PriceTable& prices, TimeMs now) {
  constexpr std::int64_t kClient = 700, kPerCase = 20, kPerReply = 30;
  JudgeEstimate out;
  out.model = model_id(model);
  double older = 0, newer = 0, most = 0;
  bool known = true, has_older = !batch && model == kHaiku;
  for (const JudgeRequest& request : requests) {
    Usage usage;
    std::int64_t input = tokens_of(kJudgeInstructions.size() + kJudgeSchema.size() + request.prompt.size());
    if (batch) usage.input = input;
    else usage.write_5m = input + kClient;
    usage.output = static_cast<std::int64_t>(request.keys.size()) * kPerCase + kPerReply;
    out.input_tokens += usage.prompt();
    out.output_tokens += usage.output;
    auto price = price_of(prices, parse_model(out.model).canonical, now, usage, batch);
    auto old_price = has_older ? price_of(prices, kOldHaiku, now, usage, batch) : std::nullopt;
    known = known && price;
    has_older = has_older && old_price;
    newer += price.value_or(0), older += old_price.value_or(0);
    most = std::max({most, price.value_or(0), old_price.value_or(0)});
  }
  if (known) out.usd = newer, out.each_usd = most;
  if (has_older) out.older_usd = older, out.older = kOldHaiku;
  return out;
}

std::string judge_plan(const std::vector<JudgeCase>& cases, const std::vector<JudgeRequest>& requests,
                       const JudgeEstimate& estimate, const std::string& model, bool text, const TableLook& look) {
  std::vector<TableRow> rows;
  for (std::size_t k = 0; k < kCaseKinds; ++k) {
    std::int64_t found = 0, waste = 0, tokens = 0;
    for (const JudgeCase& c : cases) {
      if (c.kind != static_cast<CaseKind>(k)) continue;
      found += 1, waste += c.by_rule, tokens += c.tokens;
    }
    if (found == 0) continue;
    rows.push_back({{std::string(name_of(static_cast<CaseKind>(k)))}, {human_count(found)}, {human_count(waste)},
                    {human_tokens(tokens)}});
  }
  std::string out = table_text({{"CASES", false, 95}, {"FOUND", true, 90}, {"WASTE BY RULE", true, 50}, {"TOKENS", true, 70}},
                               rows, look);
  out +=
      fmt::format("{}, {} to {}: about {} tokens in and {} out\n{}\n", plural(cases.size(), "case", "cases"),
                  plural(requests.size(), "request", "requests"), model, human_tokens(estimate.input_tokens),
                  human_tokens(estimate.output_tokens), price_text(estimate));
  out += text ? "with text of the conversation: prompts, inputs, results, answers, 600 bytes of each\n"
              : "without text of the conversation: names of tools, kinds of errors, counts\n";
  return out;
}

}  // namespace wick
