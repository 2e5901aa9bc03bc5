// SPDX-License-Identifier: MIT
// The terminal, and the shell that this was started from.
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/shell_words.h"
#include "lib/base/text.h"
#include "lib/cli/run.h"
#include "lib/doctor/check.h"
#include "lib/view/color.h"

namespace wick {
namespace {

std::string why_color(const Env& env, bool is_terminal) {
  if (env.wick_color == "always" || env.wick_color == "never")
    return "WICK_COLOR=" + env.wick_color;
  if (env.no_color) return "NO_COLOR is set";
  if (env.term == "dumb") return "TERM=dumb";
  return is_terminal ? "this is a terminal" : "this is no terminal";
}

bool is_utf8(const std::string& locale) {
  std::string name = lower(locale);
  return contains(name, "utf-8") || contains(name, "utf8");
}

// A line for the rc file that shows something: bash has no right prompt.
std::string line_for_shell(const Checkup& c) {
  std::string shell(base_name(c.env.shell));
  bool on_path = find_program("wick-init", c.env.path).has_value();
  std::string init = on_path ? "wick-init" : parent_dir(c.program) + "/wick-init";
  if (shell == "fish") return fish_word(init) + " --right fish | source";
  bool bash = shell == "bash";
  return fmt::format("eval \"$({}{})\"", sh_word(init), bash ? " --left bash" : " --right zsh");
}

}  // namespace

void check_terminal(const Checkup& c, Checks& checks) {
  auto say = [&checks](Status status, std::string what, std::string advice = "") {
    checks.push_back({"terminal", status, std::move(what), std::move(advice)});
  };
  auto given = parse_integer(c.env.columns);
  if (given && *given > 0) say(Status::kOk, fmt::format("{} columns (COLUMNS)", *given));
  else if (c.terminal.columns > 0)
    say(Status::kOk, fmt::format("{} columns", c.terminal.columns));
  else say(Status::kNote, "width unknown: lines are not shortened");
  bool color = use_color(c.env.wick_color, c.env.no_color, c.env.term, c.terminal.is_terminal);
  say(Status::kOk,
      fmt::format("{}: {}", color ? "colour" : "no colour", why_color(c.env, c.terminal.is_terminal)));
  if (!c.env.wick_color.empty() && c.env.wick_color != "always" && c.env.wick_color != "never" &&
      c.env.wick_color != "auto")
    say(Status::kWarning, fmt::format("WICK_COLOR={} is none of always, never, auto", c.env.wick_color));
  if (is_utf8(c.env.locale)) return say(Status::kOk, fmt::format("UTF-8 ({})", c.env.locale));
  say(Status::kWarning,
      fmt::format("the locale is not UTF-8 ({}): separators and icons may not show",
                  c.env.locale.empty() ? "none is set" : c.env.locale),
      "set LANG to a UTF-8 locale, as C.UTF-8");
}

void check_shell(const Checkup& c, Checks& checks) {
  const std::string& init = c.env.shell_init;
  std::size_t colon = init.find(':');
  if (init.empty() || colon == std::string::npos) {
    checks.push_back({"shell", Status::kNote,
                      "the integration is not loaded in the shell that started this",
                      "to have it: `wick-setup shell`, or " + line_for_shell(c)});
    return;
  }
  std::string shell = init.substr(0, colon), version = init.substr(colon + 1);
  if (version == kVersion) {
    checks.push_back({"shell", Status::kOk, fmt::format("the integration for {} is loaded", shell), ""});
  } else {
    checks.push_back(
        {"shell", Status::kWarning,
         fmt::format("the integration for {} is of version {}, this is {}", shell, version, kVersion),
         "start a new shell"});
  }
}

}  // namespace wick
