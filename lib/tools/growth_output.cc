// SPDX-License-Identifier: MIT
#include "lib/tools/growth_output.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "lib/base/format.h"
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

namespace {

std::string session_rows(const ReplayedHistory& replayed, const GrowthReport& report,
                         const GrowthStyle& look) {
  std::vector<GrowthSession> rows;
  for (const SessionGrowth& s : report.sessions)
    if (look.most == 0 || rows.size() < look.most) rows.push_back({replayed, s, look});
  std::string out = table_of(kGrowthSessions, rows, look.table);
  if (report.sessions.size() > rows.size())
    out +=
        fmt::format("and {} more sessions (--limit)\n",
                    human_count(static_cast<std::int64_t>(report.sessions.size() - rows.size())));
  return out;
}

std::string prompts_line(const GrowthReport& report) {
  if (report.prompts == 0) return "";
  PromptQuantiles q = prompt_quantiles(report);
  return fmt::format("one prompt: {}{} (median; 9 of 10 at most {}), {} tokens sent ({})\n",
                     human_count(q.median_requests),
                     q.median_requests == 1 ? " request" : " requests", human_count(q.p90_requests),
                     human_tokens(q.median_sent), human_tokens(q.p90_sent));
}

std::string money_rows(const GrowthMoney& money, const TableStyle& look) {
  std::vector<TableRow> rows;
  for (const MoneyPart& part : money_parts(money)) {
    std::string words(part.words);
    words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
    rows.push_back({{words}, {usd_text(part.money)}, {whole_share(part.money, money.total())}});
  }
  return table_text(
      {{"WHAT THE MONEY WAS SPENT ON", false, 90}, {"COST", true, 100}, {"SHARE", true, 80}}, rows,
      look);
}

std::string jump_rows(const ReplayedHistory& replayed, const std::vector<JumpWithCause>& jumps,
                      const GrowthStyle& look) {
  std::vector<JumpLine> rows;
  for (const JumpWithCause& each : jumps) rows.push_back({replayed, each.jump, each.cause, look});
  return table_of(columns_of<JumpLine>({kJumps, kJumpCauses, kJumpPlaces}), rows, look.table);
}

std::string joined(std::initializer_list<std::string> blocks) {
  std::string out;
  for (const std::string& block : blocks)
    if (!block.empty()) out += (out.empty() ? "" : "\n") + block;
  return out;
}

}  // namespace

std::string growth_table(const ReplayedHistory& replayed, const GrowthReport& report,
                         const std::vector<JumpWithCause>& jumps, const GrowthStyle& look) {
  std::string note;
  if (report.money.unpriced > 0) note = unpriced_note(report.money.unpriced);
  std::string contexts = table_of(kGrowthContexts, context_lines(report), look.table);
  return joined({session_rows(replayed, report, look), contexts + prompts_line(report),
                 money_rows(report.money, look.table), jump_rows(replayed, jumps, look), note});
}

std::string session_growth(const ReplayedHistory& replayed, const SessionGrowth& session,
                           const std::vector<JumpWithCause>& jumps, const GrowthStyle& look) {
  return joined({table_of(kGrowthPrompts, prompt_lines(session), look.table),
                 money_rows(session.money, look.table), jump_rows(replayed, jumps, look)});
}

namespace {

// "Opus 4.5: 0.80 (0.76 to 0.85) times as many tokens under Haiku 5.5, by your sessions".
std::string switched_text(const SwitchedModel& m, const std::string& to) {
  std::string out = printable(display_model(m.model)) + ": ";
  if (!m.ratio) out += "the same number of tokens assumed";
  else
    out += fmt::format("{} times as many tokens under {}, {}", ratio_text(*m.ratio),
                       printable(display_model(to)), source_of(*m.ratio));
  if (m.ratio && !m.ratio->is_of_baseline() && (m.ratio->model != to || m.ratio->other != m.model))
    out += fmt::format(" with {} and {}", printable(display_model(m.ratio->model)),
                       printable(display_model(m.ratio->other)));
  if (m.too_long > 0)
    out += fmt::format("; {} too long for its window",
                       plural(static_cast<std::size_t>(m.too_long), "request is", "requests are"));
  return out + "\n";
}

}  // namespace

std::string what_if_table(const ReplayedHistory& replayed, const WhatIfAnswer& answer,
                          const GrowthStyle& look) {
  const WhatIfSums& all = answer.report.all;
  std::vector<WhatIfLine> rows = {{all, "all"}};
  std::vector<std::pair<Names::Id, const WhatIfSums*>> sessions;
  for (const auto& [id, sums] : answer.report.sessions)
    if (sums.actual != sums.would) sessions.emplace_back(id, &sums);
  const Names& names = replayed.history().names;
  std::sort(sessions.begin(), sessions.end(), [&names](const auto& a, const auto& b) {
    Money saved_a = a.second->actual - a.second->would,
          saved_b = b.second->actual - b.second->would;
    return saved_a != saved_b ? saved_a > saved_b : names[a.first] < names[b.first];
  });
  std::map<Names::Id, std::uint32_t> files;
  for (const ReplayedRequest& r : replayed.requests())
    files.try_emplace(r.request->session, r.request->file);
  for (const auto& [id, s] : sessions)
    if (look.most == 0 || rows.size() <= look.most)
      rows.push_back({*s, names[id].substr(0, look.id_length),
                      shorten_home(replayed.project_of(files[id]), look.home)});
  std::string out = table_of(kWhatIfs, rows, look.table);
  out += fmt::format("assumed: {}\n", assumptions_of(answer.policy.kind));
  for (const SwitchedModel& m : answer.switched) out += switched_text(m, answer.policy.model);
  if (all.unpriced > 0) out += unpriced_note(all.unpriced);
  return out;
}

std::string split_table(const std::vector<GrowthSide>& sides, const TableStyle& look) {
  std::vector<Column> columns = {{"", false, 90}};
  for (const GrowthSide& side : sides) columns.push_back({side.name, true, 100});
  std::vector<TableRow> rows;
  for (const auto& figure : columns_of<GrowthTotals>({kGrowthTotals, kPromptQuantiles})) {
    if (!figure.in_table()) continue;
    rows.push_back({{std::string(figure.look.heading)}});
    for (const GrowthSide& side : sides)
      rows.back().push_back({figure.figure(totals_of(side.report)).text()});
  }
  return table_text(columns, rows, look);
}

void put_growth(HtmlPage& page, const GrowthReport& report) {
  put_table(page, "Prompts by their initial context; medians per prompt", kGrowthContexts,
            context_lines(report));
  const GrowthMoney& m = report.money;
  if (m.total() <= 0) return;
  std::vector<std::vector<std::string>> rows;
  for (const MoneyPart& part : money_parts(m))
    rows.push_back(
        {std::string(part.words), usd_text(part.money), money_percent(part.money, m.total())});
  page.table("What the money of main chains was spent on",
             {{"Part"}, {"Cost", true}, {"Share", true}}, rows);
}

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
                        const std::vector<GrowthSide>& sides, SessionNames& names, bool kept) {
  GrowthStyle look;
  look.names = &names;
  JsonWriter out;
  out.begin_object().text("source", kept ? "ledger" : "transcripts");
  out.begin_object("totals");
  put_totals(out, report);
  out.end_object();
  put_objects(out, "by_context", kGrowthContexts, context_lines(report));
  out.begin_array("sessions");
  for (const SessionGrowth& session : report.sessions) put_session(out, {replayed, session, look});
  out.end_array();
  out.begin_array("jumps");
  for (const JumpWithCause& entry : jumps) put_jump(out, {replayed, entry.jump, entry.cause, look});
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
