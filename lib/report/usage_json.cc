// SPDX-License-Identifier: MIT
#include <array>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/report/csv.h"
#include "lib/report/usage_output.h"
#include "lib/view/human.h"
#include "lib/view/json_writer.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"day",   "week",    "month", "project",
                                                    "model", "session", "block"};

struct Count {
  std::string_view name;
  std::int64_t UsageSums::*count;
};
constexpr Count kCounts[] = {
    {"requests", &UsageSums::requests},
    {"prompts", &UsageSums::prompts},
    {"input_tokens", &UsageSums::input},
    {"cache_write_5m_tokens", &UsageSums::write_5m},
    {"cache_write_1h_tokens", &UsageSums::write_1h},
    {"cache_read_tokens", &UsageSums::read},
    {"output_tokens", &UsageSums::output},
    {"web_searches", &UsageSums::web_searches},
};

// Nobody's prompt is a model's or a subagent's.
bool has(const Count& count, bool with_prompts) { return with_prompts || count.name != "prompts"; }

std::string key_of(const UsageRow& row, By by) {
  if (!row.name.empty()) return row.name;
  return by == By::kModel ? "unknown" : "undated";
}

void put_row(JsonWriter& out, const UsageRow& row, By by) {
  bool timed = by == By::kBlock || by == By::kSession || by == By::kProject || by == By::kModel;
  out.begin_object();
  out.text(name_of(by), key_of(row, by));
  if (!row.project.empty()) out.text("project", row.project);
  if (timed && row.from != kUndated) {
    out.text(by == By::kBlock ? "from" : "first", iso8601(row.from));
    out.text(by == By::kBlock ? "until" : "last", iso8601(row.until));
  }
  if (by == By::kBlock && !row.name.empty()) out.text("source", row.told ? "tap" : "inferred");
  if (row.current) out.flag("current", true);
  put_usage_sums(out, row.all, by != By::kModel);
  if (row.background) out.number("background_usd", usd_of(*row.background));
  out.begin_object("subagents");
  put_usage_sums(out, row.subagents, false);
  out.end_object();
  if (by != By::kModel) {
    out.begin_array("models");
    for (const ModelSums& each : row.models) {
      out.begin_object().text("model", each.model.empty() ? "unknown" : each.model);
      put_usage_sums(out, each.sums, false);
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
}

void put_left_out(JsonWriter& out, const HistoryReading& reading) {
  const LeftOut& l = reading.history.left_out;
  auto put = [&out](std::string_view name, std::uint64_t count) {
    out.number(name, static_cast<std::int64_t>(count));
  };
  out.begin_object("left_out");
  put("malformed_lines", l.malformed_lines);
  put("unfinished_lines", l.unfinished_lines);
  put("oversized_lines", l.oversized_lines);
  put("foreign_lines", l.foreign_lines);
  put("foreign_files", reading.history.foreign_files.size());
  put("fillers", l.fillers);
  put("unreadable", reading.unreadable.size());
  out.end_object();
}

}  // namespace

std::string_view name_of(By by) { return kNames[static_cast<std::size_t>(by)]; }

std::optional<By> by_of(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<By>(i);
  return std::nullopt;
}

std::string_view nearest_by(std::string_view word) {
  // Other programs' names.
  for (std::string_view name : kNames) {
    std::string lowered = lower(std::string(word));
    if (lowered == fmt::format("{}s", name) || lowered == fmt::format("{}ly", name)) return name;
  }
  return word == "daily" ? kNames[0] : closest(word, kNames);
}

void put_usage_sums(JsonWriter& out, const UsageSums& sums, bool with_prompts) {
  for (const Count& count : kCounts)
    if (has(count, with_prompts)) out.number(count.name, sums.*count.count);
  if (sums.has_cost()) {
    out.number("cost_usd", usd_of(sums.cost));
    out.number("saved_usd", usd_of(sums.saved));
  }
  if (sums.unpriced > 0) out.number("unpriced_requests", sums.unpriced);
}

std::string usage_json(const UsageReport& report, const HistoryReading& reading) {
  JsonWriter out;
  out.begin_object();
  out.text("by", name_of(report.by));
  out.text("source", reading.kept ? "ledger" : "transcripts");
  out.begin_array("rows");
  for (const UsageRow& row : report.rows) put_row(out, row, report.by);
  out.end_array();
  out.begin_object("totals");
  put_usage_sums(out, report.totals, true);
  out.end_object();
  out.begin_object("subagents");
  put_usage_sums(out, report.subagents, false);
  out.end_object();
  if (!report.unknown_models.empty()) {
    out.begin_array("unknown_models");
    for (const UnknownModel& unknown : report.unknown_models) {
      out.begin_object().text("model", unknown.model.empty() ? "unknown" : unknown.model);
      out.number("requests", unknown.requests).number("tokens", unknown.tokens).end_object();
    }
    out.end_array();
  }
  if (const auto& r = report.reconciliation) {
    out.begin_object("reconciliation");
    out.number("sessions", r->sessions).number("skipped_sessions", r->skipped);
    out.number("client_usd", usd_of(r->told)).number("requests_usd", usd_of(r->shown));
    out.number("background_usd", usd_of(r->background())).end_object();
  }
  put_left_out(out, reading);
  out.end_object();
  return out.take() + "\n";
}

std::string usage_csv(const UsageReport& report) {
  bool with_prompts = report.by != By::kModel;
  CsvWriter out;
  out.cell(name_of(report.by));
  if (report.by == By::kSession) out.cell("project");
  for (const Count& count : kCounts)
    if (has(count, with_prompts)) out.cell(count.name);
  out.cell("cost_usd").cell("saved_usd").cell("subagents_cost_usd").cell("unpriced_requests");
  out.end_row();
  for (const UsageRow& row : report.rows) {
    out.cell(key_of(row, report.by));
    if (report.by == By::kSession) out.cell(row.project);
    for (const Count& count : kCounts)
      if (has(count, with_prompts)) out.cell(std::to_string(row.all.*count.count));
    bool priced = row.all.has_cost();
    out.cell(priced ? number_text(usd_of(row.all.cost)) : "");
    out.cell(priced ? number_text(usd_of(row.all.saved)) : "");
    out.cell(row.subagents.has_cost() ? number_text(usd_of(row.subagents.cost)) : "");
    out.cell(std::to_string(row.all.unpriced));
    out.end_row();
  }
  return out.take();
}

}  // namespace wick
