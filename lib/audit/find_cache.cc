// SPDX-License-Identifier: MIT
#include "lib/audit/detectors.h"

namespace wick {
namespace {

// Misses that someone could have avoided; a client's upgrade and a server's loss nobody could.
std::string_view avoidable(MissCause cause) {
  switch (cause) {
    case MissCause::kTtl5m:
    case MissCause::kTtl1h: return "the cache had expired";
    case MissCause::kModel: return "the model was changed";
    case MissCause::kFast: return "fast mode was switched";
    case MissCause::kEffort: return "the effort was changed";
    case MissCause::kShape: return "the tools or the system prompt were changed";
    default: return {};
  }
}

Finding finding_at(const Timeline& t, std::uint32_t step, std::string_view why) {
  Finding out;
  out.waste = Waste::kCache, out.why = why;
  out.chain = t.chain;
  out.request = t.steps[step].request;
  out.offset = out.request->offset;
  out.basis = Basis::kMeasured;
  return out;
}

void misses(const Timeline& t, Findings& out) {
  for (std::uint32_t j = 0; j < t.steps.size(); ++j) {
    const ReplayedRequest* r = t.steps[j].replayed;
    if (!r || r->outcome != CacheOutcome::kMiss || avoidable(r->cause).empty()) continue;
    Finding finding = finding_at(t, j, avoidable(r->cause));
    finding.claims.push_back({Claim::kAgain, j, r->lost});
    out.push_back(std::move(finding));
  }
}

// The last request of a chain wrote what no other could read.
void unread(const Timeline& t, const WasteLimits& limits, Findings& out) {
  auto last = static_cast<std::uint32_t>(t.steps.size() - 1);
  if (t.steps[last].request->usage().written() < limits.unread) return;
  Finding finding = finding_at(t, last, "written into the cache, and never read");
  finding.claims.push_back({Claim::kUnread, last});
  out.push_back(std::move(finding));
}

// Written for an hour, and read only within five minutes: what no later request came late for.
void unused_hour(const Timeline& t, Findings& out) {
  constexpr TimeMs kFiveMinutes = 5 * 60'000;
  Finding finding;
  for (auto j = static_cast<std::uint32_t>(t.steps.size()); j-- > 0;) {
    const Step& step = t.steps[j];
    if (!step.replayed) return;
    if (step.request->write_1h > 0) {
      if (finding.claims.empty()) finding = finding_at(t, j, "kept for an hour, and not needed so long");
      finding.claims.push_back({Claim::kUnused1h, j});
    }
    if (j > 0 && (!step.replayed->idle || *step.replayed->idle > kFiveMinutes)) break;
  }
  if (!finding.claims.empty()) out.push_back(std::move(finding));
}

}  // namespace

void find_cache(const Timeline& t, const WasteLimits& limits, Findings& out) {
  if (t.steps.empty()) return;
  misses(t, out);
  unread(t, limits, out);
  unused_hour(t, out);
}

}  // namespace wick
