// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "lib/report/backtest.h"

namespace wick {
namespace {

double loss(double actual, double forecast, double share) {
  double off = actual - forecast;
  return off >= 0 ? off * share : -off * (1 - share);
}

double pinball(double actual, const Quantiles& q) {
  return (loss(actual, q.p10, 0.1) + loss(actual, q.p50, 0.5) + loss(actual, q.p90, 0.9)) / 3;
}

std::optional<double> less(double ours, double theirs) {
  return theirs > 0 ? std::optional(1 - ours / theirs) : std::nullopt;
}

double median(std::vector<double> values) {
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

std::optional<double> Score::better_than_global() const { return less(pinball, global_pinball); }
std::optional<double> Score::better_than_session() const { return less(pinball, session_pinball); }

Score score_of(const std::vector<const BacktestRow*>& rows) {
  Score score;
  if (rows.empty()) return score;
  std::vector<double> errors;
  for (const BacktestRow* row : rows) {
    score.below += row->usd < row->forecast.p10;
    score.above += row->usd > row->forecast.p90;
    auto requests = static_cast<double>(row->prompt->shape.requests);
    score.requests_covered += requests >= row->requests.p10 && requests <= row->requests.p90;
    score.pinball += pinball(row->usd, row->forecast);
    score.global_pinball += pinball(row->usd, row->global);
    score.session_pinball += pinball(row->usd, row->session);
    if (row->usd > 0) errors.push_back(std::abs(row->forecast.p50 - row->usd) / row->usd);
  }
  auto n = static_cast<double>(rows.size());
  for (double* sum : {&score.below, &score.above, &score.requests_covered, &score.pinball,
                      &score.global_pinball, &score.session_pinball})
    *sum /= n;
  score.prompts = static_cast<std::int64_t>(rows.size());
  score.covered = 1 - score.below - score.above;
  if (!errors.empty()) score.relative_error = median(std::move(errors));
  return score;
}

}  // namespace wick
