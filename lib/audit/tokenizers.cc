// SPDX-License-Identifier: MIT
#include "lib/audit/tokenizers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "lib/base/packed.h"

namespace wick {
namespace {

constexpr std::size_t kResamples = 1000;
// The minimum number of steps on each side for a kind to count in a ratio.
constexpr std::size_t kLeastOfKind = 5;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// From 21 steps of 12 sessions and 13 steps of 11 sessions, in transcripts in public repositories.
const std::vector<TokenBaseline> kBaseline = {
    {{TextKind::kResult, "Read", LineNumbers::kArrow}, 304, 0.1},
    {{TextKind::kResult, "Bash", LineNumbers::kNone}, 349, 0.1},
};

// The steps of one model with one kind of text.
struct Samples {
  std::vector<std::pair<double, std::uint32_t>> values;  // sorted; each with its session's number
  std::set<std::uint32_t> sessions;
  std::vector<double> resampled;  // logarithms of medians; kNone for a resample without steps

  TokenEvidence evidence() const { return {values.size(), sessions.size()}; }
  double at(double share) const {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)]
        .first;
  }

  // The interval of the median by rank, as if each step were a session of its own: a few sessions
  // may agree by chance.
  Interval interval_of_steps() const {
    auto n = static_cast<double>(values.size());
    double reach = kNormal * std::sqrt(n) / 2;
    auto low = static_cast<std::size_t>(std::max(0.0, std::floor(n / 2 - reach)));
    auto high = std::min(values.size() - 1, static_cast<std::size_t>(std::ceil(n / 2 + reach)));
    return {values[low].first, values[high].first};
  }

  // The median, with each session weighted by `times`.
  double median(const std::vector<std::uint32_t>& times) const {
    std::size_t all = 0, seen = 0;
    for (const auto& [value, session] : values) all += times[session];
    if (all == 0) return kNone;
    double low = kNone;
    for (const auto& [value, session] : values) {
      seen += times[session];
      if (std::isnan(low) && seen * 2 >= all) low = value;
      if (seen * 2 > all) return (low + value) / 2;
    }
    return low;
  }
};

struct ModelSteps {
  std::map<TextKind, Samples> kinds;
  std::unordered_map<Names::Id, std::uint32_t> sessions;

  void add(const TokenStep& step) {
    auto number =
        sessions.emplace(step.session, static_cast<std::uint32_t>(sessions.size())).first->second;
    Samples& samples = kinds[step.kind];
    samples.values.emplace_back(step.per_kb, number);
    samples.sessions.insert(number);
  }

  void resample(std::string_view model) {
    for (auto& [kind, samples] : kinds) std::sort(samples.values.begin(), samples.values.end());
    Dice dice(hash_bytes(model));
    std::vector<std::uint32_t> times(sessions.size());
    for (std::size_t i = 0; i < kResamples; ++i) {
      std::fill(times.begin(), times.end(), 0);
      for (std::size_t n = 0; n < times.size(); ++n) ++times[dice.below(times.size())];
      for (auto& [kind, samples] : kinds)
        samples.resampled.push_back(std::log(samples.median(times)));
    }
  }

  std::vector<std::uint32_t> each_once() const {
    return std::vector<std::uint32_t>(sessions.size(), 1);
  }
};

// Computes a ratio over the kinds that two sides share: the weighted mean of the logarithms, where
// kinds with many steps on both sides weigh most.
class RatioMaker {
 public:
  void add(const Samples& mine, double point, const Samples& other, double other_point) {
    auto n = static_cast<double>(mine.values.size()), m = static_cast<double>(other.values.size());
    parts_.push_back({&mine, &other, n * m / (n + m), point, other_point, 0});
    count(out_.from, sessions_, mine), count(out_.other_from, other_sessions_, other);
  }
  void add(const Samples& mine, double point, const TokenBaseline& baseline) {
    double log = std::log(baseline.median);
    parts_.push_back(
        {&mine, nullptr, static_cast<double>(mine.values.size()), point, log, baseline.spread});
    count(out_.from, sessions_, mine);
  }

  std::optional<TokenRatio> make() {
    bool of_baseline = other_sessions_.empty();
    out_.from.sessions = sessions_.size(), out_.other_from.sessions = other_sessions_.size();
    if (!out_.from.is_enough() || (!of_baseline && !out_.other_from.is_enough()))
      return std::nullopt;
    double point = mean([](const Part& p) { return p.point - p.other_point; });
    Resampled mine{{}, sessions_.size()}, others{{}, other_sessions_.size()};
    std::vector<double> both;
    for (std::size_t i = 0; i < kResamples; ++i) {
      mine.values.push_back(
          mean([i](const Part& p) { return p.mine->resampled[i] - p.other_point; }));
      if (!of_baseline)
        others.values.push_back(
            mean([i](const Part& p) { return p.point - p.other->resampled[i]; }));
      both.push_back(mean([i](const Part& p) {
        return p.mine->resampled[i] - (p.other ? p.other->resampled[i] : p.other_point);
      }));
    }
    out_.ratio = std::exp(point);
    out_.interval = interval_of(point, std::move(both),
                                of_baseline ? reach_of({mine}) : reach_of({mine, others}));
    if (of_baseline) widen();
    return out_;
  }

 private:
  struct Part {
    const Samples *mine = nullptr, *other = nullptr;
    double weight = 0, point = 0, other_point = 0, spread = 0;
  };

  // Adds the uncertainty of the baseline itself for this user's texts.
  void widen() {
    double squares = 0, weights = 0;
    for (const Part& p : parts_)
      squares += p.weight * p.weight * p.spread * p.spread, weights += p.weight;
    double more = kNormal * std::sqrt(squares) / weights;
    auto reach = [&](double to) { return std::hypot(std::log(to / out_.ratio), more); };
    out_.interval = {out_.ratio * std::exp(-reach(out_.interval.low)),
                     out_.ratio * std::exp(reach(out_.interval.high))};
  }

  static void count(TokenEvidence& evidence, std::set<std::uint32_t>& sessions,
                    const Samples& samples) {
    evidence.steps += samples.values.size();
    sessions.insert(samples.sessions.begin(), samples.sessions.end());
  }

  // The weighted mean of values that are not NaN.
  template <class Value>
  double mean(Value value) const {
    double sum = 0, weights = 0;
    for (const Part& part : parts_) {
      double v = value(part);
      if (!std::isnan(v)) sum += v * part.weight, weights += part.weight;
    }
    return weights > 0 ? sum / weights : kNone;
  }

  std::vector<Part> parts_;
  std::set<std::uint32_t> sessions_, other_sessions_;
  TokenRatio out_;
};

class Tokenizers {
 public:
  explicit Tokenizers(const ReplayedHistory& replayed) : replayed_(replayed) {}

  TokenReport run() {
    money();
    std::vector<TokenStep> steps = token_steps(replayed_);
    out_.steps = steps.size();
    for (const TokenStep& step : steps) models_[replayed_.model_of(step.model)].add(step);
    for (auto& [model, its] : models_) its.resample(model);
    densities();
    for (std::size_t i = 0; i < out_.money.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) compare(out_.money[i].model, out_.money[j].model);
    for (const ModelMoney& m : out_.money) compare_with_baseline(m.model);
    return std::move(out_);
  }

 private:
  void money() {
    std::map<std::string, ModelMoney> all;
    for (const HistoryRequest& r : replayed_.history().requests) {
      if (!replayed_.passes(r)) continue;
      ModelMoney& its = all[replayed_.model_of(r.model)];
      its.cost += replayed_.pricer().cost(r).value_or(0);
      if (r.time != kUndated && (its.since == kUndated || r.time < its.since)) its.since = r.time;
    }
    for (auto& [model, its] : all) its.model = model, out_.money.push_back(its);
    std::sort(out_.money.begin(), out_.money.end(), [](const ModelMoney& a, const ModelMoney& b) {
      return std::tuple(a.since == kUndated, a.since, a.model) <
             std::tuple(b.since == kUndated, b.since, b.model);
    });
  }

  void densities() {
    std::map<TextKind, std::size_t> steps;
    for (const auto& [model, its] : models_)
      for (const auto& [kind, samples] : its.kinds) {
        steps[kind] += samples.values.size();
        TokenDensity& d = out_.densities.emplace_back();
        d.model = model, d.kind = kind, d.from = samples.evidence();
        d.median = samples.median(its.each_once());
        d.p10 = samples.at(0.1), d.p90 = samples.at(0.9), d.least = samples.at(0),
        d.most = samples.at(1);
        if (!d.from.is_enough()) continue;
        Interval by_steps = samples.interval_of_steps();
        d.interval = interval_of(std::log(d.median), samples.resampled,
                                 reach_of({{samples.resampled, d.from.sessions}}));
        d.interval = {std::min(d.interval->low, by_steps.low),
                      std::max(d.interval->high, by_steps.high)};
      }
    std::sort(out_.densities.begin(), out_.densities.end(),
              [&](const TokenDensity& a, const TokenDensity& b) {
                return std::tie(steps[b.kind], a.kind, a.model) <
                       std::tie(steps[a.kind], b.kind, b.model);
              });
    for (const TokenBaseline& b : kBaseline)
      if (steps.contains(b.kind)) out_.baselines.push_back(b);
  }

  void compare(const std::string& model, const std::string& other) {
    auto a = models_.find(model), b = models_.find(other);
    if (a == models_.end() || b == models_.end()) return;
    RatioMaker all;
    for (const auto& [kind, mine] : a->second.kinds) {
      auto its = b->second.kinds.find(kind);
      if (!kind.is_comparable() || its == b->second.kinds.end()) continue;
      const Samples& theirs = its->second;
      if (std::min(mine.values.size(), theirs.values.size()) < kLeastOfKind) continue;
      double point = std::log(mine.median(a->second.each_once())),
             other_point = std::log(theirs.median(b->second.each_once()));
      all.add(mine, point, theirs, other_point);
      RatioMaker one;
      one.add(mine, point, theirs, other_point);
      if (auto ratio = one.make()) put(out_.by_kind, *ratio, model, other, kind);
    }
    if (auto ratio = all.make()) put(out_.ratios, *ratio, model, other, std::nullopt);
  }

  void compare_with_baseline(const std::string& model) {
    bool has_own = std::any_of(out_.ratios.begin(), out_.ratios.end(), [&](const TokenRatio& r) {
      return (r.model == model && is_older_model(r.other)) ||
             (r.other == model && is_older_model(r.model));
    });
    auto its = models_.find(model);
    if (!is_newer_model(model) || has_own || its == models_.end()) return;
    RatioMaker all;
    for (const TokenBaseline& baseline : kBaseline) {
      auto samples = its->second.kinds.find(baseline.kind);
      if (samples == its->second.kinds.end() || samples->second.values.size() < kLeastOfKind)
        continue;
      all.add(samples->second, std::log(samples->second.median(its->second.each_once())), baseline);
    }
    if (auto ratio = all.make()) put(out_.ratios, *ratio, model, "", std::nullopt);
  }

  static void put(TokenRatios& into, TokenRatio ratio, const std::string& model,
                  const std::string& other, std::optional<TextKind> kind) {
    ratio.model = model, ratio.other = other, ratio.kind = std::move(kind);
    into.push_back(std::move(ratio));
  }

  const ReplayedHistory& replayed_;
  std::map<std::string, ModelSteps> models_;
  TokenReport out_;
};

}  // namespace

const ModelMoney* TokenReport::money_of(std::string_view model) const {
  auto found = std::find_if(money.begin(), money.end(),
                            [model](const ModelMoney& m) { return m.model == model; });
  return found == money.end() ? nullptr : &*found;
}

TokenReport report_tokens(const ReplayedHistory& replayed) { return Tokenizers(replayed).run(); }

}  // namespace wick
