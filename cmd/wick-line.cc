// SPDX-License-Identifier: MIT
// wick-line: one rendered line: for status lines, prompts, tmux
#include "lib/cli/run.h"
#include "lib/live/status_line.h"

namespace {
using namespace wick;

constexpr char kUsage[] =
    "wick-line: one rendered line: for status lines, prompts, tmux\n"
    "usage: wick-line [-jq] [-f FORMAT] [--tmux] [--above=COMMAND] [--color=WHEN] [--width=COLUMNS]\n"
    "                                                      (a payload on standard input)\n"
    "       wick-line --preset=NAME | --preview | --segments\n"
    "       wick-line [-jq] [-f FORMAT] [--tmux | --prompt=SHELL] [--live] [--recent=AGE]\n"
    "                 [--over=TOKENS] [--color=WHEN] [--width=COLUMNS]\n"
    "                 [-s ID | -t FILE | -p FILE] [-C DIR]\n"
    "  -s, --session=ID       the session with this id or name, or the only id that starts so\n"
    "  -t, --transcript=FILE  the session of this transcript\n"
    "  -p, --payload=FILE     the session of this status line payload, - for standard input\n"
    "  -C, --cwd=DIR          the session of this directory\n"
    "  -f, --format=FORMAT    print {context.tokens} and other fields, not the configured "
    "segments\n"
    "      --prompt=SHELL     for the prompt of zsh, bash, fish or plain (any other): escaped for\n"
    "                         it, the segments of [prompt]\n"
    "      --tmux             for tmux: its colour codes, escaped for it, one row\n"
    "      --live             only of a session that is running\n"
    "      --recent=AGE       only of a session that runs or was used since: 30m, 12h, 7d\n"
    "      --over=TOKENS      only when the context holds more: 150000, 150k, 80%\n"
    "      --color=WHEN       always, never or auto\n"
    "      --width=COLUMNS    at most so wide: the least important segments are left out\n"
    "      --preset=NAME      one of the looks that come with wick, not wick.toml's\n"
    "      --preview          all of these, with the session's figures\n"
    "      --segments         the segments that come with wick, what they show, as they are now\n"
    "      --above=COMMAND    run another status line command and print its rows first\n"
    "  -j, --json             print the line and its segments as a JSON object\n"
    "  -q, --quiet            print nothing, the exit status tells whether there is a session\n"
    "  -h, --help             print this\n"
    "  -V, --version          print the version\n";

}  // namespace

int main(int argc, char** argv) { return run(argc, argv, kUsage, status_line); }
