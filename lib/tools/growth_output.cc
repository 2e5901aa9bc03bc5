// SPDX-License-Identifier: MIT
#include "lib/tools/growth_output.h"

#include <algorithm>
#include <cmath>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/layout.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

std::string usd(const GrowthMoney& money) {
  return usd_text(money.total()) + (money.unpriced > 0 ? "+" : "");
}
std::string share(Money part, Money whole) {
  if (whole <= 0) return "";
  return human(Value{static_cast<double>(part) / static_cast<double>(whole), Unit::kShare});
}
std::string session_rows(const ReplayedHistory& replayed, const GrowthReport& report,
                         const GrowthStyle& look) {
  const std::vector<Column> columns = {
      {"ID", false, 95, 8},  {"NAME", false, 94, 16},   {"PROJECT", false, 80, 8, true},
      {"PROMPTS", true, 50}, {"REQUESTS", true, 60},    {"START", true, 40},
      {"PEAK", true, 90},    {"PER PROMPT", true, 85},  {"COMPACTIONS", true, 20},
      {"COST", true, 100},   {"GROWTH COST", true, 100}};
  std::vector<TableRow> rows;
  for (const SessionGrowth& s : report.sessions) {
    if (look.most > 0 && rows.size() == look.most) break;
    auto slope = s.slope();
    rows.push_back(
        {{printable(replayed.history().names[s.session].substr(0, look.id_length))},
         {look.names ? printable(look.names->of(replayed.history().names[s.session])) : ""},
         {printable(shorten_home(replayed.project_of(s.file), look.home))},
         {count_cell(static_cast<std::int64_t>(s.prompts.size()))},
         {human_count(s.requests)},
         {human_tokens(s.floor)},
         {human_tokens(s.peak)},
         {slope ? (*slope < 0 ? "-" : "+") + human_tokens(std::abs(*slope)) : ""},
         {count_cell(s.freed.compactions)},
         {usd(s.money)},
         {usd_text(s.money.grown)}});
  }
  std::string out = table_text(columns, rows, look.table);
  if (report.sessions.size() > rows.size())
    out +=
        fmt::format("and {} more sessions (--limit)\n",
                    human_count(static_cast<std::int64_t>(report.sessions.size() - rows.size())));
  return out;
}

std::string prompts_line(const GrowthReport& report) {
  if (report.prompts == 0) return "";
  PromptQuantiles q = prompt_quantiles(report);
  return fmt::format("one prompt: {}{} (median; 9 of 10 at most {}), {} tokens sent ({})\n",
                     human_count(q.median_requests),
                     q.median_requests == 1 ? " request" : " requests", human_count(q.p90_requests),
                     human_tokens(q.median_sent), human_tokens(q.p90_sent));
}

std::string context_rows(const GrowthReport& report, const TableStyle& look) {
  const std::vector<Column> columns = {{"CONTEXT", false, 95}, {"PROMPTS", true, 80},
                                       {"REQUESTS", true, 60}, {"SENT", true, 85},
                                       {"COST", true, 90},     {"IN ALL", true, 100}};
  std::vector<TableRow> rows;
  auto bands = rows_by_context(report);
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const ContextRow& row = bands[i];
    if (row.prompts == 0) continue;
    rows.push_back({{std::string(kContextBands[i])},
                    {human_count(row.prompts)},
                    {human_count(row.median_requests)},
                    {human_tokens(row.median_sent)},
                    {usd_text(row.median_cost)},
                    {usd_text(row.cost)}});
  }
  return table_text(columns, rows, look) + prompts_line(report);
}

std::string money_rows(const GrowthMoney& money, const TableStyle& look) {
  std::vector<TableRow> rows;
  auto add = [&](const char* what, Money part) {
    rows.push_back({{what}, {usd_text(part)}, {share(part, money.total())}});
  };
  add("reading what the session began with", money.floor);
  add("reading what came since", money.grown);
  add("writing again: misses, compactions", money.rewritten);
  add("what is new", money.new_tokens);
  add("output", money.output);
  return table_text({{"THE MONEY WENT INTO", false, 90}, {"COST", true, 100}, {"SHARE", true, 80}},
                    rows, look);
}

std::string jump_rows(const ReplayedHistory& replayed, const std::vector<JumpWithCause>& jumps,
                      const GrowthStyle& look) {
  const std::vector<Column> columns = {{"JUMP", true, 100},  {"TO", true, 60},
                                       {"TIME", false, 70},  {"CAUSE", false, 90, 16},
                                       {"ID", false, 50, 8}, {"LINE", true, 40}};
  std::vector<TableRow> rows;
  for (const JumpWithCause& entry : jumps) {
    const HistoryRequest& after = *entry.jump.after;
    rows.push_back({{"+" + human_tokens(entry.jump.tokens)},
                    {human_tokens(after.context())},
                    {moment_text(after.time)},
                    {printable(shorten_home(words_for(entry.cause), look.home))},
                    {printable(replayed.history().names[after.session].substr(0, look.id_length))},
                    {entry.cause.line > 0 ? std::to_string(entry.cause.line) : ""}});
  }
  return table_text(columns, rows, look.table);
}

std::string joined(std::initializer_list<std::string> blocks) {
  std::string out;
  for (const std::string& block : blocks)
    if (!block.empty()) out += (out.empty() ? "" : "\n") + block;
  return out;
}

}  // namespace

PromptQuantiles prompt_quantiles(const GrowthReport& report) {
  std::vector<std::int64_t> requests, sent, contexts;
  for (const SessionGrowth& session : report.sessions) {
    for (const GrowthPrompt& prompt : session.prompts) {
      requests.push_back(prompt.requests), sent.push_back(prompt.sent);
      contexts.push_back(prompt.context());
    }
  }
  return {quantile_of(requests, 0.5), quantile_of(requests, 0.9), quantile_of(sent, 0.5),
          quantile_of(sent, 0.9),     quantile_of(contexts, 0.5), quantile_of(contexts, 0.9)};
}

std::string growth_table(const ReplayedHistory& replayed, const GrowthReport& report,
                         const std::vector<JumpWithCause>& jumps, const GrowthStyle& look) {
  std::string note;
  if (report.money.unpriced > 0) note = unpriced_note(report.money.unpriced);
  return joined({session_rows(replayed, report, look), context_rows(report, look.table),
                 money_rows(report.money, look.table), jump_rows(replayed, jumps, look), note});
}

std::string session_growth(const ReplayedHistory& replayed, const SessionGrowth& session,
                           const std::vector<JumpWithCause>& jumps, const GrowthStyle& look) {
  const std::vector<Column> columns = {
      {"PROMPT", true, 90},   {"TIME", false, 70}, {"CONTEXT", true, 100}, {"STEP", true, 85},
      {"REQUESTS", true, 60}, {"SENT", true, 80},  {"COST", true, 95},     {"", false, 50}};
  std::vector<TableRow> rows;
  std::int64_t before = 0;
  for (const GrowthPrompt& prompt : session.prompts) {
    std::int64_t step = prompt.context() - before;
    before = prompt.context();
    bool first = rows.empty();
    rows.push_back({{std::to_string(rows.size() + 1)},
                    {moment_text(prompt.first->time)},
                    {human_tokens(prompt.context())},
                    {first ? "" : (step < 0 ? "-" : "+") + human_tokens(std::abs(step))},
                    {human_count(prompt.requests)},
                    {human_tokens(prompt.sent)},
                    {usd_text(prompt.cost)},
                    {prompt.restarted && !first ? "compacted" : ""}});
  }
  return joined({table_text(columns, rows, look.table), money_rows(session.money, look.table),
                 jump_rows(replayed, jumps, look)});
}

namespace {

// "Opus 4.5: 0.80 (0.76 to 0.85) times as many tokens under Haiku 5.5, by your sessions".
std::string switched_text(const SwitchedModel& m, const std::string& to) {
  std::string out = printable(display_model(m.model)) + ": ";
  if (!m.ratio) out += "as many tokens assumed";
  else
    out += fmt::format("{} times as many tokens under {}, {}", ratio_text(*m.ratio),
                       printable(display_model(to)), source_of(*m.ratio));
  if (m.ratio && !m.ratio->is_of_baseline() && (m.ratio->model != to || m.ratio->other != m.model))
    out += fmt::format(" with {} and {}", printable(display_model(m.ratio->model)),
                       printable(display_model(m.ratio->other)));
  if (m.too_long > 0)
    out += fmt::format("; {} too long for it",
                       plural(static_cast<std::size_t>(m.too_long), "request is", "requests are"));
  return out + "\n";
}

}  // namespace

std::string what_if_table(const ReplayedHistory& replayed, const WhatIfAnswer& answer,
                          const GrowthStyle& look) {
  const WhatIfSums& all = answer.report.all;
  auto saved = [](const WhatIfSums& s) {
    Money less = s.actual - s.would;
    if (less == 0) return std::string("none");
    std::string part = s.actual > 0 ? share(std::abs(less), s.actual) : "";
    return (less < 0 ? "+" : "-") + usd_text(std::abs(less)) +
           (part.empty() ? "" : fmt::format(" ({})", part));
  };
  std::vector<TableRow> rows = {{{"all"},
                                 {""},
                                 {usd_text(all.actual)},
                                 {usd_text(all.would)},
                                 {saved(all)},
                                 {human_tokens(all.sent_actual)},
                                 {human_tokens(all.sent_would)},
                                 {count_cell(all.inserted)}}};
  std::vector<std::pair<Names::Id, const WhatIfSums*>> sessions;
  for (const auto& [id, sums] : answer.report.sessions)
    if (sums.actual != sums.would) sessions.emplace_back(id, &sums);
  std::stable_sort(sessions.begin(), sessions.end(), [](const auto& a, const auto& b) {
    return a.second->actual - a.second->would > b.second->actual - b.second->would;
  });
  std::map<Names::Id, std::uint32_t> files;
  for (const ReplayedRequest& r : replayed.requests())
    files.try_emplace(r.request->session, r.request->file);
  for (const auto& [id, s] : sessions) {
    if (look.most > 0 && rows.size() > look.most) break;
    rows.push_back({{printable(replayed.history().names[id].substr(0, look.id_length))},
                    {printable(shorten_home(replayed.project_of(files[id]), look.home))},
                    {usd_text(s->actual)},
                    {usd_text(s->would)},
                    {saved(*s)},
                    {human_tokens(s->sent_actual)},
                    {human_tokens(s->sent_would)},
                    {count_cell(s->inserted)}});
  }
  std::string out = table_text({{"ID", false, 95, 8},
                                {"PROJECT", false, 60, 8, true},
                                {"COST", true, 100},
                                {"WOULD COST", true, 100},
                                {"CHANGE", true, 90},
                                {"SENT", true, 50},
                                {"WOULD SEND", true, 55},
                                {"INSERTED", true, 40}},
                               rows, look.table);
  out += fmt::format("assumed: {}\n", assumptions_of(answer.policy.kind));
  for (const SwitchedModel& m : answer.switched) out += switched_text(m, answer.policy.model);
  if (all.unpriced > 0) out += unpriced_note(all.unpriced);
  return out;
}

std::string split_table(const std::vector<GrowthSide>& sides, const TableStyle& look) {
  std::vector<Column> columns = {{"", false, 90}};
  std::vector<TableRow> rows(9);
  const char* labels[] = {"sessions",
                          "prompts",
                          "requests",
                          "context (median)",
                          "context (p90)",
                          "requests per prompt (median, p90)",
                          "sent per prompt (median, p90)",
                          "cost per prompt",
                          "re-reading what came since"};
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back({labels[i]});
  for (const GrowthSide& side : sides) {
    columns.push_back({side.name, true, 100});
    const GrowthReport& r = side.report;
    PromptQuantiles q = prompt_quantiles(r);
    Money in_prompts = 0;
    for (const SessionGrowth& session : r.sessions)
      for (const GrowthPrompt& prompt : session.prompts) in_prompts += prompt.cost;
    std::string cells[] = {
        human_count(static_cast<std::int64_t>(r.sessions.size())),
        human_count(r.prompts),
        human_count(r.requests),
        human_tokens(q.median_context),
        human_tokens(q.p90_context),
        fmt::format("{}, {}", human_count(q.median_requests), human_count(q.p90_requests)),
        fmt::format("{}, {}", human_tokens(q.median_sent), human_tokens(q.p90_sent)),
        r.prompts > 0 ? usd_text(in_prompts / r.prompts) : "",
        share(r.money.grown, r.money.total())};
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back({cells[i]});
  }
  return table_text(columns, rows, look);
}

namespace {

constexpr std::string_view kSteps = "the transcripts; see --tokens";
constexpr std::string_view kBootstrap =
    "a bootstrap over sessions with 1,000 samples, which gives the same result each time";
constexpr std::string_view kReplay = "a replay of all requests; see --what-if";

constexpr Definition kGrowthDefinitions[] = {
    {"sessions", "Sessions that have a request in a main chain.", kRecord},
    {"prompts", "Prompts that were answered.", kRecord},
    {"requests", "Requests of main chains; in by_context, the requests of its prompts.", kRecord},
    {"context_tokens",
     "All tokens that a request sent: input, cache writes and cache reads. For a prompt: what the "
     "first request after it sent.",
     kRecord},
    {"floor_tokens",
     "The context of a session's first request: system prompt, tools, memory files, the first prompt.",
     kRecord},
    {"peak_tokens", "The largest context.", kRecord},
    {"latest_tokens", "The context of the last request.", kRecord},
    {"sent_tokens", "The sum of the contexts of all requests.", kRecord},
    {"slope_tokens_per_prompt",
     "How much the context grows from one prompt to the next: the median of the differences, "
     "except those across a compaction.",
     kRecord},
    {"median_requests", "The median number of requests of one prompt.", kRecord},
    {"p90_requests", "The number of requests that 9 of 10 prompts do not exceed.", kRecord},
    {"median_sent_tokens", "The median number of tokens that all requests of one prompt sent.",
     kRecord},
    {"p90_sent_tokens",
     "The number of tokens sent by all requests of one prompt that 9 of 10 prompts do not exceed.",
     kRecord},
    {"median_context_tokens", "The median context of the prompts.", kRecord},
    {"p90_context_tokens", "The context that 9 of 10 prompts do not exceed.", kRecord},
    {"median_cost_usd", "The median cost of the requests of one prompt.", kPrices},
    {"compactions", "Compactions of main chains that were followed by a request.", kRecord},
    {"freed_tokens", "How much less the requests after compactions sent than those before.",
     kRecord},
    {"jump_tokens", "How much more a request sent than the previous one in its chain.", kRecord},
    {"bytes",
     "The size of a jump's cause, which is the largest thing between the two requests: the "
     "content of a tool's result, or the whole line of anything else.",
     kRecord},
    {"share_pct",
     "The share of the cause in the size of everything between the two requests. Results of "
     "parallel calls arrive together; others has the remaining ones, the largest first.",
     kRecord},
    {"line", "The line of the transcript that contains the cause.", kRecord},
    {"cost_usd", "What the requests of main chains cost; with --what-if, what all requests cost.",
     kPrices},
    {"floor_usd",
     "The part of cost_usd for reading from the cache what the chain's first request sent.",
     kPrices},
    {"grown_usd",
     "The part of cost_usd for reading from the cache what was added after the first request: the "
     "cost of growth.",
     kPrices},
    {"again_usd",
     "The part of cost_usd for writing again what could have been read: the lost tokens of misses "
     "(wick-misses has the rule) and of the first requests after compactions.",
     kPrices},
    {"fresh_usd", "The part of cost_usd for sending and writing what is new.", kPrices},
    {"output_usd", "The part of cost_usd for generated tokens and for web searches.", kPrices},
    {"unpriced_requests", kUnpricedRequests, kPrices},
    {"would_usd", "What the requests would have cost.", kReplay},
    {"saved_usd", "cost_usd - would_usd; negative if it would have cost more.", kReplay},
    {"would_send_tokens", "What sent_tokens would have been, including compactions.", kReplay},
    {"changed_requests", "Requests that would have sent or cached a different number of tokens.",
     kReplay},
    {"inserted", "Compactions that would have been added; with clear, restarts.", kReplay},
    {"tokens_per_kb",
     "With --tokens: the tokens of 1,000 bytes of a kind of text, as it is in the transcript's "
     "JSON; the median of the steps.",
     kSteps},
    {"steps",
     "The places where the record shows how many tokens a text has: two requests with nothing but "
     "one tool's results between them, or a response that is nothing but a text or edits.",
     kSteps},
    {"low", "The lower end of the 95% interval of a ratio or a median; high is the upper end.",
     kBootstrap},
    {"ratio",
     "Tokens under model for each token of the same text under other (with baseline: under models "
     "up to Claude 4.6 in other people's sessions): the mean over the kinds of text that both "
     "have, in which kinds with many steps count most.",
     kSteps},
    {"extra_usd",
     "The part of the model's cost that is due to the ratio: cost_usd * (1 - 1 / ratio).", kPrices},
};

}  // namespace

std::span<const Definition> growth_definitions() { return kGrowthDefinitions; }

}  // namespace wick
