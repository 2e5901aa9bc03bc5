// SPDX-License-Identifier: MIT
#include "lib/tools/carried_output.h"

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

bool is_of_tool(CarriedKind kind) {
  return kind == CarriedKind::kResult || kind == CarriedKind::kCall;
}

struct CarriedLine {
  const CarriedRow& row;
  Money all = 0;  // the cost of all sources
  std::string name = {}, target = {};
  bool on_page = false;  // on the page, zeros are shown

  bool has_sizes() const {
    return row.kind != CarriedKind::kOutput && row.kind != CarriedKind::kUnknown;
  }
};
using CarriedOf = const CarriedLine&;

// clang-format off
constexpr ReportColumn<CarriedLine> kCarriedSource[] = {
    {{}, {"SOURCE", false, 110, 16}, WICK_CELL(as_text(r.name)), "What"},
};
constexpr ReportColumn<CarriedLine> kCarriedTarget[] = {
    {{}, {"TOOL", false, 105}, WICK_CELL(as_text(r.name))},
    {{}, {"FILE, COMMAND, SITE", false, 110, 16, true}, WICK_CELL(as_text(r.target))},
};
constexpr ReportColumn<CarriedLine> kCarried[] = {
    {{"kind"}, {}, WICK_CELL(as_text(name_of(r.row.kind)))},
    {{"tool"}, {}, WICK_CELL(if_any(is_of_tool(r.row.kind) ? r.row.tool : ""))},
    {{"type"}, {}, WICK_CELL(if_any(is_of_tool(r.row.kind) ? "" : r.row.tool))},
    {{"target"}, {}, WICK_CELL(if_any(r.row.target))},
    {{"pieces"}, {"PIECES", true, 40}, [](CarriedOf c) {
       Figure pieces = blank_zero(as_count(c.row.pieces));
       return c.has_sizes() ? pieces : shown_as(pieces, "");
     }},
    {{"tokens"}, {"SIZE", true, 50}, [](CarriedOf c) {
       Figure tokens = blank_zero(as_tokens(c.row.tokens));
       return c.has_sizes() ? tokens : shown_as(tokens, "");
     }},
    {{"sent_tokens"}, {"SENT", true, 60}, [](CarriedOf c) {
       Figure sent = as_tokens(c.row.sent);
       return c.on_page ? sent : blank_zero(sent);
     }, "Sent"},
    {{"cost_usd"}, {"COST", true, 100}, WICK_CELL(as_usd(r.row.cost)), "Cost"},
    {{}, {"SHARE", true, 90}, WICK_CELL(only_shown(money_percent(r.row.cost, r.all))), "Share"},
};
// clang-format on

// The sum of the rows after the first `shown`.
CarriedRow rest_of(const std::vector<CarriedRow>& rows, std::size_t shown) {
  CarriedRow out;
  out.kind = CarriedKind::kOutput;
  for (std::size_t i = shown; i < rows.size(); ++i)
    out.sent += rows[i].sent, out.cost += rows[i].cost;
  return out;
}

}  // namespace

std::string source_name(const CarriedRow& row) {
  if (row.tool.empty()) return std::string(words_of(row.kind));
  if (row.kind == CarriedKind::kResult) return "results of " + row.tool;
  if (row.kind == CarriedKind::kCall) return "calls to " + row.tool;
  return row.tool;
}

std::string carried_table(const CarriedReport& report, const CarriedStyle& look) {
  const Money all = report.all.cost;
  const auto columns = columns_of<CarriedLine>({kCarriedSource, kCarried});
  std::vector<TableRow> rows;
  for (const CarriedRow& row : report.sources)
    if (look.most == 0 || rows.size() < look.most)
      rows.push_back(cells_of(columns, CarriedLine{row, all, source_name(row)}));
  if (std::size_t more = report.sources.size() - rows.size(); more > 0) {
    CarriedRow rest = rest_of(report.sources, rows.size());
    rows.push_back(
        cells_of(columns, CarriedLine{rest, all, fmt::format("{} more (--limit)", more)}));
  }
  rows.push_back(cells_of(columns, CarriedLine{report.all, all, "all"},
                          {"", "", look.table.color ? "1" : ""}));
  std::string out = table_text(looks_of(columns), rows, look.table);
  std::vector<CarriedLine> targets;
  for (const CarriedRow& row : report.targets)
    if (look.most == 0 || targets.size() < look.most)
      targets.push_back({row, all, (row.kind == CarriedKind::kCall ? "call to " : "") + row.tool,
                         shorten_home(row.target, look.home)});
  if (!targets.empty())
    out +=
        "\n" + table_of(columns_of<CarriedLine>({kCarriedTarget, kCarried}), targets, look.table);
  if (report.targets.size() > targets.size())
    out +=
        fmt::format("and {} more (--limit)\n",
                    human_count(static_cast<std::int64_t>(report.targets.size() - targets.size())));
  if (report.unpriced > 0) out += unpriced_note(report.unpriced);
  return out;
}

void put_carried(HtmlPage& page, const CarriedReport& report) {
  std::vector<CarriedLine> rows;
  for (const CarriedRow& row : report.sources)
    rows.push_back({row, report.all.cost, source_name(row), "", true});
  put_table(page, "What contexts contained", columns_of<CarriedLine>({kCarriedSource, kCarried}),
            rows);
}

std::string carried_json(const CarriedReport& report, bool kept) {
  JsonWriter out;
  out.begin_object().text("source", kept ? "ledger" : "transcripts");
  out.number("requests", report.requests).number("unpriced_requests", report.unpriced);
  out.number("sent_tokens", report.all.sent).number("cost_usd", usd_of(report.all.cost));
  auto put = [&out](std::string_view key, const std::vector<CarriedRow>& rows) {
    std::vector<CarriedLine> lines;
    for (const CarriedRow& row : rows) lines.push_back({row});
    put_objects(out, key, kCarried, lines);
  };
  put("carried", report.sources), put("targets", report.targets);
  return out.end_object().take() + "\n";
}

}  // namespace wick
