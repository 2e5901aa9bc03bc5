// SPDX-License-Identifier: MIT
// wick-next: price of the next prompt: entry (warm and cold) and forecast
#include <unistd.h>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/terminal.h"
#include "lib/live/advice.h"
#include "lib/live/live.h"
#include "lib/output/color.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-next: price of the next prompt: entry (warm and cold) and forecast\n"
    "usage: wick-next [-jq] [-f FORMAT] [--over=USD] [--prompt-tokens=N]\n"
    "                 [--output-tokens=N] [--requests=N] [-s ID | -t FILE | -p FILE]\n"
    "                 [-C DIR] [advice]\n"
    "  advice                 compare the ways to continue: now, cold, /compact,\n"
    "                         another model\n",
    kSessionHelp,
    "  -f, --format=FORMAT    print {next.cold_usd} and other fields\n"
    "  -j, --json             print {\"next\":{...}}\n"
    "      --prompt-tokens=N  the length of the prompt itself; default: 0\n"
    "      --output-tokens=N  the length of the answer; default: 0\n"
    "      --requests=N       the number of its requests: one, plus one for each\n"
    "                         round of tool calls\n"
    "      --over=USD         exit 0 if the next prompt costs more than this now, 1\n"
    "                         if not\n"
    "  -q, --quiet            print nothing; the exit status is the answer\n",
    kHelpAndVersion};

constexpr LiveTool kTool{
    "next", "next.now_usd",
    "next {next.now_usd:h} entry{?next.cold_reason: (cold, {next.cold_reason})}"
    "{?next.p50_usd:, ~{next.p50_usd:h} ({next.p10_usd:h} to {next.p90_usd:h})}"
    "{?next.state=warm:; cold{?cache.expires_at: after {cache.expires_at:h}}: entry "
    "{next.cold_usd:h}}",
    "next unknown{?model.priced=false:: no price for {model.id}}"
    "{?context.compacted=true:: compacted, and nothing sent since}",
    "advice"};

Exit advice(Call& call, LiveRun& run, bool has_bound) {
  if (run.options.has_format) throw Failure{Exit::kUsage, "--format: not with advice"};
  if (has_bound) throw Failure{Exit::kUsage, "--over: not with advice"};
  Needs needs;
  needs.next = needs.forecast = needs.after_compact = needs.after_clear = true;
  Evidence evidence;
  const State& state = run.load(needs, evidence);
  AdviceQuery query{run.options.next, evidence.sizes, std::nullopt, read_token_ratios(run.env())};
  const auto& tail = evidence.sources.tail;
  if (tail && tail->compaction) query.summary_tokens = tail->compaction->post_tokens;
  std::vector<Choice> all = choices(state, query, evidence.experience, run.prices());
  if (all.empty()) return run.print_unknown();
  TableStyle look;
  const Env& env = run.env();
  look.color = use_color(env.wick_color, env.no_color, env.term, ::isatty(STDOUT_FILENO));
  look.columns = output_columns(env.columns, STDOUT_FILENO);
  if (!run.options.quiet)
    call.out = run.options.json ? advice_json(all) : advice_table(all, state, look);
  return Exit::kOk;
}

Exit next(Call& call) {
  LiveRun run(call, kTool);
  NextQuery& query = run.options.next;
  std::optional<double> over;
  run.parse({
      {"prompt-tokens", 0, true,
       [&](const std::string& n) { query.prompt_tokens = count_argument("--prompt-tokens", n); }},
      {"output-tokens", 0, true,
       [&](const std::string& n) { query.output_tokens = count_argument("--output-tokens", n); }},
      {"requests", 0, true,
       [&](const std::string& n) {
         query.requests = count_argument("--requests", n);
         if (*query.requests < 1)
           throw Failure{Exit::kUsage, fmt::format("--requests {}: less than 1", n)};
       }},
      {"over", 0, true, [&](const std::string& usd) { over = parse_usd("--over", usd); }},
  });
  if (run.options.has_operand) return advice(call, run, over.has_value());
  const State& state = run.load();
  Exit code = run.print();
  return over ? yes_or_no(state.next.now.value_or(0) > *over) : code;
}

}  // namespace

int run_wick_next(int argc, char** argv) { return run(argc, argv, kUsage, next); }
