// SPDX-License-Identifier: MIT
// wick-growth: how contexts grew, what made them jump, and what it cost
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/cli/options.h"
#include "lib/history/session_summary.h"
#include "lib/output/layout.h"
#include "lib/tools/carried_output.h"
#include "lib/tools/growth_output.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/tokens_output.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-growth: how contexts grew, what made them jump, and what it cost\n"
    "usage: wick-growth [-jv] [--csv] [--session=ID] [--carried] [--tokens]\n"
    "                   [--what-if=POLICY] [--split=DATE] [--jump=TOKENS]\n"
    "                   [--limit=N] [--plot=FILE] [--explain=NAME] [--since=DATE]\n"
    "                   [--until=DATE] [--tz=ZONE] [--project=DIR] [--model=NAME]\n"
    "                   [--no-names] [--no-ledger] [--threads=N] [TRANSCRIPT ...]\n"
    "      --session=ID      show this session, prompt by prompt\n"
    "      --carried         what the money was spent on: results of each tool,\n"
    "                        prompts, thinking and so on, sent again with\n"
    "                        each request\n"
    "      --tokens          how many tokens each model uses per kB of your own\n"
    "                        text, and how they compare\n"
    "      --what-if=POLICY  what it would have cost with compact=160k,\n"
    "                        compact-breaks, clear, ttl=5m, ttl=1h or model=opus-4-5\n"
    "      --split=DATE      compare the time before this date with the time since;\n"
    "                        auto: since contexts passed 200k\n"
    "      --jump=TOKENS     report jumps of at least this many tokens and their\n"
    "                        causes; default: 20k\n"
    "      --limit=N         show this many sessions or sources; 0: all; default: 20\n"
    "      --plot=FILE       draw contexts, tokens and requests of prompts into this\n"
    "                        .svg or .png file; -: on the terminal\n"
    "      --explain=NAME    explain this figure, and where it comes from; all:\n"
    "                        every figure\n",
    kDaysHelp,
    kProjectModelHelp,
    kNoNamesHelp,
    kReadingHelp,
    "      --csv             print comma-separated values, one row per request\n",
    kJsonHelp,
    kVerboseHelp,
    kHelpAndVersion};

constexpr std::int64_t kOldWindow = 200'000;

struct Options {
  HistoryArguments history;
  OutputArguments output;
  std::optional<std::string> session, what_if, split, explain;
  std::int64_t jump = 20'000;
  std::size_t limit = 20;
  bool carried = false, tokens = false;
};

std::int64_t tokens_argument(const std::string& option, const std::string& text) {
  auto tokens = parse_tokens(text);
  if (tokens && *tokens >= 1) return static_cast<std::int64_t>(*tokens);
  throw Failure{Exit::kUsage,
                fmt::format("{} {}: not a number of tokens", option, printable(text))};
}

std::size_t limit_argument(const std::string& text) {
  auto number = parse_integer(text);
  if (number && *number >= 0) return static_cast<std::size_t>(*number);
  throw Failure{Exit::kUsage, fmt::format("--limit {}: not a number of sessions", printable(text))};
}

void check(const Options& o) {
  auto refuse = [](const char* option, const char* why) {
    throw Failure{Exit::kUsage, fmt::format("{}: {}", option, why)};
  };
  if (o.output.json && o.output.csv) refuse("--json", "not with --csv");
  if (o.output.csv && o.what_if) refuse("--what-if", "not with --csv");
  if (o.split && (o.output.csv || o.session)) refuse("--split", "not with --csv or --session");
  if (o.split && !o.output.json && o.what_if) refuse("--split", "with --what-if only in --json");
  if (o.carried && (o.output.csv || o.split || o.what_if || !o.output.plot.empty()))
    refuse("--carried", "not with --csv, --split, --what-if or --plot");
  if (o.tokens && (o.carried || o.split || o.what_if || !o.output.plot.empty()))
    refuse("--tokens", "not with --carried, --split, --what-if or --plot");
  if (o.split && o.split->empty()) refuse("--split", "empty argument");
  if (o.session && o.session->empty()) refuse("--session", "empty argument");
}

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history, o.output);
  all.push_back(names_option(o.history));
  all.push_back(plot_option(o.output));
  all.push_back(
      {"carried", 0, false, [&o](const std::string&) { o.carried = o.history.evidence = true; }});
  all.push_back(
      {"tokens", 0, false, [&o](const std::string&) { o.tokens = o.history.evidence = true; }});
  all.push_back(text_option("session", 0, o.session));
  all.push_back(text_option("split", 0, o.split));
  all.push_back(text_option("explain", 0, o.explain));
  all.push_back({"what-if", 0, true, [&o](const std::string& policy) {
                   o.history.evidence |= parse_what_if(policy).kind == WhatIf::kModel;
                   o.what_if = policy;
                 }});
  all.push_back({"jump", 0, true,
                 [&o](const std::string& tokens) { o.jump = tokens_argument("--jump", tokens); }});
  all.push_back(
      {"limit", 0, true, [&o](const std::string& number) { o.limit = limit_argument(number); }});
  o.history.files = parse_options(call.argc, call.argv, all);
  check(o);
  return o;
}

class Growth {
 public:
  Growth(Call& call, const Options& options)
      : call_(call), o_(options), tool_(call, options.history) {
    tool_.read();
    const Env& env = tool_.env();
    pricer_.emplace(tool_.prices(), tool_.history().names, env.now);
    std::optional<Names::Id> session;
    if (o_.session) session = tool_.session_number(*o_.session);
    replayed_.emplace(tool_.history(), tool_.filter(), *pricer_, session);
    look_.home = env.home;
    look_.most = o_.limit;
    look_.table = tool_.look();
    look_.names = &tool_.session_names();
  }

  Exit print() {
    if (o_.carried) return print_carried();
    if (o_.tokens) return print_tokens();
    GrowthReport report = report_growth(*replayed_, o_.jump);
    bool any = report.requests > 0;
    if (any || o_.output.json) call_.out = text(report);
    if (any && !o_.output.plot.empty()) tool_.draw(o_.output, growth_page(*replayed_, report));
    return tool_.status(any);
  }

 private:
  Exit print_carried() {
    CarriedReport report = report_carried(*replayed_);
    bool any = report.requests > 0;
    if (o_.output.json) call_.out = carried_json(report, tool_.reading().kept);
    else if (any) call_.out = carried_table(report, {look_.table, look_.home, look_.most});
    return tool_.status(any);
  }

  Exit print_tokens() {
    TokenReport report = report_tokens(*replayed_);
    if (tool_.has_all() && !o_.session) keep(report.ratios);
    bool any = report.steps > 0;
    if (o_.output.json) call_.out = tokens_json(report, tool_.reading().kept);
    else if (any)
      call_.out = o_.output.csv ? tokens_csv(report) : tokens_table(report, o_.limit, look_.table);
    return tool_.status(any, "steps that show how many tokens a text has");
  }

  std::string text(const GrowthReport& report) {
    if (o_.output.csv) return growth_csv(*replayed_);
    std::vector<WhatIfAnswer> answers;
    if (o_.what_if) answers.push_back(answer());
    std::vector<GrowthSide> sides;
    if (o_.split) sides = split();
    if (o_.output.json)
      return growth_json(*replayed_, report, with_causes(report), answers, sides,
                         tool_.session_names(), tool_.reading().kept);
    look_.id_length = unique_prefix_length(session_ids(tool_.history()));
    if (o_.what_if) return what_if_table(*replayed_, answers.front(), look_);
    if (o_.split) return split_table(sides, look_.table);
    if (o_.session)
      return session_growth(*replayed_, report.sessions.front(), with_causes(report), look_);
    return growth_table(*replayed_, report, with_causes(report), look_);
  }

  // From the whole history, whatever the filter: one session is not enough to compare models.
  TokenRatios all_ratios() const {
    if (tool_.filter().empty() && !o_.session) return report_tokens(*replayed_).ratios;
    return report_tokens(ReplayedHistory(tool_.history(), {}, replayed_->pricer())).ratios;
  }

  // Keeps the ratios for wick-next, which compares models with them.
  void keep(const TokenRatios& ratios) const {
    try {
      write_token_ratios(tool_.env(), ratios);
    } catch (const Failure&) {
      // This report does not need it.
    }
  }

  WhatIfAnswer answer() const {
    WhatIf policy = parse_what_if(*o_.what_if);
    if (policy.kind == WhatIf::kModel) {
      ModelSwitch switched = switch_model(*replayed_, tool_.prices(), policy.model, all_ratios());
      return {policy, *o_.what_if, std::move(switched.report), std::move(switched.models)};
    }
    return {policy, *o_.what_if, what_if(*replayed_, policy)};
  }

  // For all sessions only the few largest jumps, because a transcript must be read for each.
  std::vector<JumpWithCause> with_causes(const GrowthReport& report) const {
    constexpr std::size_t kFew = 5, kMany = 100;
    std::vector<Jump> jumps = report.jumps;
    jumps.resize(std::min(jumps.size(), o_.session ? kMany : kFew));
    std::vector<JumpCause> causes = causes_of(jumps, tool_.history());
    std::vector<JumpWithCause> out;
    for (std::size_t i = 0; i < jumps.size(); ++i) out.push_back({jumps[i], causes[i]});
    return out;
  }

  std::vector<GrowthSide> split() {
    TimeMs at = *o_.split == "auto" ? first_long()
                                    : moment_argument("--split", *o_.split, tool_.env().now, false);
    UsageFilter before = tool_.filter(), after = before;
    before.until = before.until ? std::min(*before.until, at) : at;
    after.since = after.since ? std::max(*after.since, at) : at;
    std::vector<GrowthSide> sides;
    std::string date = local_date(at);
    for (auto& [name, filter] : {std::pair{"before " + date, &before}, {"from " + date, &after}}) {
      ReplayedHistory side(tool_.history(), *filter, *pricer_);
      sides.push_back({name, report_growth(side, INT64_MAX)});
    }
    return sides;
  }

  // The day of the first request that sent more than a window of 200k holds.
  TimeMs first_long() const {
    auto first = first_above(*replayed_, kOldWindow);
    if (!first) throw Failure{Exit::kNo, "--split auto: no request sent more than 200k tokens"};
    return moment_argument("--split", local_date(*first), tool_.env().now, false);
  }

  Call& call_;
  const Options& o_;
  HistoryTool tool_;
  std::optional<Pricer> pricer_;
  std::optional<ReplayedHistory> replayed_;
  GrowthStyle look_;
};

Exit growth(Call& call) {
  static Options o;
  o = parse(call);
  if (o.explain) {
    call.out = explain(growth_definitions(), *o.explain);
    return Exit::kOk;
  }
  auto& it = make_to_last<Growth>(call, o);
  return it.print();
}

}  // namespace

int run_wick_growth(int argc, char** argv) { return run(argc, argv, {kUsage, 24}, growth); }
