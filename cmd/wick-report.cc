// SPDX-License-Identifier: MIT
// wick-report: contexts, misses, waste and money of all sessions as one page
#include <unistd.h>

#include "lib/audit/waste.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/output/output.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/report_page.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-report: contexts, misses, waste and money of all sessions as one page\n"
    "usage: wick-report [-v] [-o FILE] [--open] [--since=DATE] [--until=DATE]\n"
    "                   [--tz=ZONE] [--week-start=DAY] [--project=DIR]\n"
    "                   [--model=NAME] [--no-names] [--no-ledger] [--threads=N]\n"
    "                   [TRANSCRIPT ...]\n"
    "  -o, --output=FILE  write to this file; -: to the standard output; default:\n"
    "                     the standard output or, if that is a terminal, report.html\n"
    "                     in ~/.cache/wick\n"
    "      --open         show it in the browser; without --output, it is written to\n"
    "                     that report.html\n",
    kDaysHelp,
    kWeekStartHelp,
    kProjectModelHelp,
    kNoNamesHelp,
    kReadingHelp,
    kVerboseHelp,
    kHelpAndVersion};

struct Options {
  HistoryArguments history;
  std::string output;
  bool open = false;
};

Options parse(const Call& call) {
  Options o;
  o.history.evidence = true;
  std::vector<Option> all = history_options(o.history);
  all.push_back(names_option(o.history));
  all.push_back(week_start_option(o.history));
  all.push_back({"output", 'o', true, [&o](const std::string& path) {
                   if (path.empty()) throw Failure{Exit::kUsage, "--output: empty argument"};
                   o.output = path;
                 }});
  all.push_back(flag_option("open", 0, o.open));
  o.history.files = parse_options(call.argc, call.argv, all);
  if (o.open && o.output == "-") throw Failure{Exit::kUsage, "--open: not with --output=-"};
  return o;
}

// The file for a page that would otherwise go to the terminal: in the cache folder.
std::string place_for_terminal(const Env& env) {
  std::string folder = cache_home(env);
  if (folder.empty())
    throw Failure{
        Exit::kUsage,
        "--output: expected, as there is no cache folder: HOME and XDG_CACHE_HOME are empty"};
  return folder + "/report.html";
}

#ifdef __APPLE__
constexpr std::string_view kOpeners[] = {"open"};
#else
constexpr std::string_view kOpeners[] = {"xdg-open", "wslview"};  // Linux has another `open`
#endif

// Does not wait, since the opener may be the browser itself.
void open_page(const Env& env, const std::string& path) {
  for (std::string_view name : kOpeners) {
    auto program = find_program(std::string(name), env.path);
    if (!program) continue;
    run_detached({[&] {
      const std::vector<std::string> arguments{*program, path};
      ::execv(program->c_str(), argv_of(arguments).data());
    }});
    return;
  }
  throw Failure{Exit::kUnavailable,
                fmt::format("--open: no {} here; the page is {}", kOpeners[0], path)};
}

Exit report(Call& call) {
  static Options o;
  o = parse(call);
  auto& tool = make_to_last<ReplayTool>(call, o.history);
  tool.read();
  tool.replay();
  const Env& env = tool.env();
  const ReplayedHistory& replayed = tool.replayed();
  auto usage = [&](By by, std::optional<By> then = std::nullopt) {
    return report_usage(tool.history(), tool.prices(), {by, tool.filter(), env.now, {}, then});
  };
  UsageReport by_session = usage(By::kSession);
  if (by_session.rows.empty()) return tool.status(false);
  static WasteReport waste = audit_waste(replayed, waste_limits(env));
  UsageReport by_model = usage(By::kModel), by_project = usage(By::kProject),
              by_day = usage(By::kDay);
  UsageReport by_skill = usage(By::kSkill), by_server = usage(By::kServer),
              by_agent = usage(By::kAgent);
  UsageReport by_time = usage(steps_of(by_day), By::kModel);
  CarriedReport carried = report_carried(replayed);
  std::string page = report_page(
      {replayed, waste, carried, tool.session_names(), by_session, by_model, by_project, by_skill,
       by_server, by_agent, by_day, by_time, filter_text(o.history, "", " ", ", ")},
      env);
  bool has_place = o.output.empty() && (o.open || ::isatty(STDOUT_FILENO));
  std::string path = has_place ? place_for_terminal(env) : o.output;
  Output output(path);
  output.write(page);
  output.finish();
  if (has_place)
    call.out =
        printable(path) + (o.open ? ": written\n" : ": written; --open shows it in a browser\n");
  if (o.open) open_page(env, path);
  return tool.status(true);
}

}  // namespace

int run_wick_report(int argc, char** argv) { return run(argc, argv, {kUsage, 21}, report); }
