// SPDX-License-Identifier: MIT
// wick-usage: tokens and money by day, week, month, project, model, session, 5-hour block
#include <memory>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/usage_output.h"

namespace {
using namespace wick;

constexpr char kUsage[] =
    "wick-usage: tokens and money by day, week, month, project, model, session, 5-hour block\n"
    "usage: wick-usage [-jqv] [--csv] [--since=DATE] [--until=DATE] [--tz=ZONE]\n"
    "                  [--project=DIR] [--model=NAME] [--no-ledger] [--threads=N]\n"
    "                  [day | week | month | project | model | session | block]\n"
    "      --since=DATE   from this date, time or span ago: 2026-11-24, yesterday, 7d\n"
    "      --until=DATE   until the end of this date, until this time\n"
    "      --tz=ZONE      days of this time zone: Europe/Berlin, UTC\n"
    "      --project=DIR  that directory and what is below it; or the last part of its path\n"
    "      --model=NAME   that model, or those with this word in their name: opus\n"
    "      --no-ledger    read all transcripts, keep nothing\n"
    "      --threads=N    read with so many threads; as many as there are processors without it\n"
    "      --csv          print comma-separated values\n"
    "  -j, --json         print one JSON document: rows, totals, and what they lack\n"
    "  -v, --verbose      say what was read, what was left out, and why\n"
    "  -q, --quiet        print nothing: bring the ledger up to date\n"
    "  -h, --help         print this\n"
    "  -V, --version      print the version\n";

struct Options {
  HistoryArguments history;
  OutputArguments output;
  By by = By::kDay;
};

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history);
  for (Option& option : format_options(o.output)) all.push_back(std::move(option));
  all.push_back({"quiet", 'q', false, [&o](const std::string&) { o.history.quiet = true; }});
  std::vector<std::string> operands = parse_options(call.argc, call.argv, all);
  if (o.output.json && o.output.csv) throw Failure{Exit::kUsage, "--json: not with --csv"};
  if (operands.size() > 1)
    throw Failure{Exit::kUsage, printable(operands[1]) + ": one period or kind of rows at a time"};
  if (operands.empty()) return o;
  auto by = by_of(operands[0]);
  if (!by) {
    std::string problem = ": not day, week, month, project, model, session or block";
    if (auto near = nearest_by(operands[0]); !near.empty())
      problem += fmt::format("; did you mean {}?", near);
    throw Failure{Exit::kUsage, printable(operands[0]) + problem};
  }
  o.by = *by;
  return o;
}

std::string render(const UsageReport& report, const HistoryTool& tool, const Options& o) {
  if (o.output.json) return usage_json(report, tool.reading());
  if (o.output.csv) return usage_csv(report);
  return usage_table(report, tool.env().home, tool.look());
}

Exit usage(Call& call) {
  static Options o;
  o = parse(call);
  // Outlives the call: a history is not to be given back piece by piece just before the process ends.
  static std::unique_ptr<HistoryTool> it;
  it = std::make_unique<HistoryTool>(call, o.history);
  HistoryTool& tool = *it;
  tool.read();
  UsageReport report = report_usage(tool.history(), tool.prices(),
                                    {o.by, tool.filter(), tool.env().now, tool.reading().windows});
  bool any = !report.rows.empty();
  if (!o.history.quiet && (any || o.output.json)) call.out = render(report, tool, o);
  return tool.status(any);
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv, kUsage, usage); }
