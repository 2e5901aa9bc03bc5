// SPDX-License-Identifier: MIT
#include "lib/tools/session_output.h"

#include <iterator>

#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/usage_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

void put_time(JsonWriter& out, std::string_view key, TimeMs time) {
  if (time != kUndated) out.text(key, iso8601(time));
}

void put_count(JsonWriter& out, std::string_view key, std::size_t count) {
  out.number(key, static_cast<std::int64_t>(count));
}

// The common members of a line and a document. The sums have the same keys as in wick-usage.
void put_summary(JsonWriter& out, const SessionSummary& s) {
  out.text("session", s.usage.name);
  if (!s.usage.title.empty()) out.text("title", s.usage.title);
  if (!s.usage.project.empty()) out.text("project", s.usage.project);
  put_time(out, "first", s.first);
  put_time(out, "last", s.last);
  put_usage_sums(out, s.usage.all, true);
  if (s.usage.background) out.number("background_usd", usd_of(*s.usage.background));
  put_count(out, "subagents", s.subagents.size());
  out.number("subagents_requests", s.usage.subagents.requests);
  if (s.usage.subagents.has_cost())
    out.number("subagents_cost_usd", usd_of(s.usage.subagents.cost));
  put_count(out, "compactions", s.compactions.size());
  if (s.peak) out.number("peak_context_tokens", s.peak->tokens);
  if (auto hits = s.hit_ratio()) out.number("hit_ratio", *hits);
  out.begin_array("models");
  for (const ModelUsage& model : s.models)
    if (!model.model.empty()) out.text(model.model);
  out.end_array();
}

void put_context(JsonWriter& out, const SessionSummary& s) {
  if (!s.floor || !s.peak || !s.latest) return;
  out.begin_object("context").number("floor_tokens", s.floor->tokens);
  put_time(out, "floor_at", s.floor->time);
  out.number("peak_tokens", s.peak->tokens);
  put_time(out, "peak_at", s.peak->time);
  out.number("last_tokens", s.latest->tokens);
  put_time(out, "last_at", s.latest->time);
  out.end_object();
}

void put_models(JsonWriter& out, const SessionSummary& s) {
  out.begin_array("by_model");
  for (const ModelUsage& model : s.models) {
    out.begin_object();
    if (!model.model.empty()) out.text("model", model.model);
    put_usage_sums(out, model.sums, false);
    out.end_object();
  }
  out.end_array();
}

void put_subagents(JsonWriter& out, const SessionSummary& s) {
  out.begin_array("by_subagent");
  for (const SubagentUsage& agent : s.subagents) {
    out.begin_object();
    if (!agent.agent.empty()) out.text("agent", agent.agent);
    put_time(out, "first", agent.first);
    out.begin_array("models");
    for (const std::string& model : agent.models)
      if (!model.empty()) out.text(model);
    out.end_array();
    out.number("peak_context_tokens", agent.peak_tokens);
    put_usage_sums(out, agent.sums, false);
    out.end_object();
  }
  out.end_array();
}

void put_compactions(JsonWriter& out, const SessionSummary& s) {
  out.begin_array("compacted");
  for (const CompactionRecord& compaction : s.compactions) {
    out.begin_object();
    put_time(out, "at", compaction.time);
    if (compaction.pre_tokens) out.number("before_tokens", *compaction.pre_tokens);
    if (compaction.post_tokens) out.number("after_tokens", *compaction.post_tokens);
    out.flag("automatic", compaction.automatic).end_object();
  }
  out.end_array();
}

}  // namespace

std::string session_lines(const std::vector<SessionSummary>& sessions) {
  std::string out;
  for (const SessionSummary& session : sessions) {
    JsonWriter line;
    line.begin_object();
    put_summary(line, session);
    line.end_object();
    out += line.take() + "\n";
  }
  return out;
}

std::string session_document(const SessionSummary& s) {
  JsonWriter out;
  out.begin_object();
  put_summary(out, s);
  out.begin_object("main");
  put_usage_sums(out, s.main_chain(), false);
  out.end_object();
  put_context(out, s);
  put_models(out, s);
  put_subagents(out, s);
  put_compactions(out, s);
  out.begin_array("transcripts");
  for (const std::string& path : s.transcripts) out.text(path);
  out.end_array().end_object();
  return out.take() + "\n";
}

namespace {

// Same order as in cells_of().
// clang-format off
constexpr Column kSessionColumns[] = {
    {"ID", false, 96, 8}, {"NAME", false, 95, 16}, {"PROJECT", false, 85, 8, true}, {"MODEL", false, 60, 10},
    {"LAST", false, 75}, {"PROMPTS", true, 45}, {"REQUESTS", true, 65}, {"PEAK", true, 90},
    {"SUBAGENTS", true, 35}, {"HITS", true, 80}, {"COMPACTIONS", true, 30}, {"COST", true, 100},
};
// clang-format on

std::string models_of(const SessionSummary& session) {
  std::string out;
  for (const ModelUsage& model : session.models)
    if (!model.model.empty()) out += (out.empty() ? "" : ", ") + display_model(model.model);
  return out;
}

TableRow cells_of(const SessionSummary& s, const SessionStyle& look) {
  TableRow row;
  auto put = [&row](const std::string& text) { row.push_back({printable(text)}); };
  auto hits = s.hit_ratio();
  put(s.usage.name.substr(0, look.id_length));
  put(s.usage.title);
  put(shorten_home(s.usage.project, look.home));
  put(models_of(s));
  put(moment_text(s.last));
  put(count_cell(s.usage.all.prompts)), put(count_cell(s.usage.all.requests));
  put(s.peak ? human_tokens(s.peak->tokens) : "");
  put(count_cell(static_cast<std::int64_t>(s.subagents.size())));
  put(hits ? human(Value{*hits, Unit::kShare}) : "");
  put(count_cell(static_cast<std::int64_t>(s.compactions.size())));
  put(usage_cost(s.usage.all));
  return row;
}

}  // namespace

std::string session_rows(const SessionsReport& report, const SessionStyle& look) {
  const std::vector<Column> columns(std::begin(kSessionColumns), std::end(kSessionColumns));
  std::vector<TableRow> rows;
  for (const SessionSummary& session : report.sessions) rows.push_back(cells_of(session, look));
  std::string out;
  for (const std::string& line : lay_out_table(columns, rows, look.table)) out += line + "\n";
  for (const std::string& note : usage_notes(report.usage))
    out += (look.table.color ? styled(note, {"", "", "2"}) : note) + "\n";
  return out;
}

}  // namespace wick
