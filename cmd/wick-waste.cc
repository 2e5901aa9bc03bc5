// SPDX-License-Identifier: MIT
// wick-waste: finds nine kinds of waste and suggests fixes
#include <unistd.h>

#include <cmath>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/claude/dirs.h"
#include "lib/setup/settings_edit.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/kept_audit.h"
#include "lib/tools/waste_output.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-waste: finds nine kinds of waste and suggests fixes\n"
    "usage: wick-waste [-jqv] [--csv] [--by=KIND] [--session=ID] [--fix] [--count]\n"
    "                  [--min-usd=USD] [--over=PCT] [--explain=NAME] [--since=DATE]\n"
    "                  [--until=DATE] [--tz=ZONE] [--week-start=DAY] [--project=DIR]\n"
    "                  [--model=NAME] [--no-names] [--no-ledger] [--threads=N]\n"
    "                  [TRANSCRIPT ...]\n"
    "       wick-waste [-n] --apply [--min-usd=USD] [--since=DATE] [...]\n"
    "       wick-waste [-n] --undo\n"
    "       wick-waste judge [...]  asks a small model about unclear cases\n"
    "      --by=KIND       rows by project, model, tool, server, day, week or session\n"
    "      --session=ID    show each finding of this session, in order\n",
    kNoNamesHelp,
    "      --fix           show what to do about each kind, and what that would\n"
    "                      have saved\n"
    "      --apply         write the settings that --fix proposes; asks first on\n"
    "                      a terminal\n"
    "      --undo          remove what --apply wrote\n"
    "  -n, --dry-run       with these two: only show the change, as a diff\n"
    "      --count         list the most frequent kinds first\n"
    "      --min-usd=USD   do not list what cost less\n"
    "      --over=PCT      exit 0 if more than PCT percent of the money was wasted,\n"
    "                      1 if not\n"
    "      --explain=NAME  explain this class or figure, and where it comes from;\n"
    "                      all: each of them\n",
    kDaysHelp,
    kWeekStartHelp,
    kProjectModelHelp,
    kReadingHelp,
    "      --csv           print comma-separated values, one row per finding\n",
    kJsonHelp,
    "  -q, --quiet         print nothing; the exit status is the answer\n",
    kVerboseHelp,
    kHelpAndVersion};

struct Options {
  HistoryArguments history;
  OutputArguments output;
  std::optional<WasteBy> by;
  std::optional<std::string> session, explain;
  std::optional<double> over;
  Money min_usd = 0;
  bool fix = false, by_count = false, apply = false, undo = false, dry_run = false;

  bool shows_lines() const { return output.json || output.csv || fix || session.has_value(); }
};

Options parse(const Call& call) {
  Options o;
  o.history.evidence = true;
  std::vector<Option> all = history_options(o.history, o.output);
  all.push_back({"by", 0, true, [&o](const std::string& word) { o.by = waste_by(word); }});
  all.push_back(session_option(o.session));
  all.push_back(names_option(o.history));
  all.push_back(week_start_option(o.history));
  all.push_back(text_option("explain", 0, o.explain));
  all.push_back(flag_option("fix", 0, o.fix));
  all.push_back(flag_option("apply", 0, o.apply));
  all.push_back(flag_option("undo", 0, o.undo));
  all.push_back(flag_option("dry-run", 'n', o.dry_run));
  all.push_back(flag_option("count", 0, o.by_count));
  all.push_back(flag_option("quiet", 'q', o.history.quiet));
  all.push_back({"min-usd", 0, true, [&o](const std::string& usd) {
                   o.min_usd = static_cast<Money>(
                       std::llround(amount_argument("--min-usd", usd) * kMoneyPerUsd));
                 }});
  all.push_back(
      {"over", 0, true, [&o](const std::string& pct) { o.over = amount_argument("--over", pct); }});
  o.history.files = parse_options(call.argc, call.argv, all);
  if (o.output.json && o.output.csv) throw Failure{Exit::kUsage, "--json: not with --csv"};
  if (o.by && (o.output.json || o.output.csv || o.session || o.fix))
    throw Failure{Exit::kUsage, "--by: not with --json, --csv, --session or --fix"};
  if (o.fix && (o.output.json || o.output.csv))
    throw Failure{Exit::kUsage, "--fix: not with --json or --csv"};
  if (o.apply && o.undo) throw Failure{Exit::kUsage, "--apply: not with --undo"};
  if ((o.apply || o.undo) && (o.shows_lines() || o.by || o.over || o.history.quiet))
    throw Failure{
        Exit::kUsage,
        "--apply, --undo: not with --json, --csv, --by, --session, --fix, --over or --quiet"};
  if (o.dry_run && !o.apply && !o.undo)
    throw Failure{Exit::kUsage, "--dry-run: only with --apply or --undo"};
  return o;
}

std::string render(const WasteView& view, const HistoryTool& tool, const Options& o) {
  if (o.output.json) return waste_json(view, tool.reading());
  if (o.output.csv) return waste_csv(view);
  if (o.fix) return waste_fixes(view);
  if (o.by) return waste_groups(view, *o.by, tool.look());
  return o.session ? session_waste(view, tool.look()) : waste_table(view, tool.look());
}

bool is_over(const WasteReport& report, double percent) {
  WasteCost wasted = report.all.wasted(), all = report.all.total();
  return static_cast<double>(wasted.money) * 100 > percent * static_cast<double>(all.money);
}

// Settings for a project's cache go to its settings.local.json, which only this user's sessions
// read.
std::vector<SettingsChange> changes_of(Call& call, const WasteView& view, const Env& env) {
  std::vector<SettingsChange> changes;
  for (const ProposedSetting& proposed : proposed_settings(view)) {
    const std::string& project = proposed.project;
    if (!project.empty() && !is_directory(project)) {
      call.warn(fmt::format("{}: no such directory; its settings are left out", project));
      continue;
    }
    std::string file = project.empty() ? settings_dir(env) + "/settings.json"
                                       : project + "/.claude/settings.local.json";
    changes.push_back({file, proposed.setting});
  }
  return changes;
}

bool agrees() {
  constexpr std::string_view kQuestion = "Write this? [y/N] ";
  write_all(STDOUT_FILENO, kQuestion);
  char answer[16] = {};
  return ::read(STDIN_FILENO, answer, sizeof answer - 1) > 0 &&
         (answer[0] == 'y' || answer[0] == 'Y');
}

Exit apply(Call& call, const WasteView& view, const Env& env, bool dry_run) {
  std::vector<SettingsChange> changes = changes_of(call, view, env);
  Done done = apply_settings(env, changes, true);
  if (!done.changed) {
    call.out = "no settings to write; wick-waste --fix lists other remedies\n";
    return Exit::kNo;
  }
  call.out = done.report;
  if (dry_run) return Exit::kOk;
  if (::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO)) {
    write_all(STDOUT_FILENO, call.out);
    call.out.clear();
    if (!agrees()) {
      call.out = "nothing was written\n";
      return Exit::kNo;
    }
  }
  call.out += apply_settings(env, changes, false).report + "wick-waste --undo removes it\n";
  return Exit::kOk;
}

Exit take_out(Call& call, bool dry_run) {
  Done done = undo_settings(process_env(), dry_run);
  call.out = done.report.empty() ? "nothing to undo\n" : done.report;
  return done.changed ? Exit::kOk : Exit::kNo;
}

Exit waste(Call& call) {
  static Options o;
  o = parse(call);
  if (o.explain) {
    call.out = explain(waste_definitions(), *o.explain);
    return Exit::kOk;
  }
  if (o.undo) return take_out(call, o.dry_run);
  auto& it = make_to_last<ReplayTool>(call, o.history);
  static WasteReport report = read_and_audit(it, o.session, o.shows_lines());
  bool any = report.requests > 0;
  WasteView view{report, it.env().home, o.min_usd, o.by_count};
  if (o.apply && any) return apply(call, view, it.env(), o.dry_run);
  if (o.by == WasteBy::kSession || o.output.json) view.names = &it.session_names(&report.names);
  if (!o.history.quiet && (any || o.output.json)) call.out = render(view, it, o);
  Exit code = it.status(any);
  return code == Exit::kOk && o.over && !is_over(report, *o.over) ? Exit::kNo : code;
}

// Replaces this process with wick-waste-judge. Returns only if there is none; then "judge" is the
// name of a transcript.
void become_judge(char** argv) {
  std::string name = "wick-waste-judge", program = sibling(name, argv[0]);
  std::vector<char*> arguments{name.data()};
  for (char** at = argv + 2; *at; ++at) arguments.push_back(*at);
  arguments.push_back(nullptr);
  ::execvp(program.c_str(), arguments.data());
}

}  // namespace

int run_wick_waste(int argc, char** argv) {
  // `wick-waste judge --help` must be handled by the judge.
  if (argc > 1 && std::string_view(argv[1]) == "judge") become_judge(argv);
  return run(argc, argv, {kUsage, 22}, waste);
}
