// SPDX-License-Identifier: MIT
#include "lib/tools/backtest.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "lib/live/earlier_prompts.h"

namespace wick {
namespace {

bool is_answered_before(const PastPrompt& a, const PastPrompt& b) { return a.end < b.end; }

// A table is computed again when its prompts have grown by this factor: it changes little in
// between, and a live tool's table is no newer.
constexpr double kStale = 1.05;
constexpr std::size_t kNewest = 512;

// A table of prompts that more prompts are added to.
class GrowingTable {
 public:
  void add(const PastPrompt& prompt) { prompts_.push_back(&prompt); }

  const ShapeTable& now(const std::vector<std::uint32_t>& projects) {
    auto size = static_cast<double>(prompts_.size());
    if (size > static_cast<double>(made_of_) * kStale) {
      auto begin = prompts_.end() - static_cast<std::ptrdiff_t>(std::min(prompts_.size(), kNewest));
      table_ = user_table({begin, prompts_.end()}, projects);
      made_of_ = prompts_.size();
    }
    return table_;
  }

 private:
  std::vector<const PastPrompt*> prompts_;
  std::size_t made_of_ = 0;
  ShapeTable table_;
};

// The costs of prompts, sorted.
class Costs {
 public:
  void add(double usd) {
    sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), usd), usd);
    sum_ += usd;
  }
  bool empty() const { return sorted_.empty(); }
  // The same as quantiles_of() with equal weights.
  Quantiles quantiles() const {
    Quantiles out{at(0.1), at(0.5), at(0.9), 0};
    out.mean = std::clamp(sum_ / static_cast<double>(sorted_.size()), out.p10, out.p90);
    return out;
  }

 private:
  double at(double share) const {
    double place = share * static_cast<double>(sorted_.size()) - 0.5;
    if (place <= 0) return sorted_.front();
    auto below = static_cast<std::size_t>(place);
    if (below + 1 >= sorted_.size()) return sorted_.back();
    double part = place - static_cast<double>(below);
    return sorted_[below] + (sorted_[below + 1] - sorted_[below]) * part;
  }

  std::vector<double> sorted_;
  double sum_ = 0;
};

class Runner {
 public:
  Runner(const History& history, const PriceTable& prices, const BacktestOptions& options)
      : history_(history),
        prices_(prices),
        options_(options),
        pricer_(prices, history.names, options.now),
        filter_(history, options.filter, pricer_),
        projects_(projects_of_files(history)),
        prompts_(past_prompts(history, pricer_)) {}

  std::vector<BacktestRow> run(Backtest& out) {
    std::vector<const PastPrompt*> by_time, by_end;
    for (const PastPrompt& prompt : prompts_) by_time.push_back(&prompt);
    by_end = by_time;
    std::stable_sort(by_time.begin(), by_time.end(),
                     [](auto* a, auto* b) { return a->time < b->time; });
    std::stable_sort(by_end.begin(), by_end.end(),
                     [](auto* a, auto* b) { return is_answered_before(*a, *b); });
    std::vector<BacktestRow> rows;
    auto next = by_end.begin();
    for (const PastPrompt* prompt : by_time) {
      for (; next != by_end.end() && (*next)->end < prompt->time; ++next) learn(**next);
      if (auto row = try_forecast(*prompt, out)) rows.push_back(std::move(*row));
    }
    return rows;
  }

  // The rows point into them.
  std::vector<PastPrompt> take_prompts() { return std::move(prompts_); }

 private:
  void learn(const PastPrompt& prompt) {
    user_.add(prompt);
    project_tables_[projects_[prompt.file]].add(prompt);
    if (prompt.cost) costs_.add(usd_of(*prompt.cost));
  }

  std::optional<BacktestRow> try_forecast(const PastPrompt& prompt, Backtest& out) {
    if (!passes(prompt)) return std::nullopt;
    auto skip = [](std::int64_t& why) { return ++why, std::nullopt; };
    if (!prompt.last) return skip(out.first_of_session);
    if (prompt.compacted) return skip(out.compacted);
    if (prompt.time == kUndated || prompt.last->time == kUndated) return skip(out.undated);
    State state = state_before(prompt);
    if (!state.model.price || !prompt.cost) return skip(out.no_price);
    if (state.cache.phase != CachePhase::kNone && !state.cache.ttl_s) return skip(out.no_ttl);
    auto global = global_quantiles(prompt);
    if (!global) return skip(out.nothing_earlier);
    return forecast(prompt, state, *global);
  }

  bool passes(const PastPrompt& prompt) const {
    HistoryPrompt as_prompt{0, prompt.time, prompt.file, prompt.session, false, prompt.offset};
    bool by_model = options_.filter.models.empty() || filter_.passes(*prompt.first);
    return by_model && (filter_.passes(as_prompt) || !options_.filter.models.empty());
  }

  // What wick-next would have known at that moment from the transcript alone.
  State state_before(const PastPrompt& prompt) {
    State state;
    const HistoryRequest& last = *prompt.last;
    Usage usage = last.usage();
    state.now = prompt.time;
    state.model.id = state.cache.model = history_.names[last.asked != 0 ? last.asked : last.model];
    ModelName name = parse_model(state.model.id);
    state.model.fast = usage.fast || name.fast;
    state.model.us = usage.us;
    state.model.price = prices_.find(name.canonical, prompt.time);
    state.context.tokens = last.context();
    state.context.output = usage.output;
    state.context.window = prices_.window(name);
    if (state.context.window && last.context() > *state.context.window) {
      name.long_context = true;
      state.context.window = prices_.window(name);
    }
    // The auto-compaction settings of that time are unknown.
    if (auto window = state.context.window)
      state.context.compacts_at = auto_compact_at({}, state.model.id, *window);
    if (!usage.cached()) {
      state.cache.phase = CachePhase::kNone;
    } else if (prompt.ttl_s > 0) {
      state.cache.ttl_s = prompt.ttl_s;
      bool is_warm = prompt.time < last.time + prompt.ttl_s * 1000;
      state.cache.phase = is_warm ? CachePhase::kWarm : CachePhase::kCold;
    }
    return state;
  }

  ForecastData experience_before(const PastPrompt& prompt) {
    ForecastData e;
    const PastPrompt* at = &prompt - std::min<std::ptrdiff_t>(prompt.before, kMostShapes);
    for (; at != &prompt; ++at) e.session.push_back(at->shape);
    e.session_prompts = prompt.before;
    if (options_.leave_one_out) {
      e.prior = &others_of(prompt.file).table;
      return e;
    }
    e.habits.user = user_.now(projects_);
    e.habits.project = project_tables_[projects_[prompt.file]].now(projects_);
    e.prior = &built_in_prior();
    return e;
  }

  BacktestRow forecast(const PastPrompt& prompt, const State& state, const Quantiles& global) {
    ForecastData experience = experience_before(prompt);
    bool is_warm = state.cache.phase == CachePhase::kWarm;
    WeightedValues costs =
        forecast_values(is_warm ? Outcome::kWarm : Outcome::kCold, state, {}, {}, experience);
    BacktestRow row;
    row.prompt = &prompt;
    row.model = pricer_.canonical(prompt.last->model);
    row.context = *state.context.tokens;
    row.is_warm = is_warm;
    row.usd = usd_of(*prompt.cost);
    row.requests = quantiles_of(forecast_values(Outcome::kRequests, state, {}, {}, experience));
    row.forecast = quantiles_of(costs);
    row.global = global;
    Costs own;
    for (const PastPrompt* at = &prompt - prompt.before; at != &prompt; ++at)
      if (at->cost) own.add(usd_of(*at->cost));
    row.session = own.empty() ? global : own.quantiles();
    for (std::size_t i = 0; i < row.deciles.size(); ++i)
      row.deciles[i] = place_of(costs, static_cast<double>(i + 1) / 10).value();
    return row;
  }

  std::optional<Quantiles> global_quantiles(const PastPrompt& prompt) {
    if (!options_.leave_one_out)
      return costs_.empty() ? std::nullopt : std::optional(costs_.quantiles());
    return others_of(prompt.file).costs;
  }

  // The table and costs of all sessions except one.
  struct Others {
    ShapeTable table;
    std::optional<Quantiles> costs;
  };

  const Others& others_of(std::uint32_t file) {
    auto [at, is_new] = others_.try_emplace(file);
    if (!is_new) return at->second;
    std::vector<const PastPrompt*> others;
    Costs costs;
    for (const PastPrompt& prompt : prompts_) {
      if (prompt.file == file) continue;
      others.push_back(&prompt);
      if (prompt.cost) costs.add(usd_of(*prompt.cost));
    }
    at->second.table = user_table(others, projects_);
    if (!costs.empty()) at->second.costs = costs.quantiles();
    return at->second;
  }

  const History& history_;
  const PriceTable& prices_;
  const BacktestOptions& options_;
  Pricer pricer_;
  FilteredHistory filter_;
  std::vector<std::uint32_t> projects_;
  std::vector<PastPrompt> prompts_;  // ordered by file and offset
  GrowingTable user_;
  std::unordered_map<std::uint32_t, GrowingTable> project_tables_;
  std::unordered_map<std::uint32_t, Others> others_;
  Costs costs_;
};

std::string band_of_context(const BacktestRow& row) {
  if (row.context < 50000) return "under 50k";
  if (row.context < 150000) return "50k to 150k";
  if (row.context < 300000) return "150k to 300k";
  return row.context < 500000 ? "300k to 500k" : "500k and more";
}

std::string band_of_prompts(const BacktestRow& row) {
  if (row.prompt->before < 2) return row.prompt->before == 0 ? "none" : "1";
  if (row.prompt->before < 4) return "2 to 3";
  return row.prompt->before < 8 ? "4 to 7" : "8 and more";
}

// Groups in the order of `order`; without one, the largest first.
template <class NameOf>
std::vector<ScoreGroup> group(const std::vector<BacktestRow>& rows, NameOf name_of,
                              const std::vector<std::string>& order = {}) {
  std::map<std::string, std::vector<const BacktestRow*>> groups;
  for (const BacktestRow& row : rows) groups[name_of(row)].push_back(&row);
  std::vector<ScoreGroup> out;
  for (const auto& [name, of_group] : groups) out.push_back({name, score_of(of_group)});
  auto place = [&order](const ScoreGroup& g) {
    return std::find(order.begin(), order.end(), g.name);
  };
  std::stable_sort(out.begin(), out.end(), [&](const ScoreGroup& a, const ScoreGroup& b) {
    if (place(a) != place(b)) return place(a) < place(b);
    return order.empty() && a.score.prompts > b.score.prompts;
  });
  return out;
}

}  // namespace

Backtest run_backtest(const History& history, const PriceTable& prices,
                      const BacktestOptions& options) {
  Backtest out;
  Runner runner(history, prices, options);
  out.rows = runner.run(out);
  out.prompts = runner.take_prompts();
  std::vector<const BacktestRow*> all;
  for (const BacktestRow& row : out.rows) {
    all.push_back(&row);
    for (std::size_t i = 0; i < row.deciles.size(); ++i)
      out.below_decile[i] += (row.usd <= row.deciles[i]) / static_cast<double>(out.rows.size());
  }
  out.all = score_of(all);
  out.by_model = group(out.rows, [](const BacktestRow& row) { return row.model; });
  out.by_context = group(out.rows, band_of_context,
                         {"under 50k", "50k to 150k", "150k to 300k", "300k to 500k"});
  out.by_prompts_before = group(out.rows, band_of_prompts, {"none", "1", "2 to 3", "4 to 7"});
  out.by_cache = group(out.rows, [](const BacktestRow& row) -> std::string {
    return row.is_warm ? "warm" : "cold";
  });
  return out;
}

}  // namespace wick
