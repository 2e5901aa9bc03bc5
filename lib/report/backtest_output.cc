// SPDX-License-Identifier: MIT
#include "lib/report/backtest_output.h"

#include <cmath>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/price/model.h"
#include "lib/report/csv.h"
#include "lib/view/human.h"
#include "lib/view/json_writer.h"

namespace wick {
namespace {

std::string percent(double share) {
  return human(Value{std::round(share * 1000) / 10, Unit::kPercent});
}
// How much less ours is: "-29%".
std::string change(const std::optional<double>& less) {
  if (!less) return "";
  return (*less > 0 ? "-" : "+") + percent(std::abs(*less));
}

TableRow row_of(const std::string& kind, const std::string& name, const Score& s) {
  return {{kind},
          {printable(name)},
          {human_count(s.prompts)},
          {percent(s.covered)},
          {percent(s.below)},
          {percent(s.above)},
          {percent(s.relative_error)},
          {human_usd(s.pinball)},
          {change(s.better_than_global())},
          {change(s.better_than_session())}};
}

// Each group with its kind, which only the first of a kind shows.
template <class Take>
void each_group(const Backtest& test, Take take) {
  take("model", test.by_model);
  take("context", test.by_context);
  take("prompts before", test.by_prompts_before);
  take("cache", test.by_cache);
}

struct Skipped {
  std::string_view name, why;
  std::int64_t Backtest::*count;
};
constexpr Skipped kSkipped[] = {
    {"first_of_session", "first of their session: no context is known before", &Backtest::first_of_session},
    {"compacted", "right after a compaction: what is left is not known", &Backtest::compacted},
    {"no_price", "of a model without a price", &Backtest::no_price},
    {"no_ttl", "whose cache has no known TTL", &Backtest::no_ttl},
    {"undated", "without a time", &Backtest::undated},
    {"nothing_earlier", "before which nobody's cost is known", &Backtest::nothing_earlier},
};

void put_score(JsonWriter& out, const Score& s) {
  out.number("prompts", s.prompts);
  if (s.prompts == 0) return;
  out.number("coverage", s.covered).number("below_p10", s.below).number("above_p90", s.above);
  out.number("requests_coverage", s.requests_covered);
  out.number("pinball_usd", s.pinball);
  out.number("global_pinball_usd", s.global_pinball);
  out.number("session_pinball_usd", s.session_pinball);
  if (auto better = s.better_than_global()) out.number("better_than_global", *better);
  if (auto better = s.better_than_session()) out.number("better_than_session", *better);
  out.number("median_relative_error", s.relative_error);
}

void put_quantiles(CsvWriter& out, const Quantiles& q) {
  for (double value : {q.p10, q.p50, q.p90}) out.cell(number_text(value));
}

}  // namespace

std::string backtest_table(const Backtest& test, const TableLook& look) {
  std::vector<Column> columns = {{"BY", false, 90},          {"WHICH", false, 90, 10},
                                 {"PROMPTS", true, 80},      {"IN RANGE", true, 85},
                                 {"BELOW", true, 40},        {"ABOVE", true, 40},
                                 {"ERROR", true, 75},        {"LOSS", true, 30},
                                 {"LOSS VS ALL", true, 70},  {"LOSS VS SESSION", true, 65}};
  std::vector<TableRow> rows = {row_of("all", "", test.all)};
  each_group(test, [&](const char* kind, const std::vector<ScoreGroup>& groups) {
    for (const ScoreGroup& group : groups) {
      std::string name = &groups == &test.by_model ? display_model(group.name) : group.name;
      rows.push_back(row_of(&group == &groups.front() ? kind : "", name, group.score));
    }
  });
  std::string out;
  for (const std::string& line : lay_out_table(columns, rows, look)) out += line + "\n";
  for (const Skipped& skipped : kSkipped) {
    if (test.*skipped.count == 0) continue;
    out += fmt::format("{} not forecast: {}\n", human_count(test.*skipped.count), skipped.why);
  }
  return out;
}

std::string backtest_json(const Backtest& test, const BacktestOptions& options) {
  JsonWriter out;
  out.begin_object();
  out.text("learned_from", options.leave_one_out ? "others" : "earlier");
  out.begin_object("all");
  put_score(out, test.all);
  out.end_object();
  each_group(test, [&out](const std::string& kind, const std::vector<ScoreGroup>& groups) {
    std::string name = "by_" + kind;
    for (char& c : name)
      if (c == ' ') c = '_';
    out.begin_array(name);
    for (const ScoreGroup& group : groups) {
      out.begin_object().text("name", group.name);
      put_score(out, group.score);
      out.end_object();
    }
    out.end_array();
  });
  out.begin_array("calibration");
  for (std::size_t i = 0; i < test.below_decile.size() && !test.rows.empty(); ++i) {
    out.begin_object().number("quantile", static_cast<double>(i + 1) / 10);
    out.number("below", test.below_decile[i]).end_object();
  }
  out.end_array();
  out.begin_object("not_forecast");
  for (const Skipped& skipped : kSkipped) out.number(skipped.name, test.*skipped.count);
  out.end_object();
  out.end_object();
  return out.take() + "\n";
}

std::string backtest_csv(const Backtest& test, const History& history) {
  CsvWriter out;
  for (std::string_view name :
       {"time", "session", "file", "model", "cache", "context_tokens", "prompts_before", "requests",
        "output_tokens", "cost_usd", "p10_usd", "p50_usd", "p90_usd", "mean_usd",
        "global_p10_usd", "global_p50_usd", "global_p90_usd", "session_p10_usd", "session_p50_usd",
        "session_p90_usd"})
    out.cell(name);
  out.end_row();
  for (const BacktestRow& row : test.rows) {
    const PastPrompt& prompt = *row.prompt;
    out.cell(iso8601(prompt.time)).cell(history.names[prompt.session]);
    out.cell(history.files[prompt.file].path).cell(row.model);
    out.cell(row.is_warm ? "warm" : "cold");
    for (std::int64_t n : {row.context, prompt.before, prompt.shape.requests, prompt.shape.output})
      out.cell(std::to_string(n));
    out.cell(number_text(row.usd));
    put_quantiles(out, row.forecast);
    out.cell(number_text(row.forecast.mean));
    put_quantiles(out, row.global);
    put_quantiles(out, row.session);
    out.end_row();
  }
  return out.take();
}

}  // namespace wick
