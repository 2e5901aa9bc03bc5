// SPDX-License-Identifier: MIT The evidence for the forecast of the whole next prompt: the earlier
// prompts it uses, and the plans that a quantile was interpolated from.
#include "lib/base/format.h"
#include "lib/doctor/reasoning.h"
#include "lib/doctor/rules.h"
#include "lib/live/forecast.h"
#include "lib/live/pace.h"

namespace wick::derive {
namespace {

std::string requests_of(const std::vector<PromptShape>& shapes) {
  std::string out = "requests";
  for (const PromptShape& shape : shapes) out += " " + text(shape.requests);
  return out;
}

void learned_from(Reasoning& r) {
  const Evidence& seen = r.subject.evidence;
  const ForecastData& e = seen.experience;
  if (!e.session.empty()) {
    r.witness({"transcript", seen.sources.found.transcript, 0, "prompts", requests_of(e.session),
               std::nullopt});
  }
  auto habit = [&](const char* whose, const ShapeTable& table) {
    if (table.prompts == 0) return;
    r.witness({"ledger", seen.habits_file, 0, fmt::format("{} prompts", whose), text(table.prompts),
               std::nullopt});
  };
  habit("project", e.habits.project);
  habit("user", e.habits.user);
  if (!e.prior) return r.out.miss("a model, or an earlier prompt, of the session");
  r.witness({"prior", "", 0, "prompts", text(e.prior->prompts), std::nullopt});
}

WeightedValues values_of(Reasoning& r, Outcome outcome) {
  const Evidence& seen = r.subject.evidence;
  if (!seen.experience.prior) return {};
  return forecast_values(outcome, r.state(), seen.query, seen.sizes, seen.experience);
}

// The interpolation between the two plans around the quantile.
void quantile(Reasoning& r, Outcome outcome, double share) {
  learned_from(r);
  WeightedValues values = r.out.value ? values_of(r, outcome) : WeightedValues{};
  if (values.empty()) return;
  QuantilePlace place = place_of(values, share);
  std::string sum = text(place.below);
  if (place.part > 0)
    sum += fmt::format(" + ({} - {}) * {}", text(place.above), text(place.below), text(place.part));
  bool whole = std::holds_alternative<std::int64_t>(r.out.value->scalar);
  r.arithmetic(whole ? fmt::format("floor({} + 0.5)", sum) : sum);
}

Outcome now_of(Reasoning& r) {
  const ForecastState& f = r.state().forecast;
  bool is_warm = f.warm && f.now && r.state().cache.phase == CachePhase::kWarm;
  return is_warm ? Outcome::kWarm : Outcome::kCold;
}

// The weighted mean as a fraction.
std::string fraction(const WeightedValues& values) {
  double sum = 0, weights = 0;
  for (const auto& [value, weight] : values) sum += value * weight, weights += weight;
  return fmt::format("{} / {}", text(sum), text(weights));
}

}  // namespace

void forecast_p10(Reasoning& r) { quantile(r, now_of(r), 0.1); }
void forecast_p50(Reasoning& r) { quantile(r, now_of(r), 0.5); }
void forecast_p90(Reasoning& r) { quantile(r, now_of(r), 0.9); }
void forecast_cold_p10(Reasoning& r) { quantile(r, Outcome::kCold, 0.1); }
void forecast_cold_p50(Reasoning& r) { quantile(r, Outcome::kCold, 0.5); }
void forecast_cold_p90(Reasoning& r) { quantile(r, Outcome::kCold, 0.9); }
void forecast_requests_p10(Reasoning& r) { quantile(r, Outcome::kRequests, 0.1); }
void forecast_requests_p50(Reasoning& r) { quantile(r, Outcome::kRequests, 0.5); }
void forecast_requests_p90(Reasoning& r) { quantile(r, Outcome::kRequests, 0.9); }
void forecast_sent_p50(Reasoning& r) { quantile(r, Outcome::kSent, 0.5); }
void forecast_sent_p90(Reasoning& r) { quantile(r, Outcome::kSent, 0.9); }
void forecast_output_p50(Reasoning& r) { quantile(r, Outcome::kOutput, 0.5); }
void forecast_output_p90(Reasoning& r) { quantile(r, Outcome::kOutput, 0.9); }
void forecast_context_after(Reasoning& r) { quantile(r, Outcome::kContextAfter, 0.5); }

void forecast_mean(Reasoning& r) {
  learned_from(r);
  if (!r.out.value) return;
  const Quantiles& now = *r.state().forecast.now;
  r.arithmetic(fmt::format("min(max({}, {}), {})", fraction(values_of(r, now_of(r))), text(now.p10),
                           text(now.p90)));
}

// The weight of the plans with a compaction, over that of all plans.
void forecast_compaction(Reasoning& r) {
  learned_from(r);
  auto_compact_setting(r);
  if (r.out.value) r.arithmetic(fraction(values_of(r, Outcome::kCompacts)));
}

void forecast_subagents(Reasoning& r) {
  const Evidence& seen = r.subject.evidence;
  const std::optional<double>& usd = seen.experience.habits.subagents_usd;
  if (!usd)
    return r.out.miss(
        fmt::format("how prompts usually go, in {}: wick-usage writes it", seen.habits_file));
  r.witness({"ledger", seen.habits_file, 0, "subagents", text(*usd), std::nullopt});
}

void forecast_basis(Reasoning& r) { learned_from(r); }

}  // namespace wick::derive

// The evidence for the limits' forecast: the pace of their windows.
namespace wick::derive {
namespace {

constexpr std::int64_t kHourS = 3600;

void runs_out(Reasoning& r, const LimitWindow& window, TimeMs reported_at, std::int64_t length_s,
              std::string_view key) {
  r.limit_windows(key);
  if (!r.out.value) return;
  if (*window.used_pct >= 100) return r.arithmetic(fmt::format("floor({})", seconds(reported_at)));
  std::string begin = fmt::format("({} - {})", text(*window.resets_at), text(length_s));
  r.arithmetic(fmt::format("floor({} + ({} - {}) * 100 / {} + 0.5)", begin, seconds(reported_at),
                           begin, text(*window.used_pct)));
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
  r.witness(
      {"tap", "", 0, std::string(key),
       fmt::format("{} rises, {} percent points, {} USD",
                   text(static_cast<std::int64_t>(window.pairs.size())), text(percent), text(usd)),
       std::nullopt});
  if (r.out.value)
    r.arithmetic(fmt::format("{} * {} / {}", text((*r.state().forecast.now).*which), text(percent),
                             text(usd)));
}

}  // namespace

void five_hour_runs_out(Reasoning& r) {
  const LimitsState& l = r.state().limits;
  runs_out(r, l.five_hour, l.five_hour_reported_at, 5 * kHourS,
           "rate_limits.five_hour.used_percentage");
}
void seven_day_runs_out(Reasoning& r) {
  const LimitsState& l = r.state().limits;
  runs_out(r, l.seven_day, l.seven_day_reported_at, 168 * kHourS,
           "rate_limits.seven_day.used_percentage");
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
