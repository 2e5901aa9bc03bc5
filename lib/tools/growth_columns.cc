// SPDX-License-Identifier: MIT
#include "lib/tools/growth_columns.h"

#include "lib/tools/tokens_output.h"

namespace wick {

std::vector<MoneyPart> money_parts(const GrowthMoney& money) {
  std::vector<MoneyPart> out;
  for (const auto& column : kGrowthMoney) {
    if (column.page.empty()) continue;
    double usd = *number_in(*column.figure(money).value);
    out.push_back({column.page, static_cast<Money>(std::llround(usd * kMoneyPerUsd))});
  }
  return out;
}

PromptQuantiles prompt_quantiles(const GrowthReport& report) {
  std::vector<std::int64_t> requests, sent, contexts;
  for (const SessionGrowth& session : report.sessions) {
    for (const GrowthPrompt& prompt : session.prompts) {
      requests.push_back(prompt.requests), sent.push_back(prompt.sent);
      contexts.push_back(prompt.context());
    }
  }
  return {quantile_of(requests, 0.5), quantile_of(requests, 0.9), quantile_of(sent, 0.5),
          quantile_of(sent, 0.9),     quantile_of(contexts, 0.5), quantile_of(contexts, 0.9)};
}

GrowthTotals totals_of(const GrowthReport& report) { return {report, prompt_quantiles(report)}; }

std::vector<ContextLine> context_lines(const GrowthReport& report) {
  std::vector<ContextLine> out;
  auto rows = rows_by_context(report);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].prompts > 0) out.push_back({kContextBands[i], rows[i]});
  return out;
}

std::vector<PromptLine> prompt_lines(const SessionGrowth& session) {
  std::vector<PromptLine> out;
  std::int64_t before = 0;
  for (const GrowthPrompt& prompt : session.prompts) {
    out.push_back({prompt, out.size() + 1, before});
    before = prompt.context();
  }
  return out;
}

Definitions growth_definitions() {
  Definitions out;
  define(out, kGrowthTotals), define(out, kPromptQuantiles), define(out, kGrowthContexts);
  define(out, kGrowthSessions), define(out, kGrowthPrompts);
  define(out, kJumps), define(out, kJumpCauses), define(out, kJumpPlaces);
  define(out, kGrowthMoney), define(out, kWhatIfs);
  begin_with(out, {"sessions", "prompts", "requests", "context_tokens", "floor_tokens",
                   "peak_tokens", "latest_tokens", "sent_tokens", "slope_tokens_per_prompt",
                   "median_requests", "p90_requests", "median_sent_tokens", "p90_sent_tokens",
                   "median_context_tokens", "p90_context_tokens", "median_cost_usd"});
  for (const Definition& d : token_definitions()) out.push_back(d);
  return out;
}

}  // namespace wick
