// SPDX-License-Identifier: MIT
#include "lib/tools/usage_output.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <tuple>

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

std::string models_of(const UsageRow& row) {
  std::string out;
  for (const ModelSums& each : row.models) {
    if (each.model.empty()) continue;
    out += (out.empty() ? "" : ", ") + printable(display_model(each.model));
  }
  return out;
}

// "2026-11-24 09:15-14:15" in local time; " ~" is appended to an inferred block.
std::string block_name(const BlockSpan& block) {
  return fmt::format("{} {}-{}{}", local_date(block.from), clock_time(block.from),
                     clock_time(block.until), block.confirmed ? "" : " ~");
}

bool is_by(const UsageReport& report, By by) { return report.by == by || report.then_by == by; }
bool has_prompts(const UsageReport& report) {
  return kind_of(report.by).has_prompts &&
         (!report.then_by || kind_of(*report.then_by).has_prompts);
}

// Sums, and what else the cells of a row need.
struct UsageView {
  const UsageSums& sums;
  const UsageRow& row;
  const UsageReport* report = nullptr;
  Money most = 0;  // the cost of the most expensive row

  std::string last() const {
    return row.is_span || row.until == kUndated ? "" : local_date(row.until);
  }
  std::string models() const { return !report || is_by(*report, By::kModel) ? "" : models_of(row); }
  std::string saved() const { return sums.saved == 0 ? "" : saved_text(sums.saved); }
  std::string hits() const {
    auto hits = sums.hits();
    return hits ? fmt::format("{}%", std::llround(*hits * 100)) : "";
  }
  std::string change() const {
    return row.change_pct ? fmt::format("{:+}%", std::llround(*row.change_pct)) : "";
  }
  std::string bar() const {
    constexpr int kWidth = 10;
    if (most <= 0 || sums.cost <= 0) return "";
    return bar_of(static_cast<double>(sums.cost) / static_cast<double>(most), kWidth);
  }
  std::string share() const { return report ? usage_share(sums, report->totals) : ""; }
};

// Also for --columns and --sort. A column's name is its heading in lower case with "-" for blanks.
// It is sorted by its value, the largest first.
struct UsageColumn : ReportColumn<UsageView> {
  bool unasked = true;  // shown without --columns
};

// clang-format off
constexpr UsageColumn kUsageColumns[] = {
    {{{}, {"LAST", false, 57}, WICK_CELL(shown_as(as_count(r.row.until), r.last()))}},
    {{{}, {"MODELS", false, 30, 10}, WICK_CELL(only_shown(r.models()))}},
    {{{"requests"}, {"REQUESTS", true, 80}, WICK_CELL(blank_zero(as_count(r.sums.requests)))}},
    {{{"prompts"}, {"PROMPTS", true, 70}, WICK_CELL(blank_zero(as_count(r.sums.prompts)))}},
    {{{"input_tokens"}, {"INPUT", true, 40}, WICK_CELL(blank_zero(as_tokens(r.sums.input)))}},
    {{{"cache_write_5m_tokens"}, {"WRITE 5M", true, 55},
      WICK_CELL(blank_zero(as_tokens(r.sums.write_5m)))}},
    {{{"cache_write_1h_tokens"}, {"WRITE 1H", true, 56},
      WICK_CELL(blank_zero(as_tokens(r.sums.write_1h)))}},
    {{{"cache_read_tokens"}, {"READ", true, 65}, WICK_CELL(blank_zero(as_tokens(r.sums.read)))}},
    {{{"output_tokens"}, {"OUTPUT", true, 60}, WICK_CELL(blank_zero(as_tokens(r.sums.output)))}},
    {{{}, {"TOKENS", true, 75}, WICK_CELL(blank_zero(as_tokens(r.sums.tokens())))}},
    {{{}, {"HITS", true, 43},
      WICK_CELL(shown_as(as_number(r.sums.hits().value_or(-1)), r.hits()))}, false},
    {{{"web_searches"}, {"SEARCHES", true, 20},
      WICK_CELL(blank_zero(as_count(r.sums.web_searches)))}},
    {{{}, {"SUBAGENTS", true, 45},
      WICK_CELL(shown_as(as_usd(r.row.subagents.cost), usage_share(r.row.subagents, r.sums)))}},
    {{{}, {"SAVED", true, 50}, WICK_CELL(shown_as(as_usd(r.sums.saved), r.saved()))}},
    {{{}, {"COST", true, 100}, WICK_CELL(shown_as(as_usd(r.sums.cost), usage_cost(r.sums)))}},
    {{{}, {"SHARE", true, 42}, WICK_CELL(shown_as(as_usd(r.sums.cost), r.share()))}, false},
    {{{}, {"CHANGE", true, 41},
      WICK_CELL(shown_as(as_number(r.row.change_pct.value_or(-1e9)), r.change()))}, false},
    {{{}, {"BAR", false, 25}, WICK_CELL(shown_as(as_usd(r.sums.cost), r.bar()))}, false},
};
// clang-format on

std::optional<double> sort_key(const UsageColumn& column, const UsageRow& row) {
  MaybeValue value = column.figure({row.all, row}).value;
  return value ? number_in(*value) : std::nullopt;
}

// The counts, which programs get, too. Prompts are not counted per model or subagent.
std::vector<ReportColumn<UsageView>> choose_counts(bool with_prompts) {
  std::vector<ReportColumn<UsageView>> out;
  for (const UsageColumn& column : kUsageColumns)
    if (!column.definition.name.empty() && (with_prompts || column.definition.name != "prompts"))
      out.push_back(column);
  return out;
}
const std::vector<ReportColumn<UsageView>>& counts(bool with_prompts) {
  static const auto all = choose_counts(true), others = choose_counts(false);
  return with_prompts ? all : others;
}

std::string column_name(std::string_view heading) {
  std::string name = lower(std::string(heading));
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

const UsageColumn& column_named(std::string_view option, const std::string& name) {
  std::vector<std::string> names;
  for (const UsageColumn& column : kUsageColumns) {
    names.push_back(column_name(column.look.heading));
    if (names.back() == name) return column;
  }
  throw no_such(option, name, "column", {names.begin(), names.end()});
}

class UsageTable {
 public:
  UsageTable(const UsageReport& report, const std::string& home,
             const std::vector<std::string>& chosen, const TableStyle& look)
      : report_(report), home_(home), look_(look) {
    for (const UsageColumn& column : kUsageColumns)
      if (chosen.empty() && column.unasked) columns_.push_back(&column);
    for (const std::string& name : chosen) columns_.push_back(&column_named("--columns", name));
    all_ = chosen.empty();
  }

  std::string text() const {
    std::vector<TableRow> rows;
    std::string_view above;
    for (const UsageRow& row : report_.rows) {
      bool again = report_.then_by && !rows.empty() && row.name == above;
      rows.push_back(
          cells_of(again ? "" : first_name(row), row, std::string(row.current ? kBold : "")));
      above = row.name;
    }
    UsageRow total;
    total.all = report_.totals, total.subagents = report_.subagents;
    if (!has_prompts(report_)) total.all.prompts = 0;  // the rows do not show them either
    total.is_total = true;
    rows.push_back(cells_of("total", total, std::string(kBold)));
    std::string out;
    std::string first = heading_of(report_.by),
                then = report_.then_by ? heading_of(*report_.then_by) : "";
    std::vector<std::string> lines = lay_out_table(columns(first, then), rows, look_);
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
  static std::string heading_of(By by) {
    std::string heading(kind_of(by).name);
    for (char& c : heading) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return heading;
  }

  bool any_lost() const {
    auto lost = [](const UsageRow& row) { return row.all.saved < 0; };
    return report_.totals.saved < 0 || std::any_of(report_.rows.begin(), report_.rows.end(), lost);
  }

  static Column name_column(std::string_view heading, By by) {
    Column column = {heading, false, 110};
    if (by == By::kProject || by == By::kRepo) column.min_width = 12, column.path = true;
    if (by == By::kModel) column.min_width = 16;
    if (by >= By::kSkill) column.min_width = 24;
    return column;
  }

  std::vector<Column> columns(std::string_view first, std::string_view then) const {
    std::vector<Column> out = {name_column(first, report_.by)};
    if (report_.then_by) out.push_back(name_column(then, *report_.then_by));
    if (all_)
      out.push_back({"NAME", false, 105, 16}), out.push_back({"PROJECT", false, 62, 12, true});
    for (const UsageColumn* column : columns_) out.push_back(column->look);
    return out;
  }

  TableRow cells_of(const std::string& name, const UsageRow& row, const std::string& style) const {
    TableRow cells;
    auto add = [&](std::string text) { cells.push_back({std::move(text), {"", "", style}}); };
    add(printable(name));
    if (report_.then_by)
      add(row.is_total ? "" : printable(name_of_group(row.then_name, *report_.then_by, row)));
    if (all_) add(printable(row.title)), add(printable(shorten_home(row.project, home_)));
    for (const UsageColumn* column : columns_)
      add(column->figure({row.all, row, &report_, row.is_total ? 0 : most_}).text());
    return cells;
  }

  std::string first_name(const UsageRow& row) const {
    std::string name = name_of_group(row.name, report_.by, row);
    return row.current ? name + std::string(kind_of(report_.by).current) : name;
  }

  std::string name_of_group(std::string name, By by, const UsageRow& row) const {
    if (name.empty()) return std::string(kind_of(by).none);
    if (by == By::kBlock && row.block) return block_name(*row.block);
    if (by == By::kProject || by == By::kRepo) return shorten_home(name, home_);
    if (by == By::kSession) name.resize(std::min(name.size(), ids_));
    return name;
  }

  std::size_t id_length() const {
    std::vector<std::string_view> ids;
    for (const UsageRow& row : report_.rows)
      ids.push_back(report_.by == By::kSession ? row.name : row.then_name);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return unique_prefix_length(std::move(ids));
  }

  Money highest_cost() const {
    Money most = 0;
    for (const UsageRow& row : report_.rows) most = std::max(most, row.all.cost);
    return most;
  }

  const UsageReport& report_;
  const std::string& home_;
  const TableStyle& look_;
  std::vector<const UsageColumn*> columns_;
  bool all_ = true;  // no --columns
  std::size_t ids_ = is_by(report_, By::kSession) ? id_length() : 0;
  Money most_ = highest_cost();
};

// "now: 2h 10m left, $12.30 an hour, $41 at its end at this rate: 63% of the largest before, $65"
std::string block_text(const CurrentBlock& b) {
  std::string text = fmt::format("now: {} left", human_duration(b.left_ms / 1000));
  if (!b.per_hour) return text;
  text += fmt::format(", {} an hour, {} at its end at this rate", human_usd(usd_of(*b.per_hour)),
                      human_usd(usd_of(*b.projected)));
  if (b.largest > 0) {
    double part = 100.0 * static_cast<double>(*b.projected) / static_cast<double>(b.largest);
    text += fmt::format(": {}% of the largest before, {}", std::llround(part),
                        human_usd(usd_of(b.largest)));
  }
  return text;
}

}  // namespace

std::string usage_share(const UsageSums& part, const UsageSums& all) {
  if (part.requests == 0 || !part.has_cost() || all.cost <= 0) return "";
  return whole_percent(static_cast<double>(part.cost) / static_cast<double>(all.cost));
}

// "+" marks a cost that lacks requests without a price.
std::string usage_cost(const UsageSums& sums) {
  if (!sums.has_cost()) return "?";
  return human_usd(usd_of(sums.cost)) + (sums.unpriced > 0 ? "+" : "");
}

std::string usage_note(const UnknownModel& unknown) {
  std::string model = unknown.model.empty() ? "requests without a model" : printable(unknown.model);
  std::string requests =
      human_count(unknown.requests) + (unknown.requests == 1 ? " request" : " requests");
  if (unknown.no_usage)
    return fmt::format("no usage for {}: {} with unknown tokens, not included in the cost", model,
                       requests);
  return fmt::format("no price for {}: {}, {} tokens, not included in the cost", model, requests,
                     human_tokens(unknown.tokens));
}

std::vector<std::string> usage_notes(const UsageReport& report) {
  std::vector<std::string> notes;
  if (report.rows_left_out > 0) {
    notes.push_back(plural(report.rows_left_out, "more row is", "more rows are") + " in the total");
  }
  for (const UnknownModel& unknown : report.unknown_models) notes.push_back(usage_note(unknown));
  if (const auto& r = report.reconciliation; r && r->background() > 0) {
    notes.push_back(fmt::format(
        "{} more by Claude Code's own totals of {}{}: background requests, which no transcript shows",
        human_usd(usd_of(r->background())), human_count(r->sessions),
        r->sessions == 1 ? " session" : " sessions"));
  }
  if (report.block) notes.push_back(block_text(*report.block));
  bool inferred = std::any_of(report.rows.begin(), report.rows.end(), [](const UsageRow& row) {
    return row.block && !row.block->confirmed;
  });
  if (inferred) notes.push_back("~ inferred: 5 hours from the first request");
  return notes;
}

void arrange(UsageReport& report, const RowOrder& order) {
  std::vector<UsageRow>& rows = report.rows;
  if (!order.column.empty() && order.column != "name") {
    const UsageColumn& column = column_named("--sort", order.column);
    if (!sort_key(column, {}))
      throw Failure{Exit::kUsage, fmt::format("--sort {}: not a column of figures", order.column)};
    std::vector<std::pair<double, UsageRow>> sorted;
    for (UsageRow& row : rows) {
      double key = *sort_key(column, row);
      sorted.emplace_back(key, std::move(row));
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = std::move(sorted[i].second);
  } else if (order.column == "name") {
    std::stable_sort(rows.begin(), rows.end(), [](const UsageRow& a, const UsageRow& b) {
      return std::tie(a.order, a.name, a.then_order, a.then_name) <
             std::tie(b.order, b.name, b.then_order, b.then_name);
    });
  }
  if (order.reverse) std::reverse(rows.begin(), rows.end());
  std::size_t all = rows.size();
  if (order.last && *order.last < rows.size())
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(*order.last));
  if (order.top && *order.top < rows.size()) rows.resize(*order.top);
  report.rows_left_out = all - rows.size();
}

std::string usage_table(const UsageReport& report, const std::string& home,
                        const std::vector<std::string>& columns, const TableStyle& look) {
  return UsageTable(report, home, columns, look).text();
}

namespace {

std::string key_of(const std::string& name, By by) {
  if (!name.empty()) return name;
  return by == By::kModel ? "unknown" : std::string(kind_of(by).none);
}

void put_row(JsonWriter& out, const UsageRow& row, const UsageReport& report) {
  By by = report.by;
  out.begin_object();
  out.text(name_of(by), key_of(row.name, by));
  if (report.then_by) out.text(name_of(*report.then_by), key_of(row.then_name, *report.then_by));
  if (!row.title.empty()) out.text("title", row.title);
  if (!row.project.empty() && !is_by(report, By::kProject)) out.text("project", row.project);
  if ((by == By::kBlock || !row.is_span) && row.from != kUndated) {
    out.text(by == By::kBlock ? "from" : "first", iso8601(row.from));
    out.text(by == By::kBlock ? "until" : "last", iso8601(row.until));
  }
  if (by == By::kBlock && row.block) out.text("source", row.block->confirmed ? "tap" : "inferred");
  if (row.current) out.flag("current", true);
  put_usage_sums(out, row.all, has_prompts(report));
  if (row.change_pct) out.number("change_pct", std::round(*row.change_pct * 10) / 10);
  if (row.background) out.number("background_usd", usd_of(*row.background));
  out.begin_object("subagents");
  put_usage_sums(out, row.subagents, false);
  out.end_object();
  if (!is_by(report, By::kModel)) {
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

std::string_view name_of(By by) { return kind_of(by).name; }

namespace {

std::string_view nearest_by(std::string_view word) {
  std::vector<std::string_view> names;
  // Also accepts other programs' names: "days", "weekly".
  for (const GroupingKind& kind : grouping_kinds()) {
    std::string lowered = lower(std::string(word));
    if (lowered == fmt::format("{}s", kind.name) || lowered == fmt::format("{}ly", kind.name))
      return kind.name;
    names.push_back(kind.name);
  }
  return word == "daily" ? name_of(By::kDay) : closest(word, names);
}

By by_argument(std::string_view word) {
  for (const GroupingKind& kind : grouping_kinds())
    if (kind.name == word) return kind.by;
  std::string names;
  for (const GroupingKind& kind : grouping_kinds()) {
    bool is_last = kind.by == grouping_kinds().back().by;
    names += fmt::format("{}{}", names.empty() ? "" : is_last ? " or " : ", ", kind.name);
  }
  std::string problem = fmt::format("{}: not {}", printable(word), names);
  if (auto near = nearest_by(word); !near.empty())
    problem += fmt::format("; did you mean {}?", near);
  throw Failure{Exit::kUsage, problem};
}

}  // namespace

std::pair<By, std::optional<By>> groupings_argument(const std::string& text) {
  std::vector<std::string_view> words = split(text, ',');
  auto commas = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
  if (words.size() != commas + 1) words.emplace_back("");
  By first = by_argument(words[0]);
  if (words.size() == 1) return {first, std::nullopt};
  if (words.size() > 2)
    throw Failure{Exit::kUsage, printable(text) + ": at most two kinds of rows"};
  By then = by_argument(words[1]);
  if (first == then) throw Failure{Exit::kUsage, printable(text) + ": the same twice"};
  return {first, then};
}

void put_usage_sums(JsonWriter& out, const UsageSums& sums, bool with_prompts) {
  put_members(out, counts(with_prompts), UsageView{sums, {}});
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
  if (report.then_by) out.text("then_by", name_of(*report.then_by));
  out.text("source", reading.kept ? "ledger" : "transcripts");
  out.begin_array("rows");
  for (const UsageRow& row : report.rows) put_row(out, row, report);
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
  if (const auto& b = report.block) {
    out.begin_object("block").number("left_seconds", b->left_ms / 1000);
    if (b->per_hour)
      out.number("usd_per_hour", usd_of(*b->per_hour))
          .number("projected_usd", usd_of(*b->projected));
    if (b->largest > 0) out.number("largest_usd", usd_of(b->largest));
    out.end_object();
  }
  if (const auto& r = report.reconciliation) {
    out.begin_object("reconciliation");
    out.number("sessions", r->sessions).number("skipped_sessions", r->skipped);
    out.number("client_usd", usd_of(r->client_total)).number("requests_usd", usd_of(r->shown));
    out.number("background_usd", usd_of(r->background())).end_object();
  }
  put_left_out(out, reading);
  out.end_object();
  return out.take() + "\n";
}

std::string usage_csv(const UsageReport& report) {
  bool with_prompts = has_prompts(report);
  bool with_project = is_by(report, By::kSession) && !is_by(report, By::kProject);
  CsvWriter out;
  out.cell(name_of(report.by));
  if (report.then_by) out.cell(name_of(*report.then_by));
  if (with_project) out.cell("project");
  put_csv_names(out, counts(with_prompts));
  out.cell("cost_usd").cell("saved_usd").cell("subagents_cost_usd").cell("unpriced_requests");
  out.end_row();
  for (const UsageRow& row : report.rows) {
    out.cell(key_of(row.name, report.by));
    if (report.then_by) out.cell(key_of(row.then_name, *report.then_by));
    if (with_project) out.cell(row.project);
    put_csv_cells(out, counts(with_prompts), UsageView{row.all, row});
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
