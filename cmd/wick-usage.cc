// SPDX-License-Identifier: MIT
// wick-usage: tokens and money by day, project, model, session, skill and so on
#include <tuple>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/usage_output.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-usage: tokens and money by day, project, model, session, skill and so on\n"
    "usage: wick-usage [-jqv] [--csv] [--since=DATE] [--until=DATE] [--tz=ZONE]\n"
    "                  [--week-start=DAY] [--project=DIR] [--model=NAME]\n"
    "                  [--skill=NAME] [--plugin=NAME] [--server=NAME] [--tool=NAME]\n"
    "                  [--agent=TYPE] [--branch=NAME] [--effort=LEVEL]\n"
    "                  [--client=VERSION] [--entrypoint=NAME] [--columns=LIST]\n"
    "                  [--sort=COLUMN] [--reverse] [--top=N] [--last=N] [--over=USD]\n"
    "                  [--no-names] [--no-ledger] [--threads=N]\n"
    "                  [day | week | month | hour | weekday | block | project |\n"
    "                   repo | session | model | skill | plugin | server | tool |\n"
    "                   agent | branch | effort | client | entrypoint]\n"
    "Rows of two kinds are joined by a comma: wick-usage day,model\n",
    kDaysHelp,
    kWeekStartHelp,
    kProjectModelHelp,
    "      --skill=NAME   only requests of this skill; \"(none)\": those without one,\n"
    "                     here and below\n"
    "      --plugin=NAME  only requests of this plugin\n"
    "      --server=NAME  only requests that answer this MCP server\n"
    "      --tool=NAME    only requests whose response calls this tool first: Bash\n"
    "      --agent=TYPE   only requests of this type of subagent\n"
    "      --branch=NAME  only requests on this branch\n"
    "      --effort=LEVEL  only requests with this effort\n"
    "      --client=VERSION  only requests of this version of Claude Code\n"
    "      --entrypoint=NAME  only requests of a client started like this:\n"
    "                         cli, claude-desktop\n"
    "      --columns=LIST  only these columns, in this order: cost,share,hits\n"
    "      --sort=COLUMN  sort by this column, the largest first; or by name\n"
    "      --reverse      reverse the order\n"
    "      --top=N        only the first N rows\n"
    "      --last=N       only the last N rows; for days, the newest\n"
    "      --over=USD     exit with 0 if all requests cost more than this, else\n"
    "                     with 1\n",
    kNoNamesHelp,
    kReadingHelp,
    "      --csv          print comma-separated values\n"
    "  -j, --json         print one JSON document: rows, totals, and what they lack\n",
    kVerboseHelp,
    "  -q, --quiet        print nothing; only bring the ledger up to date\n",
    kHelpAndVersion};

struct Options {
  HistoryArguments history;
  OutputArguments output;
  By by = By::kDay;
  std::optional<By> then_by;
  RowOrder order;
  std::vector<std::string> columns;
  std::optional<double> over;
};

// --skill, --branch and so on: a filter for each attribute that requests have in transcripts.
// --tool needs the calls, which nothing else here reads.
void add_attribute_filters(std::vector<Option>& all, HistoryArguments& a) {
  for (By by = By::kSkill; by <= By::kEntrypoint; by = static_cast<By>(static_cast<int>(by) + 1)) {
    all.push_back(
        {kind_of(by).name, 0, true, [&a, by](const std::string& text) {
           if (text.empty())
             throw Failure{Exit::kUsage, fmt::format("--{}: empty argument", kind_of(by).name)};
           a.attributes.emplace_back(by, text);
           a.tools |= by == By::kTool;
         }});
  }
}

std::vector<std::string> list_argument(const std::string& text) {
  std::vector<std::string> out;
  for (std::string_view word : split(text, ',')) out.emplace_back(trim(word));
  return out;
}

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history, o.output);
  add_attribute_filters(all, o.history);
  all.push_back(names_option(o.history));
  all.push_back(week_start_option(o.history));
  auto count = [](std::string_view name, std::optional<std::size_t>& into) {
    return Option{name, 0, true, [name, &into](const std::string& text) {
                    into =
                        static_cast<std::size_t>(count_argument(fmt::format("--{}", name), text));
                  }};
  };
  all.push_back(flag_option("quiet", 'q', o.history.quiet));
  all.push_back(
      {"columns", 0, true, [&o](const std::string& list) { o.columns = list_argument(list); }});
  all.push_back(text_option("sort", 0, o.order.column));
  all.push_back(flag_option("reverse", 0, o.order.reverse));
  all.push_back(count("top", o.order.top));
  all.push_back(count("last", o.order.last));
  all.push_back(
      {"over", 0, true, [&o](const std::string& usd) { o.over = amount_argument("--over", usd); }});
  std::vector<std::string> operands = parse_options(call.argc, call.argv, all);
  if (o.output.json && o.output.csv) throw Failure{Exit::kUsage, "--json: not with --csv"};
  if (operands.size() > 1)
    throw Failure{Exit::kUsage,
                  printable(operands[1]) + ": rows of two kinds are joined by a comma: day,model"};
  if (!operands.empty()) std::tie(o.by, o.then_by) = groupings_argument(operands[0]);
  o.history.tools |= o.by == By::kTool || o.then_by == By::kTool;
  return o;
}

std::string render(const UsageReport& report, const HistoryTool& tool, const Options& o) {
  if (o.output.json) return usage_json(report, tool.reading());
  if (o.output.csv) return usage_csv(report);
  return usage_table(report, tool.env().home, o.columns, tool.look());
}

Exit usage(Call& call) {
  static Options o;
  o = parse(call);
  auto& tool = make_to_last<HistoryTool>(call, o.history);
  tool.read();
  UsageReport report =
      report_usage(tool.history(), tool.prices(),
                   {o.by, tool.filter(), tool.env().now, tool.reading().windows, o.then_by});
  bool any = !report.rows.empty();  // before --top and --last remove rows
  arrange(report, o.order);
  if (o.by == By::kSession && !o.history.quiet && !o.output.csv)
    for (UsageRow& row : report.rows) row.title = tool.session_names().of(row.name);
  if (!o.history.quiet && (any || o.output.json)) call.out = render(report, tool, o);
  Exit status = tool.status(any);
  if (!o.over || status != Exit::kOk) return status;
  return usd_of(report.totals.cost) > *o.over ? Exit::kOk : Exit::kNo;
}

}  // namespace

int run_wick_usage(int argc, char** argv) { return run(argc, argv, {kUsage, 21}, usage); }
