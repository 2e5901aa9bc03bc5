// SPDX-License-Identifier: MIT
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/report/csv.h"
#include "lib/report/waste_output.h"
#include "lib/view/human.h"
#include "lib/view/json_writer.h"

namespace wick {
namespace {

void put_cost(JsonWriter& out, std::string_view prefix, const WasteCost& cost) {
  out.number(fmt::format("{}tokens", prefix), cost.tokens);
  out.number(fmt::format("{}usd", prefix), usd_of(cost.money));
}

void put_classes(JsonWriter& out, const WasteSums& sums) {
  out.begin_object("classes");
  for (std::size_t i = 0; i < kWastes; ++i) {
    if (sums.classes[i].tokens == 0) continue;
    out.begin_object(name_of(static_cast<Waste>(i)));
    put_cost(out, "", sums.classes[i]);
    out.end_object();
  }
  out.end_object();
}

void put_groups(JsonWriter& out, std::string_view by, const std::vector<WasteGroup>& groups) {
  out.begin_array(fmt::format("by_{}", by));
  for (const WasteGroup& g : groups) {
    out.begin_object().text(by, g.name.empty() ? "unknown" : g.name);
    put_cost(out, "wasted_", g.sums.wasted());
    put_classes(out, g.sums);
    out.end_object();
  }
  out.end_array();
}

// Where something is not known it is left out.
void put_what(JsonWriter& out, const Names& names, Waste waste, Names::Id tool, Names::Id target, ToolError error,
              Names::Id why) {
  out.text("class", name_of(waste));
  if (tool != 0) out.text("tool", names[tool]);
  if (target != 0) out.text("target", names[target]);
  if (error != ToolError::kNone) out.text("error", name_of(error));
  out.text("why", names[why]);
}

class Writer {
 public:
  explicit Writer(const WasteView& view) : view_(view), names_(view.report.names) {}

  bool is_shown(const WasteRow& f) const { return f.cost().money >= view_.least; }

  void finding(JsonWriter& out, const WasteRow& f) const {
    out.begin_object();
    if (f.time != kUndated) out.text("time", iso8601_ms(f.time));
    out.text("session", names_[f.session]);
    out.text("project", names_[f.project]);
    if (f.agent != 0) out.text("agent", names_[f.agent]);
    put_what(out, names_, f.waste, f.tool, f.target, f.error, f.why);
    put_cost(out, "", f.once);
    put_cost(out, "compounded_", f.again);
    out.text("basis", name_of(f.basis));
    if (f.judge != 0) out.text("judged_by", names_[f.judge]).text("judged_at", iso8601_ms(f.judged_at));
    put_place(out, f);
    out.end_object();
  }

  void cluster(JsonWriter& out, const WasteCluster& c) const {
    out.begin_object();
    put_what(out, names_, c.waste, c.tool, c.target, c.error, c.why);
    out.number("findings", static_cast<std::int64_t>(c.findings.size())).number("sessions", c.sessions);
    put_cost(out, "", c.cost);
    out.flag("only_cheap", c.only_cheap);
    for (auto [name, i] : {std::pair("first", c.findings.front()), std::pair("last", c.findings.back())}) {
      const WasteRow& f = view_.report.findings[i];
      out.begin_object(name);
      if (f.time != kUndated) out.text("time", iso8601_ms(f.time));
      out.text("session", names_[f.session]);
      put_place(out, f);
      out.end_object();
    }
    if (std::string remedy = remedy_of(view_, c); !remedy.empty()) out.text("remedy", remedy);
    out.end_object();
  }

 private:
  void put_place(JsonWriter& out, const WasteRow& f) const {
    out.text("transcript", names_[f.transcript]);
    if (f.line > 0) out.number("line", static_cast<std::int64_t>(f.line));
  }

  const WasteView& view_;
  const Names& names_;
};

}  // namespace

std::string waste_json(const WasteView& view, const HistoryReading& reading) {
  const WasteReport& r = view.report;
  Writer writer(view);
  JsonWriter out;
  out.begin_object().text("source", reading.kept ? "ledger" : "transcripts");
  out.number("requests", r.requests).number("sessions", r.sessions).number("cheap_sessions", r.cheap_sessions);
  if (r.unpriced > 0) out.number("unpriced_requests", r.unpriced);
  put_cost(out, "", r.all.total());
  put_cost(out, "wasted_", r.all.wasted());
  put_classes(out, r.all);
  put_groups(out, "project", r.projects);
  put_groups(out, "model", r.models);
  put_groups(out, "tool", r.tools);
  put_groups(out, "server", r.servers);
  put_groups(out, "week", r.weeks);
  put_groups(out, "session", r.by_session);
  out.begin_array("clusters");
  for (const WasteCluster& c : shown_clusters(view)) writer.cluster(out, c);
  out.end_array().begin_array("list");
  for (const WasteRow& f : r.findings)
    if (writer.is_shown(f)) writer.finding(out, f);
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string waste_csv(const WasteView& view) {
  Writer writer(view);
  const Names& names = view.report.names;
  CsvWriter out;
  for (std::string_view name : {"time", "session", "project", "agent", "class", "tool", "target", "error", "why",
                                "tokens", "usd", "compounded_tokens", "compounded_usd", "basis", "transcript", "line", "judged_by"})
    out.cell(name);
  out.end_row();
  for (const WasteRow& f : view.report.findings) {
    if (!writer.is_shown(f)) continue;
    out.cell(f.time == kUndated ? "" : iso8601_ms(f.time)).cell(names[f.session]);
    out.cell(names[f.project]).cell(names[f.agent]).cell(name_of(f.waste));
    out.cell(names[f.tool]).cell(names[f.target]).cell(name_of(f.error)).cell(names[f.why]);
    for (const WasteCost* cost : {&f.once, &f.again})
      out.cell(std::to_string(cost->tokens)).cell(number_text(usd_of(cost->money)));
    out.cell(name_of(f.basis)).cell(names[f.transcript]).cell(f.line > 0 ? std::to_string(f.line) : "").cell(names[f.judge]);
    out.end_row();
  }
  return out.take();
}

}  // namespace wick
