// SPDX-License-Identifier: MIT
// wick-misses: cache misses: how many, why, and what they cost
#include "lib/tools/history_tool.h"
#include "lib/tools/misses_output.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-misses: cache misses: how many, why, and what they cost\n"
    "usage: wick-misses [-jv] [--csv] [--by=KIND] [--session=ID] [--plot=FILE]\n"
    "                   [--explain=NAME] [--since=DATE] [--until=DATE] [--tz=ZONE]\n"
    "                   [--project=DIR] [--model=NAME] [--no-names] [--no-ledger]\n"
    "                   [--threads=N] [TRANSCRIPT ...]\n"
    "      --by=KIND       rows by cause, idle, context, day, session, project\n"
    "                      or model\n"
    "      --session=ID    show each miss of this session; with --json also the\n"
    "                      client's counters\n",
    kNoNamesHelp,
    "      --plot=FILE     draw misses by day and by context into this .svg or .png\n"
    "                      file; -: on the terminal\n"
    "      --explain=NAME  explain this figure, and where it comes from; all:\n"
    "                      every figure\n",
    kDaysHelp,
    kProjectModelHelp,
    kReadingHelp,
    "      --csv           print comma-separated values, one row per miss\n",
    kJsonHelp,
    kVerboseHelp,
    kHelpAndVersion};

struct Options {
  HistoryArguments history;
  OutputArguments output;
  std::optional<MissesBy> by;
  std::optional<std::string> session, explain;
};

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history, o.output);
  all.push_back(plot_option(o.output));
  all.push_back({"by", 0, true, [&o](const std::string& word) { o.by = misses_by(word); }});
  all.push_back(session_option(o.session));
  all.push_back(names_option(o.history));
  all.push_back(text_option("explain", 0, o.explain));
  o.history.files = parse_options(call.argc, call.argv, all);
  if (o.output.json && o.output.csv) throw Failure{Exit::kUsage, "--json: not with --csv"};
  if (o.by && (o.output.json || o.output.csv || o.session))
    throw Failure{Exit::kUsage, "--by: not with --json, --csv or --session"};
  return o;
}

std::string render(const ReplayedHistory& replayed, const MissesReport& report, HistoryTool& tool,
                   const Options& o) {
  if (o.output.json)
    return misses_json(replayed, report, tool.session_names(), tool.reading(),
                       o.session.has_value());
  if (o.output.csv) return misses_csv(replayed, report);
  TableStyle look = tool.look();
  if (o.session) return session_misses(replayed, report, look);
  return misses_table(replayed, report, tool.session_names(), o.by, tool.env().home, look);
}

Exit misses(Call& call) {
  static Options o;
  o = parse(call);
  if (o.explain) {
    call.out = explain(misses_definitions(), *o.explain);
    return Exit::kOk;
  }
  auto& it = make_to_last<ReplayTool>(call, o.history);
  it.read();
  it.replay(o.session);
  const ReplayedHistory& replayed = it.replayed();
  MissesReport report = report_misses(replayed);
  bool any = report.main.requests + report.subagents.requests > 0;
  if (any || o.output.json) call.out = render(replayed, report, it, o);
  if (any && !o.output.plot.empty()) it.draw(o.output, misses_page(replayed));
  return it.status(any);
}

}  // namespace

int run_wick_misses(int argc, char** argv) { return run(argc, argv, {kUsage, 22}, misses); }
