// SPDX-License-Identifier: MIT
// wick-setup: put wick into Claude Code and the shell, choose a look, undo it
#include <unistd.h>

#include <csignal>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/cli/run.h"
#include "lib/setup/chooser.h"
#include "lib/setup/status_line.h"
#include "lib/setup/targets.h"
#include "lib/setup/user_file.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-setup: put wick into Claude Code and the shell, choose a look, undo it\n"
    "usage: wick-setup claude [-n] [--project] [--replace | --wrap | --undo]\n"
    "       wick-setup shell [-n] [--undo] [zsh | bash | fish]\n"
    "       wick-setup line [-n] [--undo]\n"
    "  -n, --dry-run  change nothing, print a diff\n"
    "      --project  change .claude/settings.json of the project in this directory,\n"
    "                 not the user's\n"
    "      --replace  replace another status line with wick's\n"
    "      --wrap     keep another status line and show wick's below it\n"
    "      --undo     restore what was there before\n",
    kHelpAndVersion};

struct Options {
  bool dry_run = false, project = false, replace = false, wrap = false, undo = false;
  std::string what, shell;  // what: "claude", "line" or "shell"
};

[[noreturn]] void wrong(const std::string& message) { throw Failure{Exit::kUsage, message}; }

Options parse(const Call& call) {
  Options o;
  auto operands =
      parse_options(call.argc, call.argv,
                    {flag_option("dry-run", 'n', o.dry_run), flag_option("project", 0, o.project),
                     flag_option("replace", 0, o.replace), flag_option("wrap", 0, o.wrap),
                     flag_option("undo", 0, o.undo)});
  if (operands.empty()) wrong("claude, shell or line expected");
  o.what = operands[0];
  if (o.what != "claude" && o.what != "shell" && o.what != "line")
    wrong(o.what + ": not claude, shell or line");
  if (operands.size() > 1 && o.what == "shell") o.shell = operands[1];
  if (operands.size() > (o.what == "shell" ? 2u : 1u))
    wrong(operands.back() + ": too many operands");
  if (o.replace + o.wrap + o.undo > 1) wrong("only one of --replace, --wrap, --undo");
  if (o.what != "claude" && (o.project || o.replace || o.wrap))
    wrong("--project, --replace, --wrap: only for claude");
  return o;
}

Exit undo_all(Call& call, const std::vector<Edit>& edits, bool dry_run) {
  std::string nothing;
  for (const Edit& edit : edits) {
    Done done = undo(edit, dry_run);
    (done.changed ? call.out : nothing) += done.report;
  }
  if (!call.out.empty()) return Exit::kOk;
  call.out = nothing;
  return Exit::kNo;
}

Exit make_all(Call& call, const std::vector<Edit>& edits, bool dry_run, const char* afterwards) {
  bool changed = false;
  for (const Edit& edit : edits) {
    Done done = make(edit, dry_run);
    call.out += done.report;
    changed |= done.changed;
  }
  if (changed && !dry_run) call.out += afterwards;
  return Exit::kOk;
}

// On the whole screen if it can be redrawn and is large enough; else with questions in lines.
std::optional<LineChoice> choose(const Env& env, const LookDrawer& drawer) {
  constexpr int kFewestColumns = 40, kFewestRows = 12;
  bool is_terminal =
      ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO) && !env.term.empty() && env.term != "dumb";
  TerminalSize size = terminal_size(STDOUT_FILENO);
  if (is_terminal && size.columns >= kFewestColumns && size.rows >= kFewestRows) {
    int signal = 0;
    auto choice = choose_on_screen(drawer, STDIN_FILENO, STDOUT_FILENO, signal);
    // The terminal has been restored: die by the signal, so that the shell sees it.
    if (signal != 0) ::raise(signal);
    return choice;
  }
  constexpr int kUsualColumns = 80;
  int columns = output_columns(env.columns, STDOUT_FILENO);
  return choose_from_list(drawer, STDIN_FILENO, STDOUT_FILENO,
                          columns > 0 ? columns : kUsualColumns);
}

Exit set_up_line(Call& call, const Env& env, const Options& o) {
  std::string path = wick_toml(env);
  if (o.undo) return undo_all(call, {look_edit(path, {})}, o.dry_run);
  std::optional<LineChoice> choice =
      choose(env, LookDrawer(env, path, read_user_file(path).text.value_or("")));
  if (!choice) {
    call.out += "nothing was written\n";
    return Exit::kNo;
  }
  return make_all(call, {look_edit(path, *choice)}, o.dry_run,
                  "status lines show it the next time they are drawn\n");
}

// The padding that the settings will have; "" if there is none that wick.toml can express.
std::string padding_after(const Edit& settings) {
  std::string text = read_user_file(settings.path).text.value_or("");
  std::string padding = status_line_padding(settings.put_in(text).value_or(text));
  constexpr std::int64_t kMost = 100;  // the maximum of margin in [line]
  std::int64_t units = parse_integer(padding).value_or(0);
  return units > 0 && units <= kMost ? padding : "";
}

// An invalid wick.toml is only a warning: the status line is set up anyway.
void set_margin(Call& call, const Env& env, const Edit& settings, bool dry_run) {
  std::string padding = padding_after(settings);
  if (padding.empty()) return;
  try {
    Done done = make(margin_edit(wick_toml(env), padding), dry_run);
    if (done.changed) call.out += done.report;
  } catch (const Failure& failure) {
    call.warn(fmt::format(
        "{}; statusLine.padding is {}: [line] margin has to be {} too, so that the line fits the "
        "remaining columns",
        failure.message, padding, padding));
  }
}

Exit set_up(Call& call) {
  Options o = parse(call);
  Env env = process_env();
  if (o.what == "line") return set_up_line(call, env, o);
  std::string own = own_folder(call.argv[0]);
  std::vector<Edit> edits;
  std::vector<std::string> obstacles;
  const char* afterwards = "running sessions show it within seconds; restart older clients\n";
  if (o.what == "claude") {
    Foreign foreign = o.replace ? Foreign::kReplace : o.wrap ? Foreign::kWrap : Foreign::kRefuse;
    edits.push_back(status_line_edit(env, own, o.project, foreign));
    if (!o.undo) obstacles = status_line_obstacles(edits[0].path, o.project);
    Edit margin = margin_edit(wick_toml(env), "");
    if (o.undo && !o.project && kept_before(margin.kept_as)) edits.push_back(std::move(margin));
  } else {
    std::string shell = shell_name(env, o.shell);
    edits = prompt_edits(env, own, shell, o.undo);
    if (!o.undo) obstacles = prompt_obstacles(env, shell);
    afterwards = "new shells will show it\n";
  }
  Exit code =
      o.undo ? undo_all(call, edits, o.dry_run) : make_all(call, edits, o.dry_run, afterwards);
  if (o.what == "claude" && !o.project && !o.undo) set_margin(call, env, edits[0], o.dry_run);
  for (const std::string& obstacle : obstacles) call.warn(obstacle);
  return code;
}

}  // namespace

int run_wick_setup(int argc, char** argv) { return run(argc, argv, {kUsage, 17}, set_up); }
