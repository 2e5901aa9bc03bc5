// SPDX-License-Identifier: MIT
#include "lib/tools/session_output.h"

#include "lib/base/text.h"
#include "lib/tools/usage_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

struct SessionLine {
  const SessionSummary& s;
  const SessionStyle& look;

  std::string models() const {
    std::string out;
    for (const ModelUsage& model : s.models)
      if (!model.model.empty()) out += (out.empty() ? "" : ", ") + display_model(model.model);
    return printable(out);
  }
  Figure peak() const { return s.peak ? as_tokens(s.peak->tokens) : Figure{}; }
  Figure hits() const {
    auto hits = s.hit_ratio();
    return hits ? Figure{Value{*hits, Unit::kShare}} : Figure{};
  }
  Figure subagents_cost() const {
    const UsageSums& sums = s.usage.subagents;
    return sums.has_cost() ? as_usd(sums.cost) : Figure{};
  }
};

// In JSON, the sums of wick-usage are between these two.
// clang-format off
constexpr ReportColumn<SessionLine> kSessions[] = {
    {{"session"}, {"ID", false, 96, 8}, WICK_CELL(as_id(r.s.usage.name, r.look.id_length))},
    {{"title"}, {"NAME", false, 95, 16}, WICK_CELL(if_any(r.s.usage.title))},
    {{"project"}, {"PROJECT", false, 85, 8, true},
     WICK_CELL(r.s.usage.project.empty() ? Figure{} : as_path(r.s.usage.project, r.look.home))},
    {{}, {"MODEL", false, 60, 10}, WICK_CELL(only_shown(r.models()))},
    {{"first"}, {}, WICK_CELL(as_second(r.s.first))},
    {{"last"}, {"LAST", false, 75}, WICK_CELL(as_second(r.s.last))},
    {{}, {"PROMPTS", true, 45}, WICK_CELL(blank_zero(as_count(r.s.usage.all.prompts)))},
    {{}, {"REQUESTS", true, 65}, WICK_CELL(blank_zero(as_count(r.s.usage.all.requests)))},
    {{}, {"PEAK", true, 90}, WICK_CELL(r.peak())},
};
constexpr ReportColumn<SessionLine> kSessionSums[] = {
    {{"background_usd"}, {}, WICK_CELL(as_usd(r.s.usage.background))},
    {{"subagents"}, {"SUBAGENTS", true, 35}, WICK_CELL(blank_zero(as_count(r.s.subagents.size())))},
    {{"subagents_requests"}, {}, WICK_CELL(as_count(r.s.usage.subagents.requests))},
    {{"subagents_cost_usd"}, {}, WICK_CELL(r.subagents_cost())},
    {{}, {"HITS", true, 80}, WICK_CELL(r.hits())},
    {{"compactions"}, {"COMPACTIONS", true, 30},
     WICK_CELL(blank_zero(as_count(r.s.compactions.size())))},
    {{"peak_context_tokens"}, {}, WICK_CELL(r.peak())},
    {{"hit_ratio"}, {}, WICK_CELL(r.hits())},
    {{}, {"COST", true, 100}, WICK_CELL(only_shown(usage_cost(r.s.usage.all)))},
};
// clang-format on

}  // namespace

void put_models(JsonWriter& out, const std::vector<std::string>& models) {
  out.begin_array("models");
  for (const std::string& model : models)
    if (!model.empty()) out.text(model);
  out.end_array();
}

void put_summary(JsonWriter& out, const SessionSummary& s) {
  const SessionStyle none;
  put_members(out, kSessions, SessionLine{s, none});
  put_usage_sums(out, s.usage.all, true);
  put_members(out, kSessionSums, SessionLine{s, none});
  std::vector<std::string> models;
  for (const ModelUsage& model : s.models) models.push_back(model.model);
  put_models(out, models);
}

std::string session_lines(const std::vector<SessionSummary>& sessions) {
  std::string out;
  for (const SessionSummary& session : sessions) {
    JsonWriter line;
    line.begin_object();
    put_summary(line, session);
    out += line.end_object().take() + "\n";
  }
  return out;
}

std::string session_rows(const SessionsReport& report, const SessionStyle& look) {
  std::vector<SessionLine> rows;
  for (const SessionSummary& session : report.sessions) rows.push_back({session, look});
  std::string out = table_of(columns_of<SessionLine>({kSessions, kSessionSums}), rows, look.table);
  for (const std::string& note : usage_notes(report.usage))
    out += (look.table.color ? styled(note, {"", "", "2"}) : note) + "\n";
  return out;
}

}  // namespace wick
