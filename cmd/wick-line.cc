// SPDX-License-Identifier: MIT
// wick-line: one rendered line: for status lines, prompts, tmux
#include "lib/cli/run.h"
#include "lib/live/live.h"
#include "lib/live/status_line.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-line: one rendered line: for status lines, prompts, tmux\n"
    "usage: wick-line [-jq] [-f FORMAT] [--tmux] [--above=COMMAND] [--color=WHEN]\n"
    "                 [--width=COLUMNS] (a payload on standard input)\n"
    "       wick-line --preset=NAME | --preview | --segments\n"
    "       wick-line --subagents [-f FORMAT] [--color=WHEN] [--width=COLUMNS]\n"
    "       wick-line [-jq] [-f FORMAT] [--tmux | --prompt=SHELL] [--live]\n"
    "                 [--recent=AGE] [--over=TOKENS] [--color=WHEN]\n"
    "                 [--width=COLUMNS] [-s ID | -t FILE | -p FILE] [-C DIR]\n",
    kSessionHelp,
    "  -f, --format=FORMAT    print {context.tokens} and other fields instead of the\n"
    "                         configured segments\n"
    "      --prompt=SHELL     for the prompt of zsh, bash, fish or plain (any other\n"
    "                         shell): escaped for it, with the segments of [prompt]\n"
    "      --subagents        rows of the agent panel, for Claude Code's\n"
    "                         subagentStatusLine, whose input is read from standard\n"
    "                         input; with the segments of [subagents]\n"
    "      --tmux             for tmux: with its colour codes, escaped for it, in\n"
    "                         one row\n"
    "      --live             only for a session that is running\n"
    "      --recent=AGE       only for a session that is running, or was used this\n"
    "                         recently: 30m, 12h, 7d\n"
    "      --over=TOKENS      only if the context has more tokens than this: 150000,\n"
    "                         150k, 80%\n"
    "      --color=WHEN       always, never or auto\n"
    "      --width=COLUMNS    at most this wide: the least important segments are\n"
    "                         left out\n"
    "      --preset=NAME      a look that comes with wick, instead of that\n"
    "                         of wick.toml\n"
    "      --preview          all of these looks, with the session's figures\n"
    "      --segments         the built-in segments: what they show, and their\n"
    "                         current text\n"
    "      --above=COMMAND    run another status line command and print its\n"
    "                         rows first\n"
    "  -j, --json             print the line and its segments as a JSON object\n"
    "  -q, --quiet            print nothing; the exit status says whether there is\n"
    "                         a session\n",
    kHelpAndVersion};

}  // namespace

int run_wick_line(int argc, char** argv) { return run(argc, argv, kUsage, status_line); }
