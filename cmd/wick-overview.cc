// SPDX-License-Identifier: MIT
// wick-overview: the last days: money, projects, sessions, limits, what to do
#include <unistd.h>

#include <utility>

#include "lib/base/format.h"
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/live/fields.h"
#include "lib/live/live.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/kept_audit.h"
#include "lib/tools/overview.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-overview: the last days: money, projects, sessions, limits, what to do\n"
    "usage: wick-overview [-jv] [--since=DATE] [--until=DATE] [--tz=ZONE]\n"
    "                     [--week-start=DAY] [--no-names] [--no-ledger] [--threads=N]\n"
    "      --since=DATE   since the day of this date, time or age: 2026-11-24, 30d;\n"
    "                     default: the last seven days\n"
    "      --until=DATE   until the end of this day\n"
    "      --tz=ZONE      days of this time zone: Europe/Berlin, UTC\n",
    kWeekStartHelp,
    kNoNamesHelp,
    kReadingHelp,
    kJsonHelp,
    kVerboseHelp,
    kHelpAndVersion};

struct Options {
  HistoryArguments history;
  std::string since, until;
  bool json = false;
};

Options parse(const Call& call) {
  Options o;
  o.history.evidence = o.history.requests_anyway = true;
  std::vector<Option> all = history_options(o.history);
  // The overview covers everything, so these filters are not offered.
  std::erase_if(
      all, [](const Option& option) { return option.name == "project" || option.name == "model"; });
  all.push_back(flag_option("json", 'j', o.json));
  all.push_back(names_option(o.history));
  all.push_back(week_start_option(o.history));
  std::vector<std::string> operands = parse_options(call.argc, call.argv, all);
  if (!operands.empty())
    throw Failure{Exit::kUsage, printable(operands[0]) + ": unexpected operand"};
  // Everything is read, and the days are selected later, because they are compared with those
  // before.
  o.since = std::exchange(o.history.since, ""), o.until = std::exchange(o.history.until, "");
  return o;
}

std::optional<TimeMs> moment(std::string_view option, const std::string& text, TimeMs now,
                             bool is_end) {
  return text.empty() ? std::nullopt : std::optional(moment_argument(option, text, now, is_end));
}

LimitsState limits_of(const ReplayTool& tool) {
  Needs needs = needs_of({"limits.five_hour_pct", "limits.five_hour_runs_out_at"});
  return load_session(tool.env(), {}, needs, {}, tool.prices()).limits;
}

constexpr char kFirstSteps[] =
    "to begin with: wick demo shows the tools on a sample, wick setup claude sets up the status line, wick --help "
    "lists the tools";

Exit overview(Call& call) {
  static Options o;
  o = parse(call);
  auto& tool = make_to_last<ReplayTool>(call, o.history);
  const Env& env = tool.env();
  std::optional<TimeMs> since = moment("--since", o.since, env.now, false),
                        until = moment("--until", o.until, env.now, true);
  if (since && since >= until.value_or(env.now + 1))
    throw Failure{Exit::kUsage, fmt::format("--since {}: not earlier than {}", printable(o.since),
                                            until ? "--until" : "now")};
  static WasteReport waste = read_and_audit(tool);
  if (tool.reading().unchanged) tool.replay();
  if (tool.history().requests.empty() && tool.history().prompts.empty()) {
    Exit status = tool.status(false);
    call.warn(kFirstSteps);
    return status;
  }
  Overview overview = overview_of({tool.replayed(), tool.prices(), waste, env.home, env.now, since,
                                   until, tool.reading().windows});
  overview.limits = limits_of(tool);
  OverviewStyle look{tool.look(), ::isatty(STDOUT_FILENO) ? terminal_size(STDOUT_FILENO).rows : 0,
                     env.home, tool.session_names()};
  call.out = o.json ? overview_json(overview, look.names) : overview_text(overview, look);
  return tool.status(true);
}

}  // namespace

int run_wick_overview(int argc, char** argv) { return run(argc, argv, {kUsage, 21}, overview); }
