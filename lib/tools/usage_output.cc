// SPDX-License-Identifier: MIT
#include "lib/tools/usage_output.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/output/output.h"
#include "lib/price/model.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

constexpr std::string_view kBold = "1";

// The columns behind the name and what belongs to it, in the order of cells_of().
// clang-format off
constexpr Column kUsageColumns[] = {
    {"MODELS", false, 30, 10}, {"REQUESTS", true, 80}, {"PROMPTS", true, 70}, {"INPUT", true, 40},
    {"WRITE 5M", true, 55}, {"WRITE 1H", true, 56}, {"READ", true, 65}, {"OUTPUT", true, 60},
    {"TOKENS", true, 75}, {"SEARCHES", true, 20}, {"SUBAGENTS", true, 45}, {"SAVED", true, 50},
    {"COST", true, 100},
};
// clang-format on


std::string share(const UsageSums& part, const UsageSums& all) {
  if (part.requests == 0 || all.cost <= 0) return "";
  double percent = 100.0 * static_cast<double>(part.cost) / static_cast<double>(all.cost);
  return percent < 0.5 ? "<1%" : fmt::format("{}%", std::llround(percent));
}

std::string models_of(const UsageRow& row) {
  std::string out;
  for (const ModelSums& each : row.models) {
    if (each.model.empty()) continue;
    out += (out.empty() ? "" : ", ") + printable(display_model(each.model));
  }
  return out;
}

// "2026-11-24 09:15-14:15": a block in local time.
std::string block_name(const UsageRow& row) {
  return fmt::format("{} {}-{}{}", local_date(row.from), clock_time(row.from), clock_time(row.until),
                     row.told ? "" : " ~");
}

class UsageTable {
 public:
  UsageTable(const UsageReport& report, const std::string& home, const TableLook& look)
      : report_(report), home_(home), look_(look) {}

  std::string text() const {
    std::string heading(name_of(report_.by));
    for (char& c : heading) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    std::vector<TableRow> rows;
    for (const UsageRow& row : report_.rows) rows.push_back(cells_of(row));
    UsageRow total;
    total.all = report_.totals, total.subagents = report_.subagents;
    if (report_.by == By::kModel) total.all.prompts = 0;  // they are no model's
    rows.push_back(cells_of("total", total, std::string(kBold)));
    std::string out;
    std::vector<std::string> lines = lay_out_table(columns(heading), rows, look_);
    for (const std::string& line : lines) out += line + "\n";
    std::vector<std::string> notes = usage_notes(report_);
    if (any_lost() && lines.front().find("SAVED") != std::string::npos)
      notes.push_back("lost: more was paid for writing to the cache than reading from it saved");
    for (const std::string& note : notes) {
      for (const std::string& line : wrap(note, look_.columns))
        out += (look_.color ? styled(line, {"", "", "2"}) : line) + "\n";
    }
    return out;
  }

 private:
  bool any_lost() const {
    auto lost = [](const UsageRow& row) { return row.all.saved < 0; };
    return report_.totals.saved < 0 || std::any_of(report_.rows.begin(), report_.rows.end(), lost);
  }

  std::vector<Column> columns(std::string_view heading) const {
    std::vector<Column> out = {{heading, false, 110}};
    if (report_.by == By::kProject) out[0].least = 12, out[0].path = true;
    if (report_.by == By::kModel) out[0].least = 16;
    out.push_back({"PROJECT", false, 62, 12, true});  // of sessions
    out.push_back({"LAST", false, 57});               // of what is no period
    out.insert(out.end(), std::begin(kUsageColumns), std::end(kUsageColumns));
    return out;
  }

  TableRow cells_of(const UsageRow& row) const {
    return cells_of(name_of_row(row), row, std::string(row.current ? kBold : ""));
  }

  TableRow cells_of(const std::string& name, const UsageRow& row, const std::string& style) const {
    const UsageSums& all = row.all;
    bool no_period = report_.by == By::kProject || report_.by == By::kModel || report_.by == By::kSession;
    TableRow cells;
    for (std::string& text : std::vector<std::string>{
             printable(name), printable(shorten_home(row.project, home_)),
             no_period && row.until != kUndated ? local_date(row.until) : "",
             report_.by == By::kModel ? "" : models_of(row), count_cell(all.requests), count_cell(all.prompts),
             tokens_cell(all.input), tokens_cell(all.write_5m), tokens_cell(all.write_1h), tokens_cell(all.read),
             tokens_cell(all.output), tokens_cell(all.tokens()), count_cell(all.web_searches),
             share(row.subagents, all), all.saved == 0 ? "" : saved_text(all.saved), usage_cost(all)})
      cells.push_back({std::move(text), {"", "", style}});
    return cells;
  }

  std::string name_of_row(const UsageRow& row) const {
    constexpr std::string_view kMarks[] = {" today", " this week", " this month", "", "", "", " now"};
    if (row.name.empty()) return report_.by == By::kModel ? "no model" : "undated";
    std::string name = row.name;
    if (report_.by == By::kBlock) name = block_name(row);
    if (report_.by == By::kProject) name = shorten_home(name, home_);
    if (report_.by == By::kSession) name.resize(std::min(name.size(), ids_));
    if (row.current) name += kMarks[static_cast<std::size_t>(report_.by)];
    return name;
  }

  std::size_t id_length() const {
    std::vector<std::string_view> ids;
    for (const UsageRow& row : report_.rows) ids.push_back(row.name);
    return telling_length(std::move(ids));
  }

  const UsageReport& report_;
  const std::string& home_;
  const TableLook& look_;
  std::size_t ids_ = report_.by == By::kSession ? id_length() : 0;
};

}  // namespace

// What is known to be more, because a model has no price, is marked so.
std::string usage_cost(const UsageSums& sums) {
  if (!sums.has_cost()) return "?";
  return human_usd(usd_of(sums.cost)) + (sums.unpriced > 0 ? "+" : "");
}

std::string usage_note(const UnknownModel& unknown) {
  std::string model = unknown.model.empty() ? "requests without a model" : printable(unknown.model);
  std::string requests = human_count(unknown.requests) + (unknown.requests == 1 ? " request" : " requests");
  if (unknown.no_usage)
    return fmt::format("no usage for {}: {}, of unknown tokens, are not in the money", model, requests);
  return fmt::format("no price for {}: {}, {} tokens are not in the money", model, requests, human_tokens(unknown.tokens));
}

std::vector<std::string> usage_notes(const UsageReport& report) {
  std::vector<std::string> notes;
  for (const UnknownModel& unknown : report.unknown_models) notes.push_back(usage_note(unknown));
  if (const auto& r = report.reconciliation; r && r->background() > 0) {
    notes.push_back(fmt::format(
        "{} more by Claude Code's own totals of {}{}: background requests, which no transcript shows",
        human_usd(usd_of(r->background())), human_count(r->sessions),
        r->sessions == 1 ? " session" : " sessions"));
  }
  bool inferred = report.by == By::kBlock &&
                  std::any_of(report.rows.begin(), report.rows.end(), [](const UsageRow& row) {
                    return !row.told && !row.name.empty();
                  });
  if (inferred) notes.push_back("~ inferred: 5 hours from the first request");
  return notes;
}

std::string usage_table(const UsageReport& report, const std::string& home, const TableLook& look) {
  return UsageTable(report, home, look).text();
}

namespace {

constexpr std::array<std::string_view, 7> kUsageBy = {"day",   "week",    "month", "project",
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
  put("unreadable", reading.unreadable.size() + reading.unreadable_ledgers.size());
  out.end_object();
}

}  // namespace

std::string_view name_of(By by) { return kUsageBy[static_cast<std::size_t>(by)]; }

std::optional<By> by_of(std::string_view name) {
  for (std::size_t i = 0; i < kUsageBy.size(); ++i)
    if (kUsageBy[i] == name) return static_cast<By>(i);
  return std::nullopt;
}

std::string_view nearest_by(std::string_view word) {
  // Other programs' names.
  for (std::string_view name : kUsageBy) {
    std::string lowered = lower(std::string(word));
    if (lowered == fmt::format("{}s", name) || lowered == fmt::format("{}ly", name)) return name;
  }
  return word == "daily" ? kUsageBy[0] : closest(word, kUsageBy);
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
      out.text("reason", unknown.no_usage ? "no_usage" : "no_price");
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
