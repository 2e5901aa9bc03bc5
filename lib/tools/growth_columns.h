// SPDX-License-Identifier: MIT
// The columns of the reports on growth: for tables, JSON, CSV, the page and the definitions.
#pragma once

#include <cmath>
#include <string>

#include "lib/output/layout.h"
#include "lib/tools/growth_output.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/words.h"

namespace wick {

inline std::string signed_tokens(std::int64_t tokens) {
  return (tokens < 0 ? "-" : "+") + human_tokens(std::abs(tokens));
}
inline std::string whole_share(Money part, Money whole) {
  if (whole <= 0) return "";
  return human(Value{static_cast<double>(part) / static_cast<double>(whole), Unit::kShare});
}

using MoneyOf = const GrowthMoney&;

// What is on the page is a row in the table of what the money was spent on.
// clang-format off
constexpr ReportColumn<GrowthMoney> kGrowthMoney[] = {
    {{"cost_usd", "What the requests of main chains cost; with --what-if, what all requests cost.",
      kPrices}, {}, [](MoneyOf m) { return as_usd(m.total()); }},
    {{"floor_usd",
      "The part of cost_usd for reading from the cache what the chain's first request sent.",
      kPrices}, {}, [](MoneyOf m) { return as_usd(m.floor); },
     "Reading what the session began with"},
    {{"grown_usd",
      "The part of cost_usd for reading from the cache what was added after the first request: the "
      "cost of growth.", kPrices}, {}, [](MoneyOf m) { return as_usd(m.grown); },
     "Reading what came since"},
    {{"again_usd",
      "The part of cost_usd for writing again what could have been read: the lost tokens of misses "
      "(wick-misses has the rule) and of the first requests after compactions.", kPrices}, {},
     [](MoneyOf m) { return as_usd(m.rewritten); }, "Writing again: misses, compactions"},
    {{"fresh_usd", "The part of cost_usd for sending and writing what is new.", kPrices}, {},
     [](MoneyOf m) { return as_usd(m.new_tokens); }, "What is new"},
    {{"output_usd", "The part of cost_usd for generated tokens and for web searches.", kPrices}, {},
     [](MoneyOf m) { return as_usd(m.output); }, "Output"},
    {{"unpriced_requests", kUnpricedRequests, kPrices}, {},
     [](MoneyOf m) { return m.unpriced > 0 ? as_count(m.unpriced) : Figure{}; }},
};
// clang-format on

struct MoneyPart {
  std::string_view words;
  Money money;
};
std::vector<MoneyPart> money_parts(const GrowthMoney& money);

struct GrowthTotals {
  const GrowthReport& report;
  PromptQuantiles q;

  // The mean cost of a prompt's requests.
  Figure cost_per_prompt() const {
    Money cost = 0;
    for (const SessionGrowth& session : report.sessions)
      for (const GrowthPrompt& prompt : session.prompts) cost += prompt.cost;
    return report.prompts > 0 ? as_usd(cost / report.prompts) : Figure{};
  }
};
using TotalsOf = const GrowthTotals&;
GrowthTotals totals_of(const GrowthReport& report);

// The headings are those of rows, as there is a column for each side of a split.
// clang-format off
constexpr ReportColumn<GrowthTotals> kGrowthTotals[] = {
    {{"sessions", "Sessions that have a request in a main chain.", kRecord}, {"sessions"},
     [](TotalsOf t) { return as_count(static_cast<std::int64_t>(t.report.sessions.size())); }},
    {{"prompts", "Prompts that were answered.", kRecord}, {"prompts"},
     [](TotalsOf t) { return as_count(t.report.prompts); }},
    {{"requests", "Requests of main chains; in by_context, the requests of its prompts.", kRecord},
     {"requests"}, [](TotalsOf t) { return as_count(t.report.requests); }},
    {{"sent_tokens", "The sum of the contexts of all requests.", kRecord}, {},
     [](TotalsOf t) { return as_tokens(t.report.sent); }},
    {{"compactions", "Compactions of main chains that were followed by a request.", kRecord}, {},
     [](TotalsOf t) { return as_count(t.report.freed.compactions); }},
    {{"freed_tokens", "How much less the requests after compactions sent than those before.",
      kRecord}, {}, [](TotalsOf t) { return as_tokens(t.report.freed.tokens); }},
};
// clang-format on
// clang-format off
constexpr ReportColumn<GrowthTotals> kPromptQuantiles[] = {
    {{"median_requests", "The median number of requests of one prompt.", kRecord}, {},
     [](TotalsOf t) { return as_count(t.q.median_requests); }},
    {{"p90_requests", "The number of requests that 9 of 10 prompts do not exceed.", kRecord}, {},
     [](TotalsOf t) { return as_count(t.q.p90_requests); }},
    {{"median_sent_tokens", "The median number of tokens that all requests of one prompt sent.",
      kRecord}, {}, [](TotalsOf t) { return as_tokens(t.q.median_sent); }},
    {{"p90_sent_tokens",
      "The number of tokens sent by all requests of one prompt that 9 of 10 prompts do not exceed.",
      kRecord}, {}, [](TotalsOf t) { return as_tokens(t.q.p90_sent); }},
    {{"median_context_tokens", "The median context of the prompts.", kRecord}, {"context (median)"},
     [](TotalsOf t) { return as_tokens(t.q.median_context); }},
    {{"p90_context_tokens", "The context that 9 of 10 prompts do not exceed.", kRecord},
     {"context (p90)"}, [](TotalsOf t) { return as_tokens(t.q.p90_context); }},
    {{}, {"requests per prompt (median, p90)"}, [](TotalsOf t) {
       return only_shown(
           fmt::format("{}, {}", human_count(t.q.median_requests), human_count(t.q.p90_requests)));
     }},
    {{}, {"sent per prompt (median, p90)"}, [](TotalsOf t) {
       return only_shown(
           fmt::format("{}, {}", human_tokens(t.q.median_sent), human_tokens(t.q.p90_sent)));
     }},
    {{}, {"cost per prompt"}, [](TotalsOf t) { return t.cost_per_prompt(); }},
    {{}, {"re-reading what came since"}, [](TotalsOf t) {
       return only_shown(whole_share(t.report.money.grown, t.report.money.total()));
     }},
};
// clang-format on

// The prompts that began with a context of one size.
struct ContextLine {
  std::string_view band;
  ContextRow row;
};
using ContextOf = const ContextLine&;
/// Without sizes that no prompt began with.
std::vector<ContextLine> context_lines(const GrowthReport& report);

// clang-format off
constexpr ReportColumn<ContextLine> kGrowthContexts[] = {
    {{"context"}, {"CONTEXT", false, 95}, [](ContextOf c) { return as_text(c.band); }, "Context"},
    {{"prompts"}, {"PROMPTS", true, 80}, [](ContextOf c) { return as_count(c.row.prompts); },
     "Prompts"},
    {{"requests"}, {}, [](ContextOf c) { return as_count(c.row.requests); }},
    {{"sent_tokens"}, {}, [](ContextOf c) { return as_tokens(c.row.sent); }},
    {{"cost_usd"}, {}, [](ContextOf c) { return as_usd(c.row.cost); }},
    {{"median_requests"}, {"REQUESTS", true, 60},
     [](ContextOf c) { return as_count(c.row.median_requests); }, "Requests"},
    {{"median_sent_tokens"}, {"SENT", true, 85},
     [](ContextOf c) { return as_tokens(c.row.median_sent); }, "Sent"},
    {{"median_cost_usd", "The median cost of the requests of one prompt.", kPrices},
     {"COST", true, 90}, [](ContextOf c) { return as_usd(c.row.median_cost); }, "Cost"},
    {{}, {"IN ALL", true, 100}, [](ContextOf c) { return as_usd(c.row.cost); }, "In all"},
};
// clang-format on

struct GrowthSession {
  const ReplayedHistory& replayed;
  const SessionGrowth& s;
  const GrowthStyle& look;

  const std::string& id() const { return replayed.history().names[s.session]; }
};
using GrowthOf = const GrowthSession&;

// clang-format off
constexpr ReportColumn<GrowthSession> kGrowthSessions[] = {
    {{"session"}, {"ID", false, 95, 8}, [](GrowthOf g) { return as_id(g.id(), g.look.id_length); }},
    {{}, {"NAME", false, 94, 16},
     [](GrowthOf g) { return g.look.names ? as_text(g.look.names->of(g.id())) : Figure{}; }},
    {{"project"}, {"PROJECT", false, 80, 8, true},
     [](GrowthOf g) { return as_path(g.replayed.project_of(g.s.file), g.look.home); }},
    {{}, {"PROMPTS", true, 50}, [](GrowthOf g) {
       return blank_zero(as_count(static_cast<std::int64_t>(g.s.prompts.size())));
     }},
    {{"requests"}, {"REQUESTS", true, 60}, [](GrowthOf g) { return as_count(g.s.requests); }},
    {{"floor_tokens",
      "The context of a session's first request: system prompt, tools, memory files, the first prompt.",
      kRecord}, {"START", true, 40}, [](GrowthOf g) { return as_tokens(g.s.floor); }},
    {{"peak_tokens", "The largest context.", kRecord}, {"PEAK", true, 90},
     [](GrowthOf g) { return as_tokens(g.s.peak); }},
    {{"latest_tokens", "The context of the last request.", kRecord}, {},
     [](GrowthOf g) { return as_tokens(g.s.latest); }},
    {{"sent_tokens"}, {}, [](GrowthOf g) { return as_tokens(g.s.sent); }},
    {{"slope_tokens_per_prompt",
      "How much the context grows from one prompt to the next: the median of the differences, "
      "except those across a compaction.", kRecord}, {"PER PROMPT", true, 85}, [](GrowthOf g) {
       auto slope = g.s.slope();
       return slope ? shown_as(as_tokens(*slope), signed_tokens(*slope)) : Figure{};
     }},
    {{"compactions"}, {"COMPACTIONS", true, 20},
     [](GrowthOf g) { return blank_zero(as_count(g.s.freed.compactions)); }},
    {{"freed_tokens"}, {}, [](GrowthOf g) { return as_tokens(g.s.freed.tokens); }},
    {{}, {"COST", true, 100}, [](GrowthOf g) {
       return only_shown(usd_text(g.s.money.total()) + (g.s.money.unpriced > 0 ? "+" : ""));
     }},
    {{}, {"GROWTH COST", true, 100}, [](GrowthOf g) { return as_usd(g.s.money.grown); }},
};
// clang-format on

// A prompt of a session.
struct PromptLine {
  const GrowthPrompt& prompt;
  std::size_t number = 1;   // in its session
  std::int64_t before = 0;  // the context at the previous prompt
};
using PromptOf = const PromptLine&;
std::vector<PromptLine> prompt_lines(const SessionGrowth& session);

// clang-format off
constexpr ReportColumn<PromptLine> kGrowthPrompts[] = {
    {{}, {"PROMPT", true, 90}, [](PromptOf p) { return only_shown(std::to_string(p.number)); }},
    {{"time"}, {"TIME", false, 70}, [](PromptOf p) { return as_time(p.prompt.first->time); }},
    {{"context_tokens",
      "All tokens that a request sent: input, cache writes and cache reads. For a prompt: what the "
      "first request after it sent.", kRecord}, {"CONTEXT", true, 100},
     [](PromptOf p) { return as_tokens(p.prompt.context()); }},
    {{}, {"STEP", true, 85}, [](PromptOf p) {
       return only_shown(p.number == 1 ? "" : signed_tokens(p.prompt.context() - p.before));
     }},
    {{"requests"}, {"REQUESTS", true, 60}, [](PromptOf p) { return as_count(p.prompt.requests); }},
    {{"sent_tokens"}, {"SENT", true, 80}, [](PromptOf p) { return as_tokens(p.prompt.sent); }},
    {{"cost_usd"}, {"COST", true, 95}, [](PromptOf p) { return as_usd(p.prompt.cost); }},
    {{"restarted"}, {"", false, 50}, [](PromptOf p) {
       return p.prompt.restarted ? shown_as(as_flag(true), p.number > 1 ? "compacted" : "")
                                 : Figure{};
     }},
};
// clang-format on

// A jump, or a further, smaller cause of one.
struct JumpLine {
  const ReplayedHistory& replayed;
  const Jump& jump;
  const JumpCause& cause;
  const GrowthStyle& look;
  bool is_other = false;

  const HistoryRequest& after() const { return *jump.after; }
  const std::string& session() const { return replayed.history().names[after().session]; }
  bool has_bytes() const { return is_other || cause.bytes > 0; }
};
using JumpOf = const JumpLine&;

// clang-format off
constexpr ReportColumn<JumpLine> kJumps[] = {
    {{"session"}, {}, [](JumpOf j) { return as_text(j.session()); }},
    {{"time"}, {}, [](JumpOf j) { return as_time(j.after().time); }},
    {{"jump_tokens", "How much more a request sent than the previous one in its chain.", kRecord},
     {"JUMP", true, 100}, [](JumpOf j) {
       return shown_as(as_tokens(j.jump.tokens), "+" + human_tokens(j.jump.tokens));
     }},
    {{"context_tokens"}, {"TO", true, 60}, [](JumpOf j) { return as_tokens(j.after().context()); }},
    {{}, {"TIME", false, 70}, [](JumpOf j) { return as_time(j.after().time); }},
};
// clang-format on
// clang-format off
constexpr ReportColumn<JumpLine> kJumpCauses[] = {
    {{"cause"}, {"CAUSE", false, 90, 16}, [](JumpOf j) {
       return shown_as(as_text(j.cause.kind),
                       printable(shorten_home(words_for(j.cause), j.look.home)));
     }},
    {{"tool"}, {}, [](JumpOf j) { return if_any(j.cause.tool); }},
    {{"target"}, {}, [](JumpOf j) { return if_any(j.cause.target); }},
    {{"attachment"}, {}, [](JumpOf j) { return if_any(j.cause.attachment); }},
    {{"bytes",
      "The size of a jump's cause, which is the largest thing between the two requests: the "
      "content of a tool's result, or the whole line of anything else.", kRecord}, {},
     [](JumpOf j) {
       return j.has_bytes() ? as_count(static_cast<std::int64_t>(j.cause.bytes)) : Figure{};
     }},
    {{"share_pct",
      "The share of the cause in the size of everything between the two requests. Results of "
      "parallel calls arrive together; others has the remaining ones, the largest first.", kRecord},
     {}, [](JumpOf j) { return j.has_bytes() ? as_number(j.cause.share() * 100) : Figure{}; }},
};
// clang-format on
// clang-format off
constexpr ReportColumn<JumpLine> kJumpPlaces[] = {
    {{}, {"ID", false, 50, 8}, [](JumpOf j) { return as_id(j.session(), j.look.id_length); }},
    {{"transcript"}, {}, [](JumpOf j) {
       return j.is_other ? Figure{} : as_text(j.replayed.history().files[j.after().file].path);
     }},
    {{"line", "The line of the transcript that contains the cause.", kRecord}, {"LINE", true, 40},
     [](JumpOf j) {
       auto line = static_cast<std::int64_t>(j.cause.line);
       return line > 0 || j.is_other ? shown_as(as_count(line), std::to_string(line)) : Figure{};
     }},
};
// clang-format on

// All requests, or those of a session, priced again.
struct WhatIfLine {
  const WhatIfSums& s;
  std::string id = {}, project = {};
  const GrowthStyle* look = nullptr;

  std::string change() const {
    Money less = s.actual - s.would;
    if (less == 0) return "none";
    std::string part = whole_share(std::abs(less), s.actual);
    return (less < 0 ? "+" : "-") + usd_text(std::abs(less)) +
           (part.empty() ? "" : fmt::format(" ({})", part));
  }
};
using WhatIfOf = const WhatIfLine&;

inline constexpr std::string_view kWhatIfReplay = "a replay of all requests; see --what-if";

// clang-format off
constexpr ReportColumn<WhatIfLine> kWhatIfs[] = {
    {{}, {"ID", false, 95, 8}, [](WhatIfOf w) { return as_text(w.id); }},
    {{}, {"PROJECT", false, 60, 8, true}, [](WhatIfOf w) { return as_text(w.project); }},
    {{"cost_usd"}, {"COST", true, 100}, [](WhatIfOf w) { return as_usd(w.s.actual); }},
    {{"would_usd", "What the requests would have cost.", kWhatIfReplay}, {"WOULD COST", true, 100},
     [](WhatIfOf w) { return as_usd(w.s.would); }},
    {{"saved_usd", "cost_usd - would_usd; negative if it would have cost more.", kWhatIfReplay},
     {"CHANGE", true, 90},
     [](WhatIfOf w) { return shown_as(as_usd(w.s.actual - w.s.would), w.change()); }},
    {{"sent_tokens"}, {"SENT", true, 50}, [](WhatIfOf w) { return as_tokens(w.s.sent_actual); }},
    {{"would_send_tokens", "What sent_tokens would have been, including compactions.",
      kWhatIfReplay}, {"WOULD SEND", true, 55},
     [](WhatIfOf w) { return as_tokens(w.s.sent_would); }},
    {{"requests"}, {}, [](WhatIfOf w) { return as_count(w.s.requests); }},
    {{"changed_requests", "Requests that would have sent or cached a different number of tokens.",
      kWhatIfReplay}, {}, [](WhatIfOf w) { return as_count(w.s.changed); }},
    {{"inserted", "Compactions that would have been added; with clear, restarts.", kWhatIfReplay},
     {"INSERTED", true, 40}, [](WhatIfOf w) { return blank_zero(as_count(w.s.inserted)); }},
    {{"unpriced_requests"}, {},
     [](WhatIfOf w) { return w.s.unpriced > 0 ? as_count(w.s.unpriced) : Figure{}; }},
};
// clang-format on

// A request of a main chain.
struct GrowthRequest {
  const ReplayedHistory& replayed;
  const HistoryRequest& request;
  std::int64_t prompt = 0, number = 0;  // in its chain

  Figure cost() const {
    auto price = replayed.pricer().price(request);
    return price ? as_usd(price->cost) : Figure{};
  }
};
using RequestOf = const GrowthRequest&;

// clang-format off
constexpr ReportColumn<GrowthRequest> kGrowthRequests[] = {
    {{"time"}, {}, [](RequestOf r) { return as_time(r.request.time); }},
    {{"session"}, {},
     [](RequestOf r) { return as_text(r.replayed.history().names[r.request.session]); }},
    {{"project"}, {}, [](RequestOf r) { return as_text(r.replayed.project_of(r.request.file)); }},
    {{"prompt"}, {}, [](RequestOf r) { return as_count(r.prompt); }},
    {{"request"}, {}, [](RequestOf r) { return as_count(r.number); }},
    {{"model"}, {}, [](RequestOf r) { return as_text(r.replayed.model_of(r.request.model)); }},
    {{"context_tokens"}, {}, [](RequestOf r) { return as_tokens(r.request.context()); }},
    {{"usd"}, {}, [](RequestOf r) { return r.cost(); }},
    {{"transcript"}, {},
     [](RequestOf r) { return as_text(r.replayed.history().files[r.request.file].path); }},
    {{"offset"}, {},
     [](RequestOf r) { return as_count(static_cast<std::int64_t>(r.request.offset)); }},
};
// clang-format on

}  // namespace wick
