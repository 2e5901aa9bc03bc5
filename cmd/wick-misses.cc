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
    "                      client's counters\n"
    "      --no-names      do not show the names of sessions\n"
    "      --plot=FILE     draw misses by day and by context into this .svg or .png\n"
    "                      file; -: on the terminal\n"
    "      --explain=NAME  explain this figure, and where it comes from; all:\n"
    "                      every figure\n"
    "      --since=DATE    since this date, time or age: 2026-11-24, yesterday, 7d\n"
    "      --until=DATE    until this time, or the end of this date\n"
    "      --tz=ZONE       days of this time zone: Europe/Berlin, UTC\n"
    "      --project=DIR   only this directory and those below it; also by the last\n"
    "                      part of its path\n"
    "      --model=NAME    only this model, or the models with this word in their\n"
    "                      name: opus\n"
    "      --no-ledger     read all transcripts, and keep nothing\n"
    "      --threads=N     read with this many threads; default: one per processor\n"
    "      --csv           print comma-separated values, one row per miss\n"
    "  -j, --json          print one JSON document\n"
    "  -v, --verbose       report what was read, and what was left out and why\n"
    "  -h, --help          print this\n"
    "  -V, --version       print the version\n"};

struct Options {
  HistoryArguments history;
  OutputArguments output;
  std::optional<MissesBy> by;
  std::optional<std::string> session, explain;
};

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history);
  for (Option& option : format_options(o.output)) all.push_back(std::move(option));
  all.push_back(plot_option(o.output));
  all.push_back({"by", 0, true, [&o](const std::string& word) { o.by = misses_by(word); }});
  all.push_back(session_option(o.session));
  all.push_back(names_option(o.history));
  all.push_back({"explain", 0, true, [&o](const std::string& name) { o.explain = name; }});
  o.history.files = parse_options(call.argc, call.argv, all);
  if (o.output.json && o.output.csv) throw Failure{Exit::kUsage, "--json: not with --csv"};
  if (o.by && (o.output.json || o.output.csv || o.session))
    throw Failure{Exit::kUsage, "--by: not with --json, --csv or --session"};
  return o;
}

std::string render(const ReplayedHistory& replayed, const MissesReport& report, HistoryTool& tool,
                   const Options& o) {
  if (o.output.json) return misses_json(replayed, report, tool.reading(), o.session.has_value());
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

int run_wick_misses(int argc, char** argv) { return run(argc, argv, kUsage, misses); }
