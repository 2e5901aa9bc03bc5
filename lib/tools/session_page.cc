// SPDX-License-Identifier: MIT
#include <span>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/session_output.h"
#include "lib/tools/usage_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

// clang-format off
constexpr Column kModelColumns[] = {
    {"MODEL", false, 90, 12}, {"REQUESTS", true, 85}, {"INPUT", true, 40}, {"WRITE 5M", true, 55},
    {"WRITE 1H", true, 55}, {"READ", true, 65}, {"OUTPUT", true, 60}, {"COST", true, 100},
};
constexpr Column kSubagentColumns[] = {
    {"SUBAGENT", false, 95, 12}, {"MODEL", false, 80, 12}, {"REQUESTS", true, 85}, {"PEAK", true, 90},
    {"COST", true, 100},
};
constexpr Column kCompactionColumns[] = {
    {"COMPACTED", false, 100}, {"FROM", true, 90}, {"TO", true, 90}, {"HOW", false, 80},
};
// clang-format on

std::string one_digit(double number) { return fmt::format("{:.1f}", number); }

std::string model_name(const std::string& model) {
  return model.empty() ? "no model" : display_model(model);
}

std::string joined(const std::vector<std::string>& models) {
  std::string out;
  for (const std::string& model : models) out += (out.empty() ? "" : ", ") + model_name(model);
  return out;
}

class SessionPage {
 public:
  SessionPage(const SessionSummary& session, const SessionStyle& look) : s_(session), look_(look) {}

  std::string text() {
    line("session", s_.usage.name);
    if (!s_.usage.title.empty()) line("name", s_.usage.title);
    line("project", shorten_home(s_.usage.project, look_.home));
    line("first", moment_text(s_.first));
    line("last", last());
    line("prompts", human_count(s_.usage.all.prompts));
    line("requests", requests());
    line("context", context());
    line("cache", cache());
    line("cost", cost());
    line("background", background());
    for (const std::string& path : s_.transcripts)
      line(&path == &s_.transcripts.front() ? "transcript" : "", shorten_home(path, look_.home));
    if (s_.transcripts.empty()) line("transcript", "gone; figures from the ledger");
    add_models();
    add_subagents();
    add_compactions();
    if (!s_.unknown_models.empty()) out_ += "\n";
    for (const UnknownModel& unknown : s_.unknown_models) out_ += dim(usage_note(unknown)) + "\n";
    return std::move(out_);
  }

 private:
  std::string dim(const std::string& text) const {
    return look_.table.color ? styled(text, {"", "", "2"}) : text;
  }

  // Writes no line if `text` is empty (unknown).
  void line(std::string label, const std::string& text) {
    constexpr std::size_t kWidth = 12;
    if (text.empty()) return;
    label.resize(kWidth, ' ');
    out_ += dim(label) + printable(text) + "\n";
  }

  void table(std::span<const Column> columns, std::vector<TableRow> rows) {
    if (rows.empty()) return;
    out_ += "\n";
    for (TableRow& row : rows)
      for (Cell& cell : row) cell.text = printable(cell.text);
    const std::vector<Column> all(columns.begin(), columns.end());
    for (const std::string& row : lay_out_table(all, rows, look_.table)) out_ += row + "\n";
  }

  std::string last() const {
    std::int64_t seconds = (s_.last - s_.first) / 1000;
    return moment_text(s_.last) +
           (seconds > 0 ? fmt::format(", {} later", human_duration(seconds)) : "");
  }

  std::string requests() const {
    const UsageSums& all = s_.usage.all;
    std::string out = human_count(all.requests);
    if (s_.usage.subagents.requests > 0)
      out += fmt::format(", of them {} by subagents", human_count(s_.usage.subagents.requests));
    if (all.prompts == 0) return out;
    double ratio = static_cast<double>(all.requests) / static_cast<double>(all.prompts);
    return fmt::format("{}; {} per prompt", out, one_digit(ratio));
  }

  std::string context() const {
    if (!s_.peak) return "";
    std::string when = moment_text(s_.peak->time);
    return fmt::format("{} at first, {} at most{}, {} last", human_tokens(s_.floor->tokens),
                       human_tokens(s_.peak->tokens),
                       when.empty() ? "" : fmt::format(" ({})", when),
                       human_tokens(s_.latest->tokens));
  }

  std::string cache() const {
    auto hits = s_.hit_ratio();
    if (!hits) return "";
    UsageSums main = s_.main_chain();
    std::string out =
        fmt::format("{} hits; read {}", human(Value{*hits, Unit::kShare}), human_tokens(main.read));
    if (main.write_5m > 0) out += ", written for 5m " + human_tokens(main.write_5m);
    if (main.write_1h > 0) out += ", written for 1h " + human_tokens(main.write_1h);
    if (main.saved > 0) out += "; saved " + human_usd(usd_of(main.saved));
    if (main.saved < 0)
      out += fmt::format("; cost {} more than without", human_usd(usd_of(-main.saved)));
    return out;
  }

  std::string cost() const {
    std::string out = usage_cost(s_.usage.all);
    if (s_.usage.subagents.requests == 0) return out;
    return fmt::format("{}: main {}, subagents {}", out, usage_cost(s_.main_chain()),
                       usage_cost(s_.usage.subagents));
  }

  std::string background() const {
    if (s_.usage.background.value_or(0) <= 0) return "";
    return human_usd(usd_of(*s_.usage.background)) +
           " more by Claude Code's own total, for requests that no transcript shows";
  }

  void add_models() {
    std::vector<TableRow> rows;
    for (const ModelUsage& model : s_.models) {
      const UsageSums& u = model.sums;
      rows.push_back({{model_name(model.model)},
                      {human_count(u.requests)},
                      {tokens_cell(u.input)},
                      {tokens_cell(u.write_5m)},
                      {tokens_cell(u.write_1h)},
                      {tokens_cell(u.read)},
                      {tokens_cell(u.output)},
                      {usage_cost(u)}});
    }
    table(kModelColumns, std::move(rows));
  }

  void add_subagents() {
    std::vector<TableRow> rows;
    for (const SubagentUsage& agent : s_.subagents)
      rows.push_back({{agent.agent.empty() ? "without an id" : agent.agent},
                      {joined(agent.models)},
                      {human_count(agent.sums.requests)},
                      {human_tokens(agent.peak_tokens)},
                      {usage_cost(agent.sums)}});
    table(kSubagentColumns, std::move(rows));
  }

  void add_compactions() {
    std::vector<TableRow> rows;
    for (const CompactionRecord& c : s_.compactions) {
      std::string when = moment_text(c.time);
      rows.push_back({{when.empty() ? "undated" : when},
                      {c.pre_tokens ? human_tokens(*c.pre_tokens) : ""},
                      {c.post_tokens ? human_tokens(*c.post_tokens) : ""},
                      {c.automatic ? "automatic" : "manual"}});
    }
    table(kCompactionColumns, std::move(rows));
  }

  const SessionSummary& s_;
  const SessionStyle& look_;
  std::string out_;
};

}  // namespace

std::string session_page(const SessionSummary& session, const SessionStyle& look) {
  return SessionPage(session, look).text();
}

}  // namespace wick
