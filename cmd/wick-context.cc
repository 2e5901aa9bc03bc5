// SPDX-License-Identifier: MIT
// wick-context: tokens in the context, window, percentage
#include "lib/live/live.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-context: tokens in the context, window, percentage\n"
    "usage: wick-context [-jq] [-f FORMAT] [--over=N[k|M|%]]\n"
    "                    [-s ID | -t FILE | -p FILE] [-C DIR]\n",
    kSessionHelp,
    "  -f, --format=FORMAT    print {context.tokens} and other fields\n"
    "  -j, --json             print {\"context\":{...}}\n"
    "      --over=N[k|M|%]    exit 0 if more than N tokens, or N percent, are used,\n"
    "                         1 if not\n"
    "  -q, --quiet            print nothing; the exit status is the answer\n",
    kHelpAndVersion};

constexpr LiveTool kTool{"context", "context.tokens",
                         "{?context.compacted=true:compacted to }{context.tokens:h}"
                         "{?context.window_tokens: of {context.window_tokens:h}} tokens"
                         "{?context.used_pct: ({context.used_pct:h})}",
                         "{?context.compacted=true:context compacted, size unknown}"
                         "{?context.compacted!=true:context unknown}"};

Exit context(Call& call) {
  LiveRun run(call, kTool);
  std::optional<TokenBound> over;
  run.parse({{"over", 0, true,
              [&over](const std::string& text) { over = TokenBound::parse("--over", text); }}});
  const State& state = run.load();
  Exit code = run.print();
  return over ? yes_or_no(over->exceeded_by(state.context)) : code;
}

}  // namespace

int run_wick_context(int argc, char** argv) { return run(argc, argv, kUsage, context); }
