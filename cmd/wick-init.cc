// SPDX-License-Identifier: MIT
// wick-init: prints the shell integration for zsh, bash, fish
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/cli/run.h"
#include "lib/live/shell_init.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-init: prints the shell integration for zsh, bash, fish\n"
    "usage: wick-init [--right | --left | --above] [--live] [--recent=AGE]\n"
    "                 [--over=TOKENS] [--color=WHEN] [-f FORMAT] zsh | bash | fish\n"
    "      --right          show it in the right prompt: RPROMPT, fish_right_prompt\n"
    "      --left           show it in front of the prompt: PROMPT, PS1, fish_prompt\n"
    "      --above          show it on a line of its own, above the prompt\n"
    "      --live           only for a session that is running\n"
    "      --recent=AGE     only for a session that is running, or was used this\n"
    "                       recently: 30m, 12h; default: 24h\n"
    "      --over=TOKENS    only if the context has more tokens than this: 150000,\n"
    "                       150k, 80%\n"
    "      --color=WHEN     always, never or auto\n"
    "  -f, --format=FORMAT  print {context.tokens} and other fields instead of the\n"
    "                       configured segments\n",
    kHelpAndVersion};

Exit init(Call& call) {
  ShellInit wanted;
  wanted.recent = "24h";
  std::vector<std::string> operands =
      parse_options(call.argc, call.argv,
                    {{"right", 0, false, [&](const std::string&) { wanted.place = "right"; }},
                     {"left", 0, false, [&](const std::string&) { wanted.place = "left"; }},
                     {"above", 0, false, [&](const std::string&) { wanted.place = "above"; }},
                     flag_option("live", 0, wanted.live),
                     text_option("recent", 0, wanted.recent),
                     text_option("over", 0, wanted.over),
                     text_option("color", 0, wanted.color),
                     text_option("format", 'f', wanted.format)});
  if (operands.empty()) throw Failure{Exit::kUsage, "zsh, bash or fish expected"};
  if (operands.size() > 1)
    throw Failure{Exit::kUsage, printable(operands[1]) + ": unexpected operand"};
  wanted.shell = operands[0];
  wanted.wick_line = sibling("wick-line", call.argv[0]);
  std::string functions = parent_dir(own_folder(call.argv[0])) + "/share/zsh/site-functions";
  if (file_info(functions + "/_wick")) wanted.functions = functions;
  call.out = shell_init(wanted);
  return Exit::kOk;
}

}  // namespace

int run_wick_init(int argc, char** argv) { return run(argc, argv, {kUsage, 23}, init); }
