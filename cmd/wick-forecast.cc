// SPDX-License-Identifier: MIT
// wick-forecast: how prompts usually go, and how good the forecast was
#include "lib/base/format.h"
#include "lib/tools/forecast_output.h"
#include "lib/tools/history_tool.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-forecast: how prompts usually go, and how good the forecast was\n"
    "usage: wick-forecast [-jv] [--csv] [--plot=FILE] [--backtest] [--leave-one-out]\n"
    "                     [--since=DATE] [--until=DATE] [--tz=ZONE] [--project=DIR]\n"
    "                     [--model=NAME] [--no-ledger] [--threads=N] [TRANSCRIPT ...]\n"
    "      --backtest       forecast every prompt from those before it, and compare\n"
    "      --leave-one-out  learn from all other sessions instead of earlier\n"
    "                       prompts\n"
    "      --plot=FILE      draw the calibration into this .svg or .png file; -: on\n"
    "                       the terminal\n",
    kDatesHelp,
    kProjectModelHelp,
    kReadingHelp,
    "      --csv            print comma-separated values, one row per prompt\n",
    kJsonHelp,
    kVerboseHelp,
    kHelpAndVersion};

struct Options {
  HistoryArguments history;
  OutputArguments output;
  bool backtest = false, leave_one_out = false;
};

void check(const Options& o) {
  auto refuse = [](const char* option, const char* why) {
    throw Failure{Exit::kUsage, fmt::format("{}: {}", option, why)};
  };
  if (o.output.json && o.output.csv) refuse("--json", "not with --csv");
  if (o.backtest) return;
  if (o.leave_one_out) refuse("--leave-one-out", "only with --backtest");
  if (!o.output.plot.empty()) refuse("--plot", "only with --backtest");
  if (o.output.csv) refuse("--csv", "only with --backtest");
}

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history, o.output);
  all.push_back(plot_option(o.output));
  all.push_back(flag_option("backtest", 0, o.backtest));
  all.push_back(flag_option("leave-one-out", 0, o.leave_one_out));
  o.history.files = parse_options(call.argc, call.argv, all);
  check(o);
  return o;
}

Exit backtest(Call& call, HistoryTool& tool, const Options& o) {
  BacktestOptions options{tool.filter(), o.leave_one_out, tool.env().now};
  Backtest test = run_backtest(tool.history(), tool.prices(), options);
  bool any = !test.rows.empty();
  if (o.output.json) call.out = backtest_json(test, options);
  else if (o.output.csv) call.out = backtest_csv(test, tool.history());
  else if (any) call.out = backtest_table(test, tool.look());
  if (any && !o.output.plot.empty()) tool.draw(o.output, calibration_plot(test));
  return tool.status(any, "prompts");
}

Exit habits(Call& call, HistoryTool& tool, const Options& o) {
  std::vector<NamedHabit> habits =
      named_habits(tool.history(), tool.prices(), tool.filter(), tool.env().now);
  bool any = !habits.empty();
  if (o.output.json) call.out = habits_json(habits);
  else if (any) call.out = habits_table(habits, tool.env().home, tool.look());
  return tool.status(any, "prompts");
}

Exit forecast(Call& call) {
  static Options o;
  o = parse(call);
  auto& it = make_to_last<HistoryTool>(call, o.history);
  it.read();
  return o.backtest ? backtest(call, it, o) : habits(call, it, o);
}

}  // namespace

int run_wick_forecast(int argc, char** argv) { return run(argc, argv, {kUsage, 23}, forecast); }
