// SPDX-License-Identifier: MIT
#include "lib/tools/tokens_output.h"

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/output/json_writer.h"
#include "lib/output/output.h"
#include "lib/price/model.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

constexpr const char* kBaselineName = "models up to Claude 4.6";

std::string_view name_of_source(const TextKind& kind) {
  constexpr std::string_view kNames[] = {"result", "edit", "answer"};
  return kNames[kind.source];
}

std::string_view numbers_of(LineNumbers numbers) {
  constexpr std::string_view kNames[] = {"", "arrow", "tab", "unknown"};
  return kNames[static_cast<std::size_t>(numbers)];
}

std::string name_of(const TokenRatio& ratio, bool other) {
  if (!other) return printable(display_model(ratio.model));
  return ratio.is_of_baseline() ? kBaselineName : printable(display_model(ratio.other));
}

std::string range_text(double low, double high) {
  return fmt::format("{:.0f} to {:.0f}", low, high);
}

std::string interval_text(const Interval& i) {
  return fmt::format("{:.2f} to {:.2f}", i.low, i.high);
}

// The most precise ratio of a model to another: the one with the narrowest interval.
const TokenRatio* telling_ratio(const TokenReport& report, const std::string& model) {
  const TokenRatio* best = nullptr;
  auto width = [](const TokenRatio& r) { return r.interval.high / r.interval.low; };
  for (const TokenRatio& r : report.ratios)
    if (r.model == model && r.is_difference() && (!best || width(r) < width(*best))) best = &r;
  return best;
}

std::string money_text(const TokenRatio& ratio, const ModelMoney& money) {
  if (money.cost <= 0 || money.since == kUndated) return "";
  auto usd = [](double of) { return usd_text(static_cast<Money>(of)); };
  auto cost = static_cast<double>(money.cost);
  std::string since = local_date(money.since);
  if (ratio.ratio > 1)
    return fmt::format("; {} of your {} since {}", usd(cost * extra_share(ratio.ratio)), usd(cost),
                       since);
  return fmt::format("; your {} since {} would have been {}", usd(cost), since,
                     usd(cost / ratio.ratio));
}

std::string sentence(const TokenRatio& ratio, const ModelMoney& money) {
  std::string out = fmt::format("The same text is {} times as many tokens under {} as under {}",
                                ratio_text(ratio), name_of(ratio, false), name_of(ratio, true));
  if (ratio.is_of_baseline())
    return out + " in other people's sessions, whose texts are not yours.\n";
  return out + money_text(ratio, money) + ".\n";
}

std::string evidence_pair(std::size_t mine, std::size_t other, bool of_baseline) {
  return of_baseline ? human_count(static_cast<std::int64_t>(mine))
                     : fmt::format("{} and {}", human_count(static_cast<std::int64_t>(mine)),
                                   human_count(static_cast<std::int64_t>(other)));
}

TableRow ratio_row(const TokenRatio& r) {
  return {{name_of(r, false)},
          {name_of(r, true)},
          {r.kind ? text_kind_name(*r.kind) : "all kinds"},
          {fmt::format("{:.2f}", r.ratio)},
          {interval_text(r.interval)},
          {evidence_pair(r.from.steps, r.other_from.steps, r.is_of_baseline())},
          {evidence_pair(r.from.sessions, r.other_from.sessions, r.is_of_baseline())}};
}

std::string ratio_table(const TokenReport& report, std::size_t most, const TableStyle& look) {
  std::vector<TableRow> rows;
  for (const auto* ratios : {&report.ratios, &report.by_kind})
    for (const TokenRatio& ratio : *ratios)
      if (most == 0 || rows.size() < most) rows.push_back(ratio_row(ratio));
  std::string out = table_text({{"MODEL", false, 110},
                                {"AGAINST", false, 109},
                                {"TEXT", false, 100, 20},
                                {"RATIO", true, 108},
                                {"95%", true, 107},
                                {"STEPS", true, 80},
                                {"SESSIONS", true, 70}},
                               rows, look);
  if (std::size_t more = report.ratios.size() + report.by_kind.size() - rows.size(); more > 0)
    out += fmt::format("and {} more (--limit)\n", more);
  return out;
}

TableRow density_row(const TokenDensity& d) {
  return {{text_kind_name(d.kind)},
          {printable(display_model(d.model))},
          {fmt::format("{:.0f}", d.median)},
          {d.interval ? range_text(d.interval->low, d.interval->high) : ""},
          {range_text(d.p10, d.p90)},
          {count_cell(static_cast<std::int64_t>(d.from.steps))},
          {count_cell(static_cast<std::int64_t>(d.from.sessions))}};
}

std::string density_table(const TokenReport& report, std::size_t most, const TableStyle& look) {
  std::vector<TableRow> rows;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < report.densities.size() && (most == 0 || shown < most);
       ++i, ++shown) {
    const TokenDensity& d = report.densities[i];
    rows.push_back(density_row(d));
    bool is_last = i + 1 == report.densities.size() || report.densities[i + 1].kind != d.kind;
    for (const TokenBaseline& b : report.baselines)
      if (is_last && b.kind == d.kind)
        rows.push_back({{text_kind_name(b.kind)},
                        {"others, up to 4.6"},
                        {fmt::format("{:.0f}", b.median)},
                        {},
                        {},
                        {},
                        {}});
  }
  std::string out = table_text({{"TEXT", false, 110, 20},
                                {"MODEL", false, 105},
                                {"TOKENS/KB", true, 108},
                                {"95%", true, 80},
                                {"8 OF 10", true, 90},
                                {"STEPS", true, 100},
                                {"SESSIONS", true, 95}},
                               rows, look);
  if (std::size_t more = report.densities.size() - shown; more > 0)
    out += fmt::format("and {} more (--limit)\n", more);
  return out;
}

}  // namespace

std::string text_kind_name(const TextKind& kind) {
  if (kind.source == TextKind::kAnswer) return "answers";
  if (kind.source == TextKind::kEdit)
    return kind.name.empty() ? "edits of other files" : "edits of ." + printable(kind.name);
  std::string out = "results of " + printable(kind.name);
  if (kind.numbers == LineNumbers::kArrow) out += ", 1\u2192";
  if (kind.numbers == LineNumbers::kTab) out += ", 1\u21e5";
  if (kind.numbers == LineNumbers::kUnknown) out += ", 1?";
  return out;
}

std::string tokens_table(const TokenReport& report, std::size_t most, const TableStyle& look) {
  std::string out;
  for (const ModelMoney& money : report.money)
    if (const TokenRatio* ratio = telling_ratio(report, money.model))
      out += sentence(*ratio, money);
  if (report.ratios.empty())
    out +=
        "No ratio: for that, two models need 20 steps in 3 sessions each, with the same kinds of text.\n";
  else if (out.empty()) out += "No two models differ by more than chance.\n";
  std::string ratios = ratio_table(report, most, look);
  if (!ratios.empty()) out += "\n" + ratios;
  return out + "\n" + density_table(report, most, look);
}

namespace {

void put_kind(JsonWriter& out, const TextKind& kind) {
  out.text("kind", name_of_source(kind));
  if (!kind.name.empty())
    out.text(kind.source == TextKind::kResult ? "tool" : "extension", kind.name);
  if (kind.numbers != LineNumbers::kNone) out.text("line_numbers", numbers_of(kind.numbers));
}

void put_evidence(JsonWriter& out, const TokenEvidence& from) {
  out.number("steps", static_cast<std::int64_t>(from.steps))
      .number("sessions", static_cast<std::int64_t>(from.sessions));
}

void put_ratio(JsonWriter& out, const TokenRatio& r, const ModelMoney* money) {
  out.begin_object().text("model", r.model);
  if (r.is_of_baseline()) out.flag("baseline", true);
  else out.text("other", r.other);
  if (r.kind) put_kind(out, *r.kind);
  out.number("ratio", r.ratio).number("low", r.interval.low).number("high", r.interval.high);
  put_evidence(out, r.from);
  if (!r.is_of_baseline()) {
    out.number("other_steps", static_cast<std::int64_t>(r.other_from.steps));
    out.number("other_sessions", static_cast<std::int64_t>(r.other_from.sessions));
  }
  if (money && !r.kind && !r.is_of_baseline()) {
    double cost = usd_of(money->cost);
    out.number("extra_usd", cost * extra_share(r.ratio))
        .number("extra_low_usd", cost * extra_share(r.interval.low));
    out.number("extra_high_usd", cost * extra_share(r.interval.high));
  }
  out.end_object();
}

}  // namespace

std::string tokens_json(const TokenReport& report, bool kept) {
  JsonWriter out;
  out.begin_object()
      .text("source", kept ? "ledger" : "transcripts")
      .number("steps", static_cast<std::int64_t>(report.steps));
  out.begin_array("models");
  for (const ModelMoney& m : report.money) {
    out.begin_object().text("model", m.model).number("cost_usd", usd_of(m.cost));
    if (m.since != kUndated) out.text("since", iso8601_ms(m.since));
    out.end_object();
  }
  out.end_array().begin_array("ratios");
  for (const auto* ratios : {&report.ratios, &report.by_kind})
    for (const TokenRatio& r : *ratios) put_ratio(out, r, report.money_of(r.model));
  out.end_array().begin_array("densities");
  for (const TokenDensity& d : report.densities) {
    out.begin_object().text("model", d.model);
    put_kind(out, d.kind);
    out.number("tokens_per_kb", d.median);
    if (d.interval) out.number("low", d.interval->low).number("high", d.interval->high);
    out.number("p10", d.p10).number("p90", d.p90).number("least", d.least).number("most", d.most);
    put_evidence(out, d.from);
    out.end_object();
  }
  out.end_array().begin_array("baselines");
  for (const TokenBaseline& b : report.baselines) {
    out.begin_object();
    put_kind(out, b.kind);
    out.number("tokens_per_kb", b.median).end_object();
  }
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string tokens_csv(const TokenReport& report) {
  CsvWriter out;
  for (std::string_view name : {"model", "kind", "name", "line_numbers", "tokens_per_kb", "low",
                                "high", "p10", "p90", "least", "most", "steps", "sessions"})
    out.cell(name);
  out.end_row();
  for (const TokenDensity& d : report.densities) {
    out.cell(d.model)
        .cell(name_of_source(d.kind))
        .cell(d.kind.name)
        .cell(numbers_of(d.kind.numbers))
        .cell(number_text(d.median));
    out.cell(d.interval ? number_text(d.interval->low) : "")
        .cell(d.interval ? number_text(d.interval->high) : "");
    for (double value : {d.p10, d.p90, d.least, d.most}) out.cell(number_text(value));
    out.cell(std::to_string(d.from.steps)).cell(std::to_string(d.from.sessions));
    out.end_row();
  }
  return out.take();
}

}  // namespace wick
