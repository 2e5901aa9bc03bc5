// SPDX-License-Identifier: MIT
#include "lib/tools/tokens_output.h"

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/tools/history_tool.h"
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
    return out + " in other people's sessions, whose texts differ from yours.\n";
  return out + money_text(ratio, money) + ".\n";
}

constexpr std::string_view kSteps = "the transcripts; see --tokens";
constexpr std::string_view kBootstrap =
    "a bootstrap over sessions with 1,000 samples, which gives the same result each time";

// clang-format off
constexpr ReportColumn<TextKind> kTextKinds[] = {
    {{"kind"}, {}, WICK_CELL(as_text(name_of_source(r)))},
    {{"tool"}, {}, WICK_CELL(if_any(r.source == TextKind::kResult ? r.name : ""))},
    {{"extension"}, {}, WICK_CELL(if_any(r.source == TextKind::kResult ? "" : r.name))},
    {{"line_numbers"}, {}, WICK_CELL(if_any(numbers_of(r.numbers)))},
};
// clang-format on

struct RatioLine {
  const TokenRatio& r;
  const ModelMoney* money = nullptr;

  Figure other() const {
    return for_all_if(!r.is_of_baseline(), shown_as(as_text(r.other), name_of(r, true)));
  }
  // What the ratio adds to the cost of the model.
  Figure extra(double ratio) const {
    if (!money || r.kind || r.is_of_baseline()) return {};
    return as_number(usd_of(money->cost) * extra_share(ratio));
  }
  Figure of_both(std::size_t TokenEvidence::*count) const {
    Figure mine = as_count(r.from.*count), other = as_count(r.other_from.*count);
    return r.is_of_baseline() ? mine : shown_as(mine, mine.text() + " and " + other.text());
  }
  Figure of_other(std::size_t TokenEvidence::*count) const {
    return r.is_of_baseline() ? Figure{} : as_count(r.other_from.*count);
  }
};

// clang-format off
constexpr ReportColumn<RatioLine> kRatioModels[] = {
    {{"model"}, {"MODEL", false, 110},
     WICK_CELL(shown_as(as_text(r.r.model), name_of(r.r, false)))},
    {{"baseline"}, {}, WICK_CELL(r.r.is_of_baseline() ? as_flag(true) : Figure{})},
    {{"other"}, {"AGAINST", false, 109}, WICK_CELL(r.other())},
};
constexpr ReportColumn<RatioLine> kRatios[] = {
    {{}, {"TEXT", false, 100, 20},
     WICK_CELL(only_shown(r.r.kind ? text_kind_name(*r.r.kind) : "all kinds"))},
    {{"ratio",
      "Tokens under model for each token of the same text under other (with baseline: under models "
      "up to Claude 4.6 in other people's sessions): the mean over the kinds of text that both "
      "have, in which kinds with many steps count most.", kSteps}, {"RATIO", true, 108},
     WICK_CELL(shown_as(as_number(r.r.ratio), fmt::format("{:.2f}", r.r.ratio)))},
    {{"low"}, {"95%", true, 107},
     WICK_CELL(shown_as(as_number(r.r.interval.low), interval_text(r.r.interval)))},
    {{"high"}, {}, WICK_CELL(as_number(r.r.interval.high))},
    {{"steps"}, {"STEPS", true, 80}, WICK_CELL(r.of_both(&TokenEvidence::steps))},
    {{"sessions"}, {"SESSIONS", true, 70}, WICK_CELL(r.of_both(&TokenEvidence::sessions))},
    {{"other_steps"}, {}, WICK_CELL(r.of_other(&TokenEvidence::steps))},
    {{"other_sessions"}, {}, WICK_CELL(r.of_other(&TokenEvidence::sessions))},
    {{"extra_usd",
     "The part of the model's cost that is due to the ratio: cost_usd * (1 - 1 / ratio).", kPrices},
     {}, WICK_CELL(r.extra(r.r.ratio))},
    {{"extra_low_usd"}, {}, WICK_CELL(r.extra(r.r.interval.low))},
    {{"extra_high_usd"}, {}, WICK_CELL(r.extra(r.r.interval.high))},
};
// clang-format on

std::string ratio_table(const TokenReport& report, std::size_t most, const TableStyle& look) {
  std::vector<RatioLine> rows;
  for (const auto* ratios : {&report.ratios, &report.by_kind})
    for (const TokenRatio& ratio : *ratios)
      if (most == 0 || rows.size() < most) rows.push_back({ratio});
  std::string out = table_of(columns_of<RatioLine>({kRatioModels, kRatios}), rows, look);
  if (std::size_t more = report.ratios.size() + report.by_kind.size() - rows.size(); more > 0)
    out += fmt::format("and {} more (--limit)\n", more);
  return out;
}

std::string range_of(double low, double high) { return fmt::format("{:.0f} to {:.0f}", low, high); }

// A baseline is a row without steps.
using DensityOf = const TokenDensity&;
bool is_baseline(DensityOf d) { return d.from.steps == 0; }
Figure interval_of(DensityOf d) {
  if (!d.interval) return {};
  return shown_as(as_number(d.interval->low), range_of(d.interval->low, d.interval->high));
}

// clang-format off
constexpr ReportColumn<TokenDensity> kDensityModel[] = {
    {{}, {"TEXT", false, 110, 20}, WICK_CELL(only_shown(text_kind_name(r.kind)))},
    {{"model"}, {"MODEL", false, 105},
     WICK_CELL(is_baseline(r) ? only_shown("others, up to 4.6") : as_model(r.model))},
};
// clang-format on
// In CSV there is one column for the name of a tool or an extension.
// clang-format off
constexpr ReportColumn<TokenDensity> kDensityKind[] = {
    {{"kind"}, {}, WICK_CELL(as_text(name_of_source(r.kind)))},
    {{"name"}, {}, WICK_CELL(as_text(r.kind.name))},
    {{"line_numbers"}, {}, WICK_CELL(as_text(numbers_of(r.kind.numbers)))},
};
constexpr ReportColumn<TokenDensity> kDensities[] = {
    {{"tokens_per_kb",
      "With --tokens: the tokens of 1,000 bytes of a kind of text, as it is in the transcript's "
      "JSON; the median of the steps.", kSteps}, {"TOKENS/KB", true, 108},
     WICK_CELL(shown_as(as_number(r.median), fmt::format("{:.0f}", r.median)))},
    {{"low", "The lower end of the 95% interval of a ratio or a median; high is the upper end.",
     kBootstrap}, {"95%", true, 80}, interval_of},
    {{"high"}, {}, WICK_CELL(r.interval ? as_number(r.interval->high) : Figure{})},
    {{"p10"}, {"8 OF 10", true, 90},
     WICK_CELL(shown_as(as_number(r.p10), is_baseline(r) ? "" : range_of(r.p10, r.p90)))},
    {{"p90"}, {}, WICK_CELL(as_number(r.p90))},
    {{"least"}, {}, WICK_CELL(as_number(r.least))},
    {{"most"}, {}, WICK_CELL(as_number(r.most))},
    {{"steps",
      "The places where the record shows how many tokens a text has: two requests with nothing but "
      "one tool's results between them, or a response that is nothing but a text or edits.",
     kSteps}, {"STEPS", true, 100}, WICK_CELL(blank_zero(as_count(r.from.steps)))},
    {{"sessions"}, {"SESSIONS", true, 95}, WICK_CELL(blank_zero(as_count(r.from.sessions)))},
};
// clang-format on

std::string density_table(const TokenReport& report, std::size_t most, const TableStyle& look) {
  std::vector<TokenDensity> rows;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < report.densities.size() && (most == 0 || shown < most);
       ++i, ++shown) {
    const TokenDensity& d = report.densities[i];
    rows.push_back(d);
    bool is_last = i + 1 == report.densities.size() || report.densities[i + 1].kind != d.kind;
    if (!is_last) continue;
    for (const TokenBaseline& b : report.baselines)
      if (b.kind == d.kind) {
        TokenDensity& row = rows.emplace_back();
        row.kind = b.kind, row.median = b.median;
      }
  }
  std::string out = table_of(columns_of<TokenDensity>({kDensityModel, kDensities}), rows, look);
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

Definitions token_definitions() {
  Definitions out;
  define(out, kDensities), define(out, kRatios);
  begin_with(out, {"tokens_per_kb", "steps"});
  return out;
}

std::string tokens_json(const TokenReport& report, bool kept) {
  JsonWriter out;
  out.begin_object()
      .text("source", kept ? "ledger" : "transcripts")
      .number("steps", static_cast<std::int64_t>(report.steps));
  out.begin_array("models");
  for (const ModelMoney& m : report.money) {
    out.begin_object().text("model", m.model).number("cost_usd", usd_of(m.cost));
    out.value("since", as_time(m.since).value).end_object();
  }
  out.end_array().begin_array("ratios");
  for (const auto* ratios : {&report.ratios, &report.by_kind}) {
    for (const TokenRatio& r : *ratios) {
      RatioLine line{r, report.money_of(r.model)};
      out.begin_object();
      put_members(out, kRatioModels, line);
      if (r.kind) put_members(out, kTextKinds, *r.kind);
      put_members(out, kRatios, line);
      out.end_object();
    }
  }
  out.end_array().begin_array("densities");
  for (const TokenDensity& d : report.densities) {
    out.begin_object();
    put_members(out, kDensityModel, d), put_members(out, kTextKinds, d.kind);
    put_members(out, kDensities, d);
    out.end_object();
  }
  out.end_array().begin_array("baselines");
  for (const TokenBaseline& b : report.baselines) {
    out.begin_object();
    put_members(out, kTextKinds, b.kind);
    out.number("tokens_per_kb", b.median).end_object();
  }
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string tokens_csv(const TokenReport& report) {
  return csv_of(columns_of<TokenDensity>({kDensityModel, kDensityKind, kDensities}),
                report.densities);
}

}  // namespace wick
