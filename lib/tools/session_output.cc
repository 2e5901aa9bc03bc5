// SPDX-License-Identifier: MIT
#include "lib/tools/session_output.h"

#include "lib/base/format.h"
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

// An array of those that are known.
void put_models(JsonWriter& out, const std::vector<std::string>& models) {
  out.begin_array("models");
  for (const std::string& model : models)
    if (!model.empty()) out.text(model);
  out.end_array();
}

// The common members of a line and a document. The sums have the same keys as in wick-usage.
void put_summary(JsonWriter& out, const SessionSummary& s) {
  const SessionStyle none;
  put_members(out, kSessions, SessionLine{s, none});
  put_usage_sums(out, s.usage.all, true);
  put_members(out, kSessionSums, SessionLine{s, none});
  std::vector<std::string> models;
  for (const ModelUsage& model : s.models) models.push_back(model.model);
  put_models(out, models);
}

}  // namespace

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

namespace {

std::string one_digit(double number) { return fmt::format("{:.1f}", number); }

std::string model_name(const std::string& model) {
  return model.empty() ? "no model" : display_model(model);
}

std::string joined(const std::vector<std::string>& models) {
  std::string out;
  for (const std::string& model : models) out += (out.empty() ? "" : ", ") + model_name(model);
  return out;
}

// clang-format off
constexpr ReportColumn<ModelUsage> kModelUsage[] = {
    {{}, {"MODEL", false, 90, 12}, WICK_CELL(as_text(model_name(r.model)))},
    {{}, {"REQUESTS", true, 85}, WICK_CELL(as_count(r.sums.requests))},
    {{}, {"INPUT", true, 40}, WICK_CELL(blank_zero(as_tokens(r.sums.input)))},
    {{}, {"WRITE 5M", true, 55}, WICK_CELL(blank_zero(as_tokens(r.sums.write_5m)))},
    {{}, {"WRITE 1H", true, 55}, WICK_CELL(blank_zero(as_tokens(r.sums.write_1h)))},
    {{}, {"READ", true, 65}, WICK_CELL(blank_zero(as_tokens(r.sums.read)))},
    {{}, {"OUTPUT", true, 60}, WICK_CELL(blank_zero(as_tokens(r.sums.output)))},
    {{}, {"COST", true, 100}, WICK_CELL(only_shown(usage_cost(r.sums)))},
};
constexpr ReportColumn<SubagentUsage> kSubagents[] = {
    {{}, {"SUBAGENT", false, 95, 12},
     WICK_CELL(as_text(r.agent.empty() ? "without an id" : r.agent))},
    {{}, {"MODEL", false, 80, 12}, WICK_CELL(as_text(joined(r.models)))},
    {{}, {"REQUESTS", true, 85}, WICK_CELL(as_count(r.sums.requests))},
    {{}, {"PEAK", true, 90}, WICK_CELL(as_tokens(r.peak_tokens))},
    {{}, {"COST", true, 100}, WICK_CELL(only_shown(usage_cost(r.sums)))},
};
constexpr ReportColumn<CompactionRecord> kCompactions[] = {
    {{"at"}, {"COMPACTED", false, 100}, WICK_CELL(or_else(as_second(r.time), "undated"))},
    {{"before_tokens"}, {"FROM", true, 90}, WICK_CELL(as_tokens(r.pre_tokens))},
    {{"after_tokens"}, {"TO", true, 90}, WICK_CELL(as_tokens(r.post_tokens))},
    {{"automatic"}, {"HOW", false, 80},
     WICK_CELL(shown_as(as_flag(r.automatic), r.automatic ? "automatic" : "manual"))},
};
// clang-format on

class SessionPage {
 public:
  SessionPage(const SessionSummary& session, const SessionStyle& look) : s_(session), look_(look) {}

  std::string text() {
    line("session", s_.usage.name);
    if (!s_.usage.title.empty()) line("name", s_.usage.title);
    line("project", shorten_home(s_.usage.project, look_.home));
    line("first", moment_text(s_.first));
    line("last", last());
    line("prompts", human_count(s_.usage.all.prompts));
    line("requests", requests());
    line("context", context());
    line("cache", cache());
    line("cost", cost());
    line("background", background());
    for (const std::string& path : s_.transcripts)
      line(&path == &s_.transcripts.front() ? "transcript" : "", shorten_home(path, look_.home));
    if (s_.transcripts.empty()) line("transcript", "gone; figures from the ledger");
    table(kModelUsage, s_.models);
    table(kSubagents, s_.subagents);
    table(kCompactions, s_.compactions);
    if (!s_.unknown_models.empty()) out_ += "\n";
    for (const UnknownModel& unknown : s_.unknown_models) out_ += dim(usage_note(unknown)) + "\n";
    return std::move(out_);
  }

 private:
  std::string dim(const std::string& text) const {
    return look_.table.color ? styled(text, {"", "", "2"}) : text;
  }

  // Writes no line if `text` is empty (unknown).
  void line(std::string label, const std::string& text) {
    constexpr std::size_t kWidth = 12;
    if (text.empty()) return;
    label.resize(kWidth, ' ');
    out_ += dim(label) + printable(text) + "\n";
  }

  template <class List, class Rows>
  void table(const List& columns, const Rows& rows) {
    if (!rows.empty()) out_ += "\n" + table_of(columns, rows, look_.table);
  }

  std::string last() const {
    std::int64_t seconds = (s_.last - s_.first) / 1000;
    return moment_text(s_.last) +
           (seconds > 0 ? fmt::format(", {} later", human_duration(seconds)) : "");
  }

  std::string requests() const {
    const UsageSums& all = s_.usage.all;
    std::string out = human_count(all.requests);
    if (s_.usage.subagents.requests > 0)
      out += fmt::format(", including {} by subagents", human_count(s_.usage.subagents.requests));
    if (all.prompts == 0) return out;
    double ratio = static_cast<double>(all.requests) / static_cast<double>(all.prompts);
    return fmt::format("{}; {} per prompt", out, one_digit(ratio));
  }

  std::string context() const {
    if (!s_.peak) return "";
    std::string when = moment_text(s_.peak->time);
    return fmt::format("{} at first, {} at most{}, {} last", human_tokens(s_.floor->tokens),
                       human_tokens(s_.peak->tokens),
                       when.empty() ? "" : fmt::format(" ({})", when),
                       human_tokens(s_.latest->tokens));
  }

  std::string cache() const {
    auto hits = s_.hit_ratio();
    if (!hits) return "";
    UsageSums main = s_.main_chain();
    std::string out =
        fmt::format("{} hits; read {}", human(Value{*hits, Unit::kShare}), human_tokens(main.read));
    if (main.write_5m > 0) out += ", written for 5m " + human_tokens(main.write_5m);
    if (main.write_1h > 0) out += ", written for 1h " + human_tokens(main.write_1h);
    if (main.saved > 0) out += "; saved " + human_usd(usd_of(main.saved));
    if (main.saved < 0)
      out += fmt::format("; cost {} more than without", human_usd(usd_of(-main.saved)));
    return out;
  }

  std::string cost() const {
    std::string out = usage_cost(s_.usage.all);
    if (s_.usage.subagents.requests == 0) return out;
    return fmt::format("{}: main {}, subagents {}", out, usage_cost(s_.main_chain()),
                       usage_cost(s_.usage.subagents));
  }

  std::string background() const {
    if (s_.usage.background.value_or(0) <= 0) return "";
    return human_usd(usd_of(*s_.usage.background)) +
           " more by Claude Code's own total, for requests that no transcript shows";
  }

  const SessionSummary& s_;
  const SessionStyle& look_;
  std::string out_;
};

}  // namespace

std::string session_page(const SessionSummary& session, const SessionStyle& look) {
  return SessionPage(session, look).text();
}

namespace {

void put_context(JsonWriter& out, const SessionSummary& s) {
  if (!s.floor || !s.peak || !s.latest) return;
  out.begin_object("context").number("floor_tokens", s.floor->tokens);
  out.value("floor_at", as_second(s.floor->time).value);
  out.number("peak_tokens", s.peak->tokens);
  out.value("peak_at", as_second(s.peak->time).value);
  out.number("last_tokens", s.latest->tokens);
  out.value("last_at", as_second(s.latest->time).value);
  out.end_object();
}

void put_subagent(JsonWriter& out, const SubagentUsage& agent) {
  out.begin_object().value("agent", if_any(agent.agent).value);
  out.value("first", as_second(agent.first).value);
  put_models(out, agent.models);
  out.number("peak_context_tokens", agent.peak_tokens);
  put_usage_sums(out, agent.sums, false);
  out.end_object();
}

}  // namespace

std::string session_document(const SessionSummary& s) {
  JsonWriter out;
  out.begin_object();
  put_summary(out, s);
  out.begin_object("main");
  put_usage_sums(out, s.main_chain(), false);
  out.end_object();
  put_context(out, s);
  out.begin_array("by_model");
  for (const ModelUsage& model : s.models) {
    out.begin_object().value("model", if_any(model.model).value);
    put_usage_sums(out, model.sums, false);
    out.end_object();
  }
  out.end_array().begin_array("by_subagent");
  for (const SubagentUsage& agent : s.subagents) put_subagent(out, agent);
  out.end_array();
  put_objects(out, "compacted", kCompactions, s.compactions);
  out.begin_array("transcripts");
  for (const std::string& path : s.transcripts) out.text(path);
  return out.end_array().end_object().take() + "\n";
}

}  // namespace wick
