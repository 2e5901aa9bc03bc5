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
inline Figure two(const Figure& first, const Figure& second) {
  return only_shown(first.text() + ", " + second.text());
}
inline std::string whole_share(Money part, Money whole) {
  if (whole <= 0) return "";
  return human(Value{static_cast<double>(part) / static_cast<double>(whole), Unit::kShare});
}

// Page headings are row names in the table of what the money was spent on.
// clang-format off
constexpr ReportColumn<GrowthMoney> kGrowthMoney[] = {
    {{"cost_usd", "What the requests of main chains cost; with --what-if, what all requests cost.",
     kPrices}, {}, WICK_CELL(as_usd(r.total()))},
    {{"floor_usd",
     "The part of cost_usd for reading from the cache what the chain's first request sent.",
     kPrices}, {}, WICK_CELL(as_usd(r.floor)), "Reading the initial context"},
    {{"grown_usd",
      "The part of cost_usd for reading from the cache what was added after the first request: the "
      "cost of growth.", kPrices}, {}, WICK_CELL(as_usd(r.grown)), "Reading what was added since"},
    {{"again_usd",
      "The part of cost_usd for writing again what could have been read: the lost tokens of misses "
      "(wick-misses has the rule) and of the first requests after compactions.", kPrices}, {},
     WICK_CELL(as_usd(r.rewritten)), "Writing again: misses, compactions"},
    {{"fresh_usd", "The part of cost_usd for sending and writing new tokens.", kPrices}, {},
     WICK_CELL(as_usd(r.new_tokens)), "New tokens"},
    {{"output_usd", "The part of cost_usd for generated tokens and for web searches.", kPrices}, {},
     WICK_CELL(as_usd(r.output)), "Output"},
    {{"unpriced_requests", kUnpricedRequests, kPrices}, {},
     WICK_CELL(r.unpriced > 0 ? as_count(r.unpriced) : Figure{})},
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
GrowthTotals totals_of(const GrowthReport& report);

// The headings are row names, because each side of a split is a column.
// clang-format off
constexpr ReportColumn<GrowthTotals> kGrowthTotals[] = {
    {{"sessions", "Sessions that have a request in a main chain.", kRecord}, {"sessions"},
     WICK_CELL(as_count(r.report.sessions.size()))},
    {{"prompts", "Prompts that were answered.", kRecord}, {"prompts"},
     WICK_CELL(as_count(r.report.prompts))},
    {{"requests", "Requests of main chains; in by_context, the requests of its prompts.", kRecord},
     {"requests"}, WICK_CELL(as_count(r.report.requests))},
    {{"sent_tokens", "The sum of the contexts of all requests.", kRecord}, {},
     WICK_CELL(as_tokens(r.report.sent))},
    {{"compactions", "Compactions of main chains that were followed by a request.", kRecord}, {},
     WICK_CELL(as_count(r.report.freed.compactions))},
    {{"freed_tokens", "How much less the requests after compactions sent than those before.",
     kRecord}, {}, WICK_CELL(as_tokens(r.report.freed.tokens))},
};
constexpr ReportColumn<GrowthTotals> kPromptQuantiles[] = {
    {{"median_requests", "The median number of requests of one prompt.", kRecord}, {},
     WICK_CELL(as_count(r.q.median_requests))},
    {{"p90_requests", "The number of requests that 9 of 10 prompts do not exceed.", kRecord}, {},
     WICK_CELL(as_count(r.q.p90_requests))},
    {{"median_sent_tokens", "The median number of tokens that all requests of one prompt sent.",
     kRecord}, {}, WICK_CELL(as_tokens(r.q.median_sent))},
    {{"p90_sent_tokens",
     "The number of tokens sent by all requests of one prompt that 9 of 10 prompts do not exceed.",
     kRecord}, {}, WICK_CELL(as_tokens(r.q.p90_sent))},
    {{"median_context_tokens", "The median context of the prompts.", kRecord}, {"context (median)"},
     WICK_CELL(as_tokens(r.q.median_context))},
    {{"p90_context_tokens", "The context that 9 of 10 prompts do not exceed.", kRecord},
     {"context (p90)"}, WICK_CELL(as_tokens(r.q.p90_context))},
    {{}, {"requests per prompt (median, p90)"},
     WICK_CELL(two(as_count(r.q.median_requests), as_count(r.q.p90_requests)))},
    {{}, {"sent per prompt (median, p90)"},
     WICK_CELL(two(as_tokens(r.q.median_sent), as_tokens(r.q.p90_sent)))},
    {{}, {"cost per prompt"}, WICK_CELL(r.cost_per_prompt())},
    {{}, {"re-reading what was added"},
     WICK_CELL(only_shown(whole_share(r.report.money.grown, r.report.money.total())))},
};
// clang-format on

// The prompts whose initial context had one of the sizes.
struct ContextLine {
  std::string_view band;
  ContextRow row;
};
/// Leaves out sizes that no prompt had.
std::vector<ContextLine> context_lines(const GrowthReport& report);

// clang-format off
constexpr ReportColumn<ContextLine> kGrowthContexts[] = {
    {{"context"}, {"CONTEXT", false, 95}, WICK_CELL(as_text(r.band)), "Context"},
    {{"prompts"}, {"PROMPTS", true, 80}, WICK_CELL(as_count(r.row.prompts)), "Prompts"},
    {{"requests"}, {}, WICK_CELL(as_count(r.row.requests))},
    {{"sent_tokens"}, {}, WICK_CELL(as_tokens(r.row.sent))},
    {{"cost_usd"}, {}, WICK_CELL(as_usd(r.row.cost))},
    {{"median_requests"}, {"REQUESTS", true, 60}, WICK_CELL(as_count(r.row.median_requests)),
     "Requests"},
    {{"median_sent_tokens"}, {"SENT", true, 85}, WICK_CELL(as_tokens(r.row.median_sent)), "Sent"},
    {{"median_cost_usd", "The median cost of the requests of one prompt.", kPrices},
     {"COST", true, 90}, WICK_CELL(as_usd(r.row.median_cost)), "Cost"},
    {{}, {"IN ALL", true, 100}, WICK_CELL(as_usd(r.row.cost)), "In all"},
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
    {{"session"}, {"ID", false, 95, 8}, WICK_CELL(as_id(r.id(), r.look.id_length))},
    {{"title"}, {"NAME", false, 94, 16},
     WICK_CELL(r.look.names ? if_any(r.look.names->of(r.id())) : Figure{})},
    {{"project"}, {"PROJECT", false, 80, 8, true},
     WICK_CELL(as_path(r.replayed.project_of(r.s.file), r.look.home))},
    {{}, {"PROMPTS", true, 50}, WICK_CELL(blank_zero(as_count(r.s.prompts.size())))},
    {{"requests"}, {"REQUESTS", true, 60}, WICK_CELL(as_count(r.s.requests))},
    {{"floor_tokens",
     "The context of a session's first request: system prompt, tools, memory files, the first prompt.",
     kRecord}, {"START", true, 40}, WICK_CELL(as_tokens(r.s.floor))},
    {{"peak_tokens", "The largest context.", kRecord}, {"PEAK", true, 90},
     WICK_CELL(as_tokens(r.s.peak))},
    {{"latest_tokens", "The context of the last request.", kRecord}, {},
     WICK_CELL(as_tokens(r.s.latest))},
    {{"sent_tokens"}, {}, WICK_CELL(as_tokens(r.s.sent))},
    {{"slope_tokens_per_prompt",
      "How much the context grows from one prompt to the next: the median of the differences, "
      "except those across a compaction.", kRecord}, {"PER PROMPT", true, 85}, [](GrowthOf g) {
       auto slope = g.s.slope();
       return slope ? shown_as(as_tokens(*slope), signed_tokens(*slope)) : Figure{};
     }},
    {{"compactions"}, {"COMPACTIONS", true, 20},
     WICK_CELL(blank_zero(as_count(r.s.freed.compactions)))},
    {{"freed_tokens"}, {}, WICK_CELL(as_tokens(r.s.freed.tokens))},
    {{}, {"COST", true, 100},
     WICK_CELL(only_shown(usd_text(r.s.money.total()) + (r.s.money.unpriced > 0 ? "+" : "")))},
    {{}, {"GROWTH COST", true, 100}, WICK_CELL(as_usd(r.s.money.grown))},
};
// clang-format on

// A prompt of a session.
struct PromptLine {
  const GrowthPrompt& prompt;
  std::size_t number = 1;   // in its session
  std::int64_t before = 0;  // the context at the previous prompt

  Figure restarted() const {
    if (!prompt.restarted) return {};
    return shown_as(as_flag(true), number > 1 ? "compacted" : "");
  }
};
std::vector<PromptLine> prompt_lines(const SessionGrowth& session);

// clang-format off
constexpr ReportColumn<PromptLine> kGrowthPrompts[] = {
    {{}, {"PROMPT", true, 90}, WICK_CELL(only_shown(std::to_string(r.number)))},
    {{"time"}, {"TIME", false, 70}, WICK_CELL(as_time(r.prompt.first->time))},
    {{"context_tokens",
      "All tokens that a request sent: input, cache writes and cache reads. For a prompt: what the "
      "first request after it sent.", kRecord}, {"CONTEXT", true, 100},
     WICK_CELL(as_tokens(r.prompt.context()))},
    {{}, {"STEP", true, 85},
     WICK_CELL(only_shown(r.number == 1 ? "" : signed_tokens(r.prompt.context() - r.before)))},
    {{"requests"}, {"REQUESTS", true, 60}, WICK_CELL(as_count(r.prompt.requests))},
    {{"sent_tokens"}, {"SENT", true, 80}, WICK_CELL(as_tokens(r.prompt.sent))},
    {{"cost_usd"}, {"COST", true, 95}, WICK_CELL(as_usd(r.prompt.cost))},
    {{"restarted"}, {"", false, 50}, WICK_CELL(r.restarted())},
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
  std::string words() const { return printable(shorten_home(words_for(cause), look.home)); }
  bool has_bytes() const { return is_other || cause.bytes > 0; }
};
using JumpOf = const JumpLine&;

// clang-format off
constexpr ReportColumn<JumpLine> kJumps[] = {
    {{"session"}, {}, WICK_CELL(as_text(r.session()))},
    {{"time"}, {}, WICK_CELL(as_time(r.after().time))},
    {{"jump_tokens", "How much more a request sent than the previous one in its chain.", kRecord},
     {"JUMP", true, 100},
     WICK_CELL(shown_as(as_tokens(r.jump.tokens), "+" + human_tokens(r.jump.tokens)))},
    {{"context_tokens"}, {"TO", true, 60}, WICK_CELL(as_tokens(r.after().context()))},
    {{}, {"TIME", false, 70}, WICK_CELL(as_time(r.after().time))},
};
constexpr ReportColumn<JumpLine> kJumpCauses[] = {
    {{"cause"}, {"CAUSE", false, 90, 16}, WICK_CELL(shown_as(as_text(r.cause.kind), r.words()))},
    {{"tool"}, {}, WICK_CELL(if_any(r.cause.tool))},
    {{"target"}, {}, WICK_CELL(if_any(r.cause.target))},
    {{"attachment"}, {}, WICK_CELL(if_any(r.cause.attachment))},
    {{"bytes",
      "The size of a jump's cause, which is the largest thing between the two requests: the "
      "content of a tool's result, or the whole line of anything else.", kRecord}, {},
     WICK_CELL(r.has_bytes() ? as_count(r.cause.bytes) : Figure{})},
    {{"share_pct",
      "The share of the cause in the size of everything between the two requests. Results of "
      "parallel calls arrive together; others has the remaining ones, the largest first.", kRecord},
     {}, WICK_CELL(r.has_bytes() ? as_number(r.cause.share() * 100) : Figure{})},
};
constexpr ReportColumn<JumpLine> kJumpPlaces[] = {
    {{}, {"ID", false, 50, 8}, WICK_CELL(as_id(r.session(), r.look.id_length))},
    {{"transcript"}, {},
     WICK_CELL(r.is_other ? Figure{} : as_text(r.replayed.history().files[r.after().file].path))},
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

inline constexpr std::string_view kWhatIfReplay = "a replay of all requests; see --what-if";

// clang-format off
constexpr ReportColumn<WhatIfLine> kWhatIfs[] = {
    {{}, {"ID", false, 95, 8}, WICK_CELL(as_text(r.id))},
    {{}, {"PROJECT", false, 60, 8, true}, WICK_CELL(as_text(r.project))},
    {{"cost_usd"}, {"COST", true, 100}, WICK_CELL(as_usd(r.s.actual))},
    {{"would_usd", "What the requests would have cost.", kWhatIfReplay}, {"WOULD COST", true, 100},
     WICK_CELL(as_usd(r.s.would))},
    {{"saved_usd", "cost_usd - would_usd; negative if it would have cost more.", kWhatIfReplay},
     {"CHANGE", true, 90}, WICK_CELL(shown_as(as_usd(r.s.actual - r.s.would), r.change()))},
    {{"sent_tokens"}, {"SENT", true, 50}, WICK_CELL(as_tokens(r.s.sent_actual))},
    {{"would_send_tokens", "What sent_tokens would have been, including compactions.",
     kWhatIfReplay}, {"WOULD SEND", true, 55}, WICK_CELL(as_tokens(r.s.sent_would))},
    {{"requests"}, {}, WICK_CELL(as_count(r.s.requests))},
    {{"changed_requests", "Requests that would have sent or cached a different number of tokens.",
     kWhatIfReplay}, {}, WICK_CELL(as_count(r.s.changed))},
    {{"inserted", "Compactions that would have been added; with clear, restarts.", kWhatIfReplay},
     {"INSERTED", true, 40}, WICK_CELL(blank_zero(as_count(r.s.inserted)))},
    {{"unpriced_requests"}, {}, WICK_CELL(r.s.unpriced > 0 ? as_count(r.s.unpriced) : Figure{})},
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

// clang-format off
constexpr ReportColumn<GrowthRequest> kGrowthRequests[] = {
    {{"time"}, {}, WICK_CELL(as_time(r.request.time))},
    {{"session"}, {}, WICK_CELL(as_text(r.replayed.history().names[r.request.session]))},
    {{"project"}, {}, WICK_CELL(as_text(r.replayed.project_of(r.request.file)))},
    {{"prompt"}, {}, WICK_CELL(as_count(r.prompt))},
    {{"request"}, {}, WICK_CELL(as_count(r.number))},
    {{"model"}, {}, WICK_CELL(as_text(r.replayed.model_of(r.request.model)))},
    {{"context_tokens"}, {}, WICK_CELL(as_tokens(r.request.context()))},
    {{"usd"}, {}, WICK_CELL(r.cost())},
    {{"transcript"}, {}, WICK_CELL(as_text(r.replayed.history().files[r.request.file].path))},
    {{"offset"}, {}, WICK_CELL(as_count(r.request.offset))},
};
// clang-format on

}  // namespace wick
