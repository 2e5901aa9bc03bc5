// SPDX-License-Identifier: MIT
// wick-cost: money spent by the session so far
#include "lib/live/live.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-cost: money spent by the session so far\n"
    "usage: wick-cost [-jq] [-f FORMAT] [--over=USD] [-s ID | -t FILE | -p FILE]\n"
    "                 [-C DIR]\n",
    kSessionHelp,
    "  -f, --format=FORMAT    print {cost.total_usd} and other fields\n"
    "  -j, --json             print {\"cost\":{...}}\n"
    "      --over=USD         exit 0 if it has cost more than this, 1 if not\n"
    "  -q, --quiet            print nothing; the exit status is the answer\n",
    kHelpAndVersion};

constexpr LiveTool kTool{
    "cost", "cost.total_usd",
    "{cost.total_usd:h}{?cost.lower_bound=true: or more} ({cost.source}"
    "{?cost.unknown_model:; no price for {cost.unknown_model}}"
    "{?cost.untold_requests:; responses without usage: {cost.untold_requests}})",
    "cost unknown{?cost.unknown_model:: no price for {cost.unknown_model}}"
    "{?cost.untold_requests:: responses without usage: {cost.untold_requests}}"};

Exit cost(Call& call) {
  LiveRun run(call, kTool);
  std::optional<double> over;
  run.parse({{"over", 0, true,
              [&over](const std::string& usd) { over = amount_argument("--over", usd); }}});
  const State& state = run.load();
  Exit code = run.print();
  return over ? yes_or_no(state.cost.total.value_or(0) > *over) : code;
}

}  // namespace

int run_wick_cost(int argc, char** argv) { return run(argc, argv, kUsage, cost); }
