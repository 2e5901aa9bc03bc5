// SPDX-License-Identifier: MIT
// wick-limits: 5-hour and 7-day windows: used, reset
#include "lib/live/live.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-limits: 5-hour and 7-day windows: used, reset\n"
    "usage: wick-limits [-jq] [-f FORMAT] [--over=PCT] [-s ID | -t FILE | -p FILE]\n"
    "                   [-C DIR]\n",
    kSessionHelp,
    "  -f, --format=FORMAT    print {limits.five_hour_pct} and other fields\n"
    "  -j, --json             print {\"limits\":{...}}\n"
    "      --over=PCT         exit 0 if more than PCT percent of a window is used, 1\n"
    "                         if not\n"
    "  -q, --quiet            print nothing; the exit status is the answer\n",
    kHelpAndVersion};

constexpr LiveTool kTool{
    "limits",
    "limits.source",
    "{?limits.five_hour_pct:5h {limits.five_hour_pct:h}"
    "{?limits.five_hour_resets_in_s:, resets in {limits.five_hour_resets_in_s:h}}"
    "{?limits.five_hour_runs_out_in_s:, runs out in {limits.five_hour_runs_out_in_s:h}}}"
    "{?limits.seven_day_pct:{?limits.five_hour_pct:; }7d {limits.seven_day_pct:h}"
    "{?limits.seven_day_resets_in_s:, resets in {limits.seven_day_resets_in_s:h}}"
    "{?limits.seven_day_runs_out_in_s:, runs out in {limits.seven_day_runs_out_in_s:h}}}"
    "{?limits.spend_pct:{?limits.five_hour_pct:; }{?!limits.five_hour_pct:{?limits.seven_day_pct:; "
    "}}"
    "spend {limits.spend_pct:h}}",
    "limits unknown",
    {},
    "no session reported limits in the last seven days; run claude with a subscription and wick's "
    "status line (wick-setup)"};

bool exceeds(const LimitsState& limits, double bound) {
  for (const LimitWindow* window : {&limits.five_hour, &limits.seven_day, &limits.spend}) {
    if (window->used_pct.value_or(0) > bound) return true;
  }
  return false;
}

Exit limits(Call& call) {
  LiveRun run(call, kTool);
  std::optional<double> over;
  run.parse({{"over", 0, true,
              [&over](const std::string& pct) { over = parse_percent("--over", pct); }}});
  const State& state = run.load();
  Exit code = run.print();
  return over ? yes_or_no(exceeds(state.limits, *over)) : code;
}

}  // namespace

int run_wick_limits(int argc, char** argv) { return run(argc, argv, kUsage, limits); }
