// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lib/audit/detectors.h"

namespace wick {
namespace {

// Misses that someone could have avoided; a client's upgrade and a server's loss nobody could.
std::string_view avoidable(MissCause cause) {
  switch (cause) {
    case MissCause::kTtl5m: return "the cache of 5 minutes had expired";
    case MissCause::kTtl1h: return "the cache of an hour had expired";
    case MissCause::kModel: return "the model was changed";
    case MissCause::kFast: return "fast mode was switched";
    case MissCause::kEffort: return "the effort was changed";
    case MissCause::kShape: return "the tools or the system prompt were changed";
    case MissCause::kSystem: return "the system prompt was changed";
    case MissCause::kTools: return "the tools were changed";
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

// How many of the tokens that a step wrote another chain may have begun with, in that time behind the last step.
std::int64_t shared(const Timeline& t, std::uint32_t step, TimeMs from, TimeMs until) {
  const HistoryRequest &request = *t.steps[step].request, &last = *t.steps.back().request;
  if (!t.others || last.time == kUndated) return 0;
  std::int64_t most = t.others->most(t.chain, last.time + from, last.time + until);
  return std::clamp<std::int64_t>(most - request.read, 0, request.usage().written());
}

// The last request of a chain wrote what no other could read.
void unread(const Timeline& t, const WasteLimits& limits, Findings& out) {
  auto last = static_cast<std::uint32_t>(t.steps.size() - 1);
  const HistoryRequest& request = *t.steps[last].request;
  std::int64_t read = shared(t, last, 0, request.write_1h > 0 ? kHour : kFiveMinutes);
  if (request.usage().written() - read < limits.unread) return;
  Finding finding = finding_at(t, last, "written into the cache, and never read");
  finding.claims.push_back({Claim::kUnread, last, read});
  out.push_back(std::move(finding));
}

// Written for an hour, and read only within five minutes: what no later request came late for.
void unused_hour(const Timeline& t, Findings& out) {
  Finding finding;
  for (auto j = static_cast<std::uint32_t>(t.steps.size()); j-- > 0;) {
    const Step& step = t.steps[j];
    if (!step.replayed) return;
    std::int64_t needed = shared(t, j, kFiveMinutes, kHour);
    if (step.request->write_1h > 0 && needed < step.request->usage().written()) {
      if (finding.claims.empty()) finding = finding_at(t, j, "kept for an hour, and not needed so long");
      finding.claims.push_back({Claim::kUnused1h, j, needed});
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
