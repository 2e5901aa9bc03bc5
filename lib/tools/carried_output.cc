// SPDX-License-Identifier: MIT
#include "lib/tools/carried_output.h"

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

bool is_of_tool(CarriedKind kind) {
  return kind == CarriedKind::kResult || kind == CarriedKind::kCall;
}

// `names`: the texts of the first cells.
TableRow cells_of(std::initializer_list<std::string> names, const CarriedRow& row, Money all,
                  const Style& style) {
  std::string share =
      all > 0 ? percent_text(static_cast<double>(row.cost) / static_cast<double>(all)) : "";
  bool has_sizes = row.kind != CarriedKind::kOutput && row.kind != CarriedKind::kUnknown;
  TableRow out;
  for (const std::string& name : names) out.push_back({printable(name), style});
  for (const std::string& text :
       {has_sizes ? count_cell(row.pieces) : "", has_sizes ? tokens_cell(row.tokens) : "",
        tokens_cell(row.sent), usd_text(row.cost), share})
    out.push_back({text, style});
  return out;
}

std::vector<Column> with_figures(std::vector<Column> names) {
  const std::vector<Column> figures = {{"PIECES", true, 40},
                                       {"SIZE", true, 50},
                                       {"SENT", true, 60},
                                       {"COST", true, 100},
                                       {"SHARE", true, 90}};
  names.insert(names.end(), figures.begin(), figures.end());
  return names;
}

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
  if (row.kind == CarriedKind::kCall) return "calls of " + row.tool;
  return row.tool;
}

std::string carried_table(const CarriedReport& report, const CarriedStyle& look) {
  std::vector<TableRow> rows;
  for (const CarriedRow& row : report.sources) {
    if (look.most > 0 && rows.size() == look.most) break;
    rows.push_back(cells_of({source_name(row)}, row, report.all.cost, {}));
  }
  if (std::size_t more = report.sources.size() - rows.size(); more > 0)
    rows.push_back(cells_of({fmt::format("{} more (--limit)", more)},
                            rest_of(report.sources, rows.size()), report.all.cost, {}));
  rows.push_back(
      cells_of({"all"}, report.all, report.all.cost, {"", "", look.table.color ? "1" : ""}));
  std::string out =
      table_text(with_figures({{"WHAT WAS PAID FOR", false, 110, 16}}), rows, look.table);
  rows.clear();
  for (const CarriedRow& row : report.targets) {
    if (look.most > 0 && rows.size() == look.most) break;
    std::string tool = row.kind == CarriedKind::kCall ? "call of " + row.tool : row.tool;
    rows.push_back(cells_of({tool, shorten_home(row.target, look.home)}, row, report.all.cost, {}));
  }
  if (!rows.empty())
    out += "\n" + table_text(with_figures({{"TOOL", false, 105},
                                           {"FILE, COMMAND, SITE", false, 110, 16, true}}),
                             rows, look.table);
  if (report.targets.size() > rows.size())
    out += fmt::format("and {} more (--limit)\n",
                       human_count(static_cast<std::int64_t>(report.targets.size() - rows.size())));
  if (report.unpriced > 0) out += unpriced_note(report.unpriced);
  return out;
}

namespace {

void put_row(JsonWriter& out, const CarriedRow& row) {
  out.begin_object().text("kind", name_of(row.kind));
  if (!row.tool.empty()) out.text(is_of_tool(row.kind) ? "tool" : "type", row.tool);
  if (!row.target.empty()) out.text("target", row.target);
  out.number("pieces", row.pieces).number("tokens", row.tokens).number("sent_tokens", row.sent);
  out.number("cost_usd", usd_of(row.cost)).end_object();
}

}  // namespace

std::string carried_json(const CarriedReport& report, bool kept) {
  JsonWriter out;
  out.begin_object().text("source", kept ? "ledger" : "transcripts");
  out.number("requests", report.requests).number("unpriced_requests", report.unpriced);
  out.number("sent_tokens", report.all.sent).number("cost_usd", usd_of(report.all.cost));
  out.begin_array("carried");
  for (const CarriedRow& row : report.sources) put_row(out, row);
  out.end_array();
  out.begin_array("targets");
  for (const CarriedRow& row : report.targets) put_row(out, row);
  out.end_array().end_object();
  return out.take() + "\n";
}

}  // namespace wick
