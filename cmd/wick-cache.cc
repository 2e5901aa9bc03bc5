// SPDX-License-Identifier: MIT
// wick-cache: warm or cold, time left, TTL, hit ratio
#include "lib/live/live.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-cache: warm or cold, time left, TTL, hit ratio\n"
    "usage: wick-cache [-jq] [-f FORMAT] [-s ID | -t FILE | -p FILE] [-C DIR]\n",
    kSessionHelp,
    "  -f, --format=FORMAT    print {cache.remaining_s} and other fields\n"
    "  -j, --json             print {\"cache\":{...}}\n"
    "  -q, --quiet            print nothing; the exit status is the answer\n",
    kHelpAndVersion};

constexpr LiveTool kTool{"cache", "cache.state",
                         "{?cache.state=none:not cached}{?cache.state!=none:{cache.state}}"
                         "{?cache.remaining_s:, {cache.remaining_s:h} left}"
                         "{?cache.state=warm:, until {cache.expires_at:h}}"
                         "{?cache.state=cold:{?cache.expires_at:, since {cache.expires_at:h}}}"
                         "{?cache.ttl:, TTL {cache.ttl}}"
                         "{?cache.age_s:, age {cache.age_s:h}}"
                         "{?cache.cached_tokens:, {cache.cached_tokens:h} cached}"
                         "{?cache.hit_ratio:, {cache.hit_ratio:h} hits}"
                         "{?cache.misses:, misses {cache.misses}}",
                         "cache unknown"};

// With -q the exit status says whether the cache is warm.
Exit cache(Call& call) {
  LiveRun run(call, kTool);
  run.parse();
  const State& state = run.load();
  Exit code = run.print();
  return run.options.quiet ? yes_or_no(state.cache.phase == CachePhase::kWarm) : code;
}

}  // namespace

int run_wick_cache(int argc, char** argv) { return run(argc, argv, kUsage, cache); }
