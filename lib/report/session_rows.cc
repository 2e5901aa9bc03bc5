// SPDX-License-Identifier: MIT
#include <iterator>

#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/price/model.h"
#include "lib/report/progress_line.h"
#include "lib/report/session_output.h"
#include "lib/report/usage_output.h"
#include "lib/report/words.h"
#include "lib/view/human.h"
#include "lib/view/shorten.h"

namespace wick {
namespace {

// In the order of cells_of().
// clang-format off
constexpr Column kColumns[] = {
    {"ID", false, 95, 8}, {"PROJECT", false, 85, 8, true}, {"MODEL", false, 60, 10},
    {"LAST", false, 75}, {"PROMPTS", true, 45}, {"REQUESTS", true, 65}, {"PEAK", true, 90},
    {"SUBAGENTS", true, 35}, {"HITS", true, 80}, {"COMPACTIONS", true, 30}, {"COST", true, 100},
};
// clang-format on

std::string count(std::int64_t n) { return n == 0 ? "" : human_count(n); }
std::string count(std::size_t n) { return count(static_cast<std::int64_t>(n)); }

std::string models_of(const SessionSummary& session) {
  std::string out;
  for (const ModelUsage& model : session.models)
    if (!model.model.empty()) out += (out.empty() ? "" : ", ") + display_model(model.model);
  return out;
}

TableRow cells_of(const SessionSummary& s, const SessionLook& look) {
  TableRow row;
  auto put = [&row](const std::string& text) { row.push_back({printable(text)}); };
  auto hits = s.hit_ratio();
  put(s.usage.name.substr(0, look.id_length));
  put(shorten_home(s.usage.project, look.home));
  put(models_of(s));
  put(moment_text(s.last));
  put(count(s.usage.all.prompts)), put(count(s.usage.all.requests));
  put(s.peak ? human_tokens(s.peak->tokens) : "");
  put(count(s.subagents.size()));
  put(hits ? human(Value{*hits, Unit::kShare}) : "");
  put(count(s.compactions.size()));
  put(usage_cost(s.usage.all));
  return row;
}

}  // namespace

std::string session_rows(const SessionsReport& report, const SessionLook& look) {
  const std::vector<Column> columns(std::begin(kColumns), std::end(kColumns));
  std::vector<TableRow> rows;
  for (const SessionSummary& session : report.sessions) rows.push_back(cells_of(session, look));
  std::string out;
  for (const std::string& line : lay_out_table(columns, rows, look.table)) out += line + "\n";
  for (const std::string& note : usage_notes(report.usage))
    out += (look.table.color ? styled(note, {"", "", "2"}) : note) + "\n";
  return out;
}

}  // namespace wick
