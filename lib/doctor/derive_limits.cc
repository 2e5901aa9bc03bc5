// SPDX-License-Identifier: MIT
// The evidence for the limits' forecast: the pace of their windows.
#include "lib/base/format.h"
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"
#include "lib/session/pace.h"

namespace wick::derive {
namespace {

constexpr std::int64_t kHourS = 3600;

void runs_out(Reasoning& r, const LimitWindow& window, TimeMs told, std::int64_t length_s,
              std::string_view key) {
  r.limits_told(key);
  if (!r.out.value) return;
  if (*window.used_pct >= 100) return r.arithmetic(fmt::format("floor({})", seconds(told)));
  std::string begin = fmt::format("({} - {})", text(*window.resets_at), text(length_s));
  r.arithmetic(fmt::format("floor({} + ({} - {}) * 100 / {} + 0.5)", begin, seconds(told), begin,
                           text(*window.used_pct)));
}

void runs_out_in(Reasoning& r, std::optional<std::int64_t> at) {
  r.uses_now();
  if (r.out.value && at) r.arithmetic(remaining(*at, r.state().now));
}

void takes(Reasoning& r, const WindowPace& window, std::string_view key, double Quantiles::*which) {
  double percent = 0, usd = 0;
  for (const PacePair& pair : window.pairs) percent += pair.percent, usd += pair.usd;
  const std::string& file = r.subject.evidence.pace_file;
  if (!percent_per_usd(window)) {
    r.out.miss(fmt::format("ten rises of a window in {}, there are {}",
                           file.empty() ? "a state folder" : file,
                           text(static_cast<std::int64_t>(window.pairs.size()))));
    return;
  }
  r.witness({"tap", "", 0, std::string(key),
             fmt::format("{} rises, {} percent points, {} USD",
                         text(static_cast<std::int64_t>(window.pairs.size())), text(percent), text(usd)),
             std::nullopt});
  if (r.out.value)
    r.arithmetic(
        fmt::format("{} * {} / {}", text((*r.state().forecast.now).*which), text(percent), text(usd)));
}

}  // namespace

void five_hour_runs_out(Reasoning& r) {
  const LimitsState& l = r.state().limits;
  runs_out(r, l.five_hour, l.five_hour_told, 5 * kHourS, "rate_limits.five_hour.used_percentage");
}
void seven_day_runs_out(Reasoning& r) {
  const LimitsState& l = r.state().limits;
  runs_out(r, l.seven_day, l.seven_day_told, 168 * kHourS, "rate_limits.seven_day.used_percentage");
}
void five_hour_runs_out_in(Reasoning& r) {
  five_hour_runs_out(r);
  runs_out_in(r, r.state().limits.five_hour_runs_out);
}
void seven_day_runs_out_in(Reasoning& r) {
  seven_day_runs_out(r);
  runs_out_in(r, r.state().limits.seven_day_runs_out);
}
void next_five_hour_p50(Reasoning& r) {
  takes(r, r.subject.evidence.pace.five_hour, "five_hour", &Quantiles::p50);
}
void next_five_hour_p90(Reasoning& r) {
  takes(r, r.subject.evidence.pace.five_hour, "five_hour", &Quantiles::p90);
}
void next_seven_day_p50(Reasoning& r) {
  takes(r, r.subject.evidence.pace.seven_day, "seven_day", &Quantiles::p50);
}

}  // namespace wick::derive
