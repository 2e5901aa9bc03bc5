// SPDX-License-Identifier: MIT
#include "lib/tools/report_page.h"

#include <cmath>

#include "lib/audit/cache_replay.h"
#include "lib/audit/growth.h"
#include "lib/audit/what_if.h"
#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/output/html.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/plots.h"
#include "lib/tools/usage_output.h"
#include "lib/tools/waste_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string percent(Money part, Money whole) {
  return whole > 0 ? percent_text(static_cast<double>(part) / static_cast<double>(whole)) : "";
}

class ReportPageWriter {
 public:
  ReportPageWriter(const ReportInput& input, const Env& env)
      : in_(input),
        env_(env),
        page_("wick report" + (input.words.empty() ? "" : ": " + input.words)),
        growth_(report_growth(input.replayed, INT64_MAX)),
        misses_(report_misses(input.replayed)) {}

  ReportPage run() {
    summary();
    growth();
    what_ifs();
    misses();
    put_waste(page_, {in_.waste, env_.home});
    sessions();
    definitions();
    return {std::move(page_).finish(), problem_};
  }

 private:
  void summary() {
    const UsageSums& all = in_.by_session.totals;
    page_.paragraph(
        fmt::format("Made {} from Claude Code's transcripts, at list prices.", moment_text(env_.now)));
    page_.figures({{"sessions", human_count(static_cast<std::int64_t>(in_.by_session.rows.size()))},
                   {"prompts", human_count(all.prompts)},
                   {"requests", human_count(all.requests)},
                   {"tokens", human_tokens(all.tokens())},
                   {"cost", usage_cost(all)},
                   {"cache misses", human_count(misses_.main.misses + misses_.subagents.misses)},
                   {"extra cost of misses", usd_text(misses_.main.extra + misses_.subagents.extra)}});
    Rows rows;
    for (const UsageRow& row : in_.by_model.rows)
      rows.push_back({row.name.empty() ? "unknown" : display_model(row.name), human_count(row.all.requests),
                      human_tokens(row.all.tokens()), usage_cost(row.all)});
    page_.table("By model", {{"Model"}, {"Requests", true}, {"Tokens", true}, {"Cost", true}}, rows);
    for (const UnknownModel& unknown : in_.by_session.unknown_models) page_.paragraph(usage_note(unknown));
  }

  void growth() {
    page_.heading("How contexts grew");
    page_.paragraph("Every request sends the whole context again. Main chains only; subagents have "
                    "contexts of their own.");
    picture(context_plot(in_.replayed, growth_), "The context at each prompt, one line per session");
    picture(sent_plot(growth_), "Tokens that each prompt sent, against its context");
    picture(requests_plot(growth_), "How many prompts made how many requests");
    Rows rows;
    auto bands = rows_by_context(growth_);
    for (std::size_t i = 0; i < bands.size(); ++i) {
      const ContextRow& row = bands[i];
      if (row.prompts > 0)
        rows.push_back({std::string(kContextBands[i]), human_count(row.prompts), human_count(row.median_requests),
                        human_tokens(row.median_sent), usd_text(row.median_cost), usd_text(row.cost)});
    }
    page_.table("Prompts by the context that they began with; medians of one prompt",
                {{"Context"}, {"Prompts", true}, {"Requests", true}, {"Sent", true}, {"Cost", true}, {"In all", true}},
                rows);
    const GrowthMoney& m = growth_.money;
    auto part = [&m](const char* name, Money money) {
      return std::vector<std::string>{name, usd_text(money), percent(money, m.total())};
    };
    if (m.total() > 0)
      page_.table("Where the money of main chains went", {{"Part"}, {"Cost", true}, {"Share", true}},
                  {part("Reading what the session began with", m.floor), part("Reading what came since", m.grown),
                   part("Writing again: misses, compactions", m.again), part("What is new", m.fresh),
                   part("Output", m.output)});
  }

  void what_ifs() {
    Rows rows;
    for (const char* text : {"compact=160k", "compact-breaks", "clear", "ttl=5m", "ttl=1h"}) {
      WhatIf policy = parse_what_if(text);
      WhatIfSums sums = what_if(in_.replayed, policy).all;
      rows.push_back({text, usd_text(sums.would), usd_text(sums.would - sums.actual),
                      percent(sums.would - sums.actual, sums.actual), human_count(sums.inserted),
                      std::string(assumptions_of(policy.kind))});
    }
    page_.heading("What it would have cost");
    page_.table("All requests priced again, one by one",
                {{"Policy"}, {"Cost", true}, {"Change", true}, {"Share", true}, {"Inserted", true}, {"Assumed"}}, rows);
  }

  void misses() {
    page_.heading("Cache misses");
    picture(days_plot(in_.replayed), "Hits and misses by day, and the rate");
    picture(context_cost_plot(in_.replayed), "Extra cost of misses by context");
    miss_table("By cause", MissesBy::kCause, false);
    miss_table("By the context that they sent", MissesBy::kContext, false);
    miss_table("By the time that was idle before", MissesBy::kIdle, false);
    miss_table("Of subagents, by cause", MissesBy::kCause, true);
    Rows rows;
    for (const Avoidable& a : avoidable_misses(in_.replayed))
      if (a.misses > 0) rows.push_back({std::string(a.words), human_count(a.misses), saved_text(a.saved)});
    page_.table("What would have helped", {{"What"}, {"Misses", true}, {"Saved", true}}, rows);
    miss_table("By day", MissesBy::kDay, false);
  }

  void miss_table(const char* caption, MissesBy by, bool subagents) {
    Rows rows;
    for (const MissRow& row : miss_rows(in_.replayed, by, subagents)) {
      const MissSums& s = row.sums;
      auto rate = by == MissesBy::kCause ? std::nullopt : s.rate();
      std::int64_t priced = s.misses - s.unpriced;
      rows.push_back({row.name.empty() ? "unknown" : row.name,
                      by == MissesBy::kCause ? "" : human_count(s.requests), human_count(s.misses),
                      rate ? percent_text(*rate) : "", human_tokens(s.lost), s.has_extra() ? usd_text(s.extra) : "?",
                      priced > 0 ? usd_text(s.extra / priced) : ""});
    }
    page_.table(caption,
                {{"Which"}, {"Requests", true}, {"Misses", true}, {"Rate", true}, {"Uncached", true},
                 {"Extra cost", true}, {"Per miss", true}},
                rows);
  }

  void sessions() {
    constexpr std::size_t kMost = 25;
    std::map<std::string_view, const SessionGrowth*> grown;
    for (const SessionGrowth& s : growth_.sessions) grown[in_.replayed.history().names[s.session]] = &s;
    Rows rows;
    for (const UsageRow& row : in_.by_session.rows) {
      if (rows.size() == kMost) break;
      auto found = grown.find(row.name);
      const SessionGrowth* s = found == grown.end() ? nullptr : found->second;
      rows.push_back({row.name, shorten_home(row.project, env_.home), human_count(row.all.prompts),
                      human_count(row.all.requests), s ? human_tokens(s->peak) : "",
                      s ? usd_text(s->money.grown) : "", usage_cost(row.all)});
    }
    page_.heading("The dearest sessions");
    page_.table("", {{"Session"}, {"Project"}, {"Prompts", true}, {"Requests", true}, {"Peak", true},
                     {"Growth cost", true}, {"Cost", true}}, rows);
  }

  void definitions() {
    page_.heading("Definitions");
    page_.paragraph("By the names that the JSON of wick-growth, wick-misses and wick-waste has.");
    for (const Definition& d : growth_definitions()) page_.definition(d.name, d.meaning, d.source);
    for (const Definition& d : misses_definitions()) {
      bool told = false;
      for (const Definition& other : growth_definitions()) told |= other.name == d.name;
      page_.definition(told ? fmt::format("{} (of misses)", d.name) : std::string(d.name), d.meaning,
                       d.source);
    }
    for (const Definition& d : waste_definitions())
      page_.definition(fmt::format("{} (of waste)", d.name), d.meaning, d.source);
  }

  void picture(const Plot& plot, const char* description) {
    if (!problem_.empty()) return;
    try {
      page_.picture(description, draw_svg(env_, page_of({plot})));
    } catch (const Failure& failure) {
      problem_ = failure.message;
      page_.paragraph("No pictures: " + problem_);
    }
  }

  const ReportInput& in_;
  const Env& env_;
  HtmlPage page_;
  GrowthReport growth_;
  MissesReport misses_;
  std::string problem_;
};

}  // namespace

ReportPage report_page(const ReportInput& input, const Env& env) { return ReportPageWriter(input, env).run(); }

}  // namespace wick
