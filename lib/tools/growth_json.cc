// SPDX-License-Identifier: MIT
#include <map>

#include "lib/tools/growth_columns.h"

namespace wick {
namespace {

void put_totals(JsonWriter& out, const GrowthReport& report) {
  GrowthTotals totals = totals_of(report);
  put_members(out, kGrowthTotals, totals);
  if (report.prompts > 0) put_members(out, kPromptQuantiles, totals);
  put_members(out, kGrowthMoney, report.money);
}

void put_session(JsonWriter& out, const GrowthSession& session) {
  out.begin_object();
  put_members(out, kGrowthSessions, session);
  put_members(out, kGrowthMoney, session.s.money);
  put_objects(out, "prompts", kGrowthPrompts, prompt_lines(session.s));
  out.end_object();
}

void put_jump(JsonWriter& out, JumpLine jump) {
  out.begin_object();
  if (!jump.is_other) put_members(out, kJumps, jump);
  put_members(out, kJumpCauses, jump), put_members(out, kJumpPlaces, jump);
  if (!jump.cause.others.empty()) {
    out.begin_array("others");
    for (const JumpCause& other : jump.cause.others)
      put_jump(out, {jump.replayed, jump.jump, other, jump.look, true});
    out.end_array();
  }
  out.end_object();
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
    put_members(out, kWhatIfs, WhatIfLine{m.sums});
    out.end_object();
  }
  out.end_array();
}

void put_what_if(JsonWriter& out, const ReplayedHistory& replayed, const WhatIfAnswer& answer) {
  out.begin_object().text("policy", answer.text);
  out.text("assumed", assumptions_of(answer.policy.kind));
  put_members(out, kWhatIfs, WhatIfLine{answer.report.all});
  if (answer.policy.kind == WhatIf::kModel) put_switched(out, answer);
  // By id: the numbers of names depend on which thread read a session first.
  std::map<std::string_view, const WhatIfSums*> sessions;
  for (const auto& [id, sums] : answer.report.sessions)
    sessions.emplace(replayed.history().names[id], &sums);
  out.begin_array("sessions");
  for (const auto& [id, sums] : sessions) {
    out.begin_object().text("session", id);
    put_members(out, kWhatIfs, WhatIfLine{*sums});
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace

std::string growth_json(const ReplayedHistory& replayed, const GrowthReport& report,
                        const std::vector<JumpWithCause>& jumps,
                        const std::vector<WhatIfAnswer>& answers,
                        const std::vector<GrowthSide>& sides, bool kept) {
  const GrowthStyle none;
  JsonWriter out;
  out.begin_object().text("source", kept ? "ledger" : "transcripts");
  out.begin_object("totals");
  put_totals(out, report);
  out.end_object();
  put_objects(out, "by_context", kGrowthContexts, context_lines(report));
  out.begin_array("sessions");
  for (const SessionGrowth& session : report.sessions) put_session(out, {replayed, session, none});
  out.end_array();
  out.begin_array("jumps");
  for (const JumpWithCause& entry : jumps) put_jump(out, {replayed, entry.jump, entry.cause, none});
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
  std::vector<GrowthRequest> rows;
  std::uint32_t chain = UINT32_MAX;
  std::int64_t prompt = 0, number = 0;
  for (const ReplayedRequest& r : replayed.requests()) {
    if (replayed.is_subagent(r)) continue;
    if (r.chain != chain) prompt = number = 0;
    chain = r.chain;
    prompt += r.after_prompt, number += 1;
    rows.push_back({replayed, *r.request, prompt, number});
  }
  return csv_of(kGrowthRequests, rows);
}

}  // namespace wick
