// SPDX-License-Identifier: MIT
#include <map>

#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/output.h"
#include "lib/tools/growth_output.h"

namespace wick {
namespace {

void put_money(JsonWriter& out, const GrowthMoney& money) {
  out.number("cost_usd", usd_of(money.total())).number("floor_usd", usd_of(money.floor));
  out.number("grown_usd", usd_of(money.grown)).number("again_usd", usd_of(money.rewritten));
  out.number("fresh_usd", usd_of(money.new_tokens)).number("output_usd", usd_of(money.output));
  if (money.unpriced > 0) out.number("unpriced_requests", money.unpriced);
}

void put_contexts(JsonWriter& out, const GrowthReport& report) {
  out.begin_array("by_context");
  auto rows = rows_by_context(report);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ContextRow& row = rows[i];
    if (row.prompts == 0) continue;
    out.begin_object().text("context", kContextBands[i]);
    out.number("prompts", row.prompts).number("requests", row.requests);
    out.number("sent_tokens", row.sent).number("cost_usd", usd_of(row.cost));
    out.number("median_requests", row.median_requests)
        .number("median_sent_tokens", row.median_sent);
    out.number("median_cost_usd", usd_of(row.median_cost)).end_object();
  }
  out.end_array();
}

void put_totals(JsonWriter& out, const GrowthReport& report) {
  out.number("sessions", static_cast<std::int64_t>(report.sessions.size()));
  out.number("prompts", report.prompts).number("requests", report.requests);
  out.number("sent_tokens", report.sent);
  out.number("compactions", report.freed.compactions).number("freed_tokens", report.freed.tokens);
  if (report.prompts > 0) {
    PromptQuantiles q = prompt_quantiles(report);
    out.number("median_requests", q.median_requests).number("p90_requests", q.p90_requests);
    out.number("median_sent_tokens", q.median_sent).number("p90_sent_tokens", q.p90_sent);
    out.number("median_context_tokens", q.median_context);
    out.number("p90_context_tokens", q.p90_context);
  }
  put_money(out, report.money);
}

void put_prompt(JsonWriter& out, const GrowthPrompt& prompt) {
  out.begin_object();
  if (prompt.first->time != kUndated) out.text("time", iso8601_ms(prompt.first->time));
  out.number("context_tokens", prompt.context()).number("requests", prompt.requests);
  out.number("sent_tokens", prompt.sent).number("cost_usd", usd_of(prompt.cost));
  if (prompt.restarted) out.flag("restarted", true);
  out.end_object();
}

void put_session(JsonWriter& out, const ReplayedHistory& replayed, const SessionGrowth& s) {
  out.begin_object().text("session", replayed.history().names[s.session]);
  out.text("project", replayed.project_of(s.file));
  out.number("requests", s.requests).number("floor_tokens", s.floor);
  out.number("peak_tokens", s.peak).number("latest_tokens", s.latest);
  out.number("sent_tokens", s.sent);
  if (auto slope = s.slope()) out.number("slope_tokens_per_prompt", *slope);
  out.number("compactions", s.freed.compactions).number("freed_tokens", s.freed.tokens);
  put_money(out, s.money);
  out.begin_array("prompts");
  for (const GrowthPrompt& prompt : s.prompts) put_prompt(out, prompt);
  out.end_array().end_object();
}

// A further, smaller cause of a jump.
void put_other(JsonWriter& out, const JumpCause& cause) {
  out.begin_object().text("cause", cause.kind);
  if (!cause.tool.empty()) out.text("tool", cause.tool);
  if (!cause.target.empty()) out.text("target", cause.target);
  if (!cause.attachment.empty()) out.text("attachment", cause.attachment);
  out.number("bytes", static_cast<std::int64_t>(cause.bytes))
      .number("share_pct", cause.share() * 100);
  out.number("line", static_cast<std::int64_t>(cause.line));
  out.end_object();
}

void put_jump(JsonWriter& out, const ReplayedHistory& replayed, const JumpWithCause& entry) {
  const HistoryRequest& after = *entry.jump.after;
  out.begin_object().text("session", replayed.history().names[after.session]);
  if (after.time != kUndated) out.text("time", iso8601_ms(after.time));
  out.number("jump_tokens", entry.jump.tokens).number("context_tokens", after.context());
  out.text("cause", entry.cause.kind);
  if (!entry.cause.tool.empty()) out.text("tool", entry.cause.tool);
  if (!entry.cause.target.empty()) out.text("target", entry.cause.target);
  if (!entry.cause.attachment.empty()) out.text("attachment", entry.cause.attachment);
  if (entry.cause.bytes > 0) out.number("bytes", static_cast<std::int64_t>(entry.cause.bytes));
  if (entry.cause.bytes > 0) out.number("share_pct", entry.cause.share() * 100);
  out.text("transcript", replayed.history().files[after.file].path);
  if (entry.cause.line > 0) out.number("line", static_cast<std::int64_t>(entry.cause.line));
  if (!entry.cause.others.empty()) {
    out.begin_array("others");
    for (const JumpCause& other : entry.cause.others) put_other(out, other);
    out.end_array();
  }
  out.end_object();
}

void put_sums(JsonWriter& out, const WhatIfSums& s) {
  out.number("cost_usd", usd_of(s.actual)).number("would_usd", usd_of(s.would));
  out.number("saved_usd", usd_of(s.actual - s.would));
  out.number("sent_tokens", s.sent_actual).number("would_send_tokens", s.sent_would);
  out.number("requests", s.requests).number("changed_requests", s.changed);
  out.number("inserted", s.inserted);
  if (s.unpriced > 0) out.number("unpriced_requests", s.unpriced);
}

void put_switched(JsonWriter& out, const WhatIfAnswer& answer) {
  out.begin_array("models");
  for (const SwitchedModel& m : answer.switched) {
    out.begin_object().text("model", m.model);
    if (m.ratio) {
      out.number("token_ratio", m.ratio->ratio).number("token_ratio_low", m.ratio->interval.low);
      out.number("token_ratio_high", m.ratio->interval.high)
          .flag("baseline", m.ratio->is_of_baseline());
    }
    out.number("too_long", m.too_long);
    put_sums(out, m.sums);
    out.end_object();
  }
  out.end_array();
}

void put_what_if(JsonWriter& out, const ReplayedHistory& replayed, const WhatIfAnswer& answer) {
  out.begin_object().text("policy", answer.text);
  out.text("assumed", assumptions_of(answer.policy.kind));
  put_sums(out, answer.report.all);
  if (answer.policy.kind == WhatIf::kModel) put_switched(out, answer);
  out.begin_array("sessions");
  for (const auto& [id, sums] : answer.report.sessions) {
    out.begin_object().text("session", replayed.history().names[id]);
    put_sums(out, sums);
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace

std::string growth_json(const ReplayedHistory& replayed, const GrowthReport& report,
                        const std::vector<JumpWithCause>& jumps,
                        const std::vector<WhatIfAnswer>& answers,
                        const std::vector<GrowthSide>& sides, bool kept) {
  JsonWriter out;
  out.begin_object().text("source", kept ? "ledger" : "transcripts");
  out.begin_object("totals");
  put_totals(out, report);
  out.end_object();
  put_contexts(out, report);
  out.begin_array("sessions");
  for (const SessionGrowth& session : report.sessions) put_session(out, replayed, session);
  out.end_array();
  out.begin_array("jumps");
  for (const JumpWithCause& entry : jumps) put_jump(out, replayed, entry);
  out.end_array();
  out.begin_array("what_if");
  for (const WhatIfAnswer& answer : answers) put_what_if(out, replayed, answer);
  out.end_array();
  out.begin_array("split");
  for (const GrowthSide& side : sides) {
    out.begin_object().text("side", side.name);
    put_totals(out, side.report);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string growth_csv(const ReplayedHistory& replayed) {
  CsvWriter out;
  for (std::string_view name : {"time", "session", "project", "prompt", "request", "model",
                                "context_tokens", "usd", "transcript", "offset"})
    out.cell(name);
  out.end_row();
  std::uint32_t chain = UINT32_MAX;
  std::int64_t prompt = 0, number = 0;
  for (const ReplayedRequest& r : replayed.requests()) {
    if (replayed.is_subagent(r)) continue;
    if (r.chain != chain) prompt = number = 0;
    chain = r.chain;
    prompt += r.after_prompt, number += 1;
    const HistoryRequest& request = *r.request;
    auto price = replayed.pricer().price(request);
    out.cell(request.time == kUndated ? "" : iso8601_ms(request.time));
    out.cell(replayed.history().names[request.session]).cell(replayed.project_of(request.file));
    out.cell(std::to_string(prompt)).cell(std::to_string(number));
    out.cell(replayed.model_of(request.model)).cell(std::to_string(request.context()));
    out.cell(price ? number_text(usd_of(price->cost)) : "");
    out.cell(replayed.history().files[request.file].path).cell(std::to_string(request.offset));
    out.end_row();
  }
  return out.take();
}

}  // namespace wick
