// SPDX-License-Identifier: MIT
#include "lib/export/finding_rows.h"

namespace wick {
namespace {

using FindingOf = const FindingRow&;

constexpr RowColumn<FindingRow> kFindingColumns[] = {
    time_column<FindingRow>(
        "time of the request that the finding belongs to, in UTC, to the millisecond"),
    date_column<FindingRow>(),
    session_column<FindingRow>(),
    project_column<FindingRow>(),
    {{"agent", kTextType, "id of the subagent; absent in the main chain"},
     [](FindingOf r) { return text_cell(r.agent); }},
    {{"class", kTextType, "one of the classes of wick-waste(1)"},
     [](FindingOf r) { return text_cell(name_of(r.finding->waste)); }},
    {{"tool", kTextType, "name of the tool"}, [](FindingOf r) { return text_cell(r.tool); }},
    {{"target", kTextType, "path, host or program in the tool's input"},
     [](FindingOf r) { return text_cell(r.target); }},
    {{"error", kTextType, "how the call failed"},
     [](FindingOf r) { return text_cell(name_of(r.finding->error)); }},
    {{"why", kTextType, "why it is waste, in wick's words"},
     [](FindingOf r) { return text_cell(r.why); }},
    {{"tokens", kCountType, "tokens when it was made and first sent"},
     [](FindingOf r) { return count_cell_of(r.finding->once.tokens); }},
    {{"usd", kUsdType, "cost of these tokens"},
     [](FindingOf r) { return usd_cell(r.finding->once.money); }},
    {{"compounded_tokens", kCountType,
      "tokens sent again in later requests, until a compaction or the end of the chain"},
     [](FindingOf r) { return count_cell_of(r.finding->compounded.tokens); }},
    {{"compounded_usd", kUsdType, "cost of these tokens"},
     [](FindingOf r) { return usd_cell(r.finding->compounded.money); }},
    {{"basis", kTextType, "how the tokens were determined: measured, apportioned or estimated"},
     [](FindingOf r) { return text_cell(name_of(r.finding->basis)); }},
    {{"judged_by", kTextType, "model that wick-waste-judge asked"},
     [](FindingOf r) { return text_cell(r.judge); }},
};

}  // namespace

std::span<const RowColumn<FindingRow>> finding_columns() { return kFindingColumns; }

void FindingRows::each(const std::function<bool(const FindingRow&)>& take) {
  const Names& names = report_.names;
  for (const WasteRow& f : report_.findings) {
    FindingRow row;
    row.at = texts_.place(f.time, names[f.session], names[f.project]);
    row.agent = texts_.name(names[f.agent]);
    row.tool = texts_.tool(names[f.tool]);
    row.target = texts_.name(names[f.target]);
    row.why = name_of(f.why);
    row.judge = texts_.plain(names[f.judge]);
    row.finding = &f;
    if (!take(row)) return;
  }
}

}  // namespace wick
