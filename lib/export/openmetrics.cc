// SPDX-License-Identifier: MIT
#include "lib/export/openmetrics.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/export/texts.h"
#include "lib/live/load.h"
#include "lib/live/sessions.h"
#include "lib/output/human.h"
#include "lib/price/model.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

struct Kind {
  std::string_view name;
  std::int64_t UsageSums::*count;
};
constexpr Kind kKinds[] = {{"cache_read", &UsageSums::read},
                           {"cache_write_1h", &UsageSums::write_1h},
                           {"cache_write_5m", &UsageSums::write_5m},
                           {"input", &UsageSums::input},
                           {"output", &UsageSums::output}};

std::string labels(const MetricSeries& series) {
  return fmt::format("{},{},{}", metric_label("project", series.project),
                     metric_label("model", series.model),
                     metric_label("chain", series.subagent ? "subagent" : "main"));
}

// Writes metrics that can be read as Prometheus text (0.0.4) and by Prometheus' OpenMetrics
// parser. The TYPE of a counter has its complete name.
class MetricsText {
 public:
  // Starts a family; the following samples belong to it. `unit`: the suffix of the name, if it has
  // one. A family without samples is omitted.
  void family(std::string_view name, std::string_view type, std::string_view help,
              std::string_view unit = {}) {
    name_ = name;
    heading_ = fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    if (!unit.empty()) heading_ += fmt::format("# UNIT {} {}\n", name, unit);
  }
  void sample(const std::string& labels, std::string_view value) {
    out_ += std::exchange(heading_, {});
    out_ += fmt::format("{}{{{}}} {}\n", name_, labels, value);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string name_, heading_, out_;
};

class Writer : public MetricsText {
 public:
  explicit Writer(const Metrics& metrics) : metrics_(metrics) {}

  // Adds a sample for each series for which `value` returns one.
  void samples(const std::function<std::optional<std::string>(const MetricSeries&)>& value) {
    for (const MetricSeries& series : metrics_.series)
      if (auto text = value(series)) sample(labels(series), *text);
  }
  void counter(std::string_view name, std::string_view help, std::int64_t UsageSums::*count) {
    family(name, "counter", help);
    samples([count](const MetricSeries& s) { return std::to_string(s.sums.*count); });
  }

 private:
  const Metrics& metrics_;
};

void put_tokens(Writer& out, const Metrics& metrics) {
  out.family("wick_tokens_total", "counter", "Tokens by kind, which do not overlap.");
  for (const MetricSeries& series : metrics.series) {
    for (const Kind& kind : kKinds) {
      out.sample(fmt::format("{},{}", labels(series), metric_label("kind", kind.name)),
                 std::to_string(series.sums.*kind.count));
    }
  }
}

}  // namespace

std::string metric_label(std::string_view name, std::string_view value) {
  std::string out = fmt::format("{}=\"", name);
  for (char c : printable(value)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out + '"';
}

Metrics metrics_of(RequestRows& rows) {
  std::map<std::tuple<std::string, std::string, bool>, MetricSeries> found;
  rows.each([&found](const RequestRow& row) {
    bool subagent = row.request->sidechain;
    // As shown: names that differ only in control characters would create the same series twice.
    std::string project = printable(row.at.project), model = printable(row.model);
    MetricSeries& series = found[{project, model, subagent}];
    series.project = project, series.model = model, series.subagent = subagent;
    series.sums.add(*row.request, row.price);
    series.last = std::max(series.last, row.request->time);
    return true;
  });
  Metrics out;
  for (auto& [key, series] : found) out.series.push_back(std::move(series));
  for (const auto& [project, count] : rows.prompt_counts())
    out.prompts[printable(project)] += count;
  return out;
}

std::string openmetrics_text(const Metrics& metrics, std::string_view more) {
  Writer out(metrics);
  out.family("wick_cost_usd_total", "counter", "List price of the requests that have one, in USD.");
  out.samples([](const MetricSeries& s) {
    return s.sums.has_cost() ? std::optional(number_text(usd_of(s.sums.cost))) : std::nullopt;
  });
  out.family("wick_last_request_timestamp_seconds", "gauge", "When the last request was sent.",
             "seconds");
  out.samples([](const MetricSeries& s) {
    return s.last == kUndated ? std::nullopt
                              : std::optional(number_text(static_cast<double>(s.last) / 1000));
  });
  out.family("wick_prompts_total", "counter", "Prompts that a person typed.");
  for (const auto& [project, count] : metrics.prompts)
    out.sample(metric_label("project", project), std::to_string(count));
  out.counter("wick_requests_total", "Responses of the API, each counted once.",
              &UsageSums::requests);
  put_tokens(out, metrics);
  out.counter("wick_unpriced_requests_total", kUnpricedRequests, &UsageSums::unpriced);
  out.counter("wick_web_searches_total", "Searches that the server made for the model.",
              &UsageSums::web_searches);
  return out.take() + std::string(more) + "# EOF\n";
}

namespace {

constexpr TimeMs kLately = 3600'000;

struct LimitOf {
  std::string_view window;
  LimitWindow LimitsState::*limit;
};
constexpr LimitOf kLimits[] = {{"5h", &LimitsState::five_hour},
                               {"7d", &LimitsState::seven_day},
                               {"spend", &LimitsState::spend}};

class LiveWriter : public MetricsText {
 public:
  LiveWriter(const LiveMetrics& live, const History& history, Anonymizer* anonymizer)
      : live_(live), texts_(anonymizer) {
    for (const HistoryRequest& request : history.requests) {
      if (request.sidechain) continue;
      auto at = projects_.try_emplace(request.session, request.file).first;
      at->second = std::min(at->second, request.file);
    }
    label_sessions(history);
  }

  void limits(std::string_view name, std::string_view unit, std::string_view help,
              const std::function<std::optional<double>(const LimitWindow&)>& value) {
    family(name, "gauge", help, unit);
    for (const LimitOf& each : kLimits)
      if (auto number = value(live_.limits.*each.limit))
        sample(metric_label("window", each.window), number_text(*number));
  }

  void sessions(std::string_view name, std::string_view unit, std::string_view help,
                const std::function<std::optional<double>(const State&)>& value) {
    family(name, "gauge", help, unit);
    for (const auto& [labels, state] : labels_)
      if (auto number = value(*state)) sample(labels, number_text(*number));
  }

  void statuses() {
    family("wick_sessions", "gauge",
           "Sessions that run, or were written to in the last hour, by status.");
    std::map<std::string, int> counts;
    for (const State& state : live_.sessions)
      ++counts[state.session.status.empty() ? "unknown" : texts_.plain(state.session.status)];
    for (const auto& [status, count] : counts)
      sample(metric_label("status", status), std::to_string(count));
  }

 private:
  void label_sessions(const History& history) {
    std::unordered_map<std::string_view, std::uint32_t> files;
    for (const auto& [session, file] : projects_) files.emplace(history.names[session], file);
    for (const State& state : live_.sessions) {
      auto file = files.find(state.session.id);
      const std::string& project = file != files.end()
                                       ? history.projects[history.files[file->second].project]
                                       : state.session.cwd;
      labels_.emplace(
          metric_label("session", texts_.name(state.session.id)) + "," +
              metric_label("project", texts_.name(project)) + "," +
              metric_label("model", texts_.plain(parse_model(state.model.id).canonical)),
          &state);
    }
  }

  const LiveMetrics& live_;
  ExportTexts texts_;
  std::unordered_map<Names::Id, std::uint32_t> projects_;  // first file of each session
  std::map<std::string, const State*> labels_;             // sorted, without duplicates
};

std::optional<double> as_double(const std::optional<std::int64_t>& count) {
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

std::optional<double> cache_left(const State& s) {
  if (!s.cache.expires_at || s.cache.phase == CachePhase::kNone) return std::nullopt;
  return std::max(0.0,
                  static_cast<double>(*s.cache.expires_at) - static_cast<double>(s.now) / 1000);
}

}  // namespace

LiveMetrics live_metrics_of(const Env& env, const PriceTable& prices) {
  LiveMetrics out;
  Needs needs;
  needs.next = needs.keep_nothing = true;
  SessionsQuery query;
  query.since.ago = kLately;
  query.needs = needs;
  SessionReader reader(env, query, prices);
  out.sessions = reader.at(env.now);
  out.unreadable = reader.unreadable();
  Needs of_limits;
  of_limits.limits = of_limits.keep_nothing = true;
  out.limits = load_session(env, {}, of_limits, {}, prices).limits;
  return out;
}

std::string live_metrics_text(const LiveMetrics& live, const History& history,
                              Anonymizer* anonymizer) {
  LiveWriter out(live, history, anonymizer);
  out.limits(
      "wick_limit_reset_timestamp_seconds", "seconds", "When the window of a rate limit is reset.",
      [](const LimitWindow& w) { return w.used_pct ? as_double(w.resets_at) : std::nullopt; });
  out.limits("wick_limit_used_ratio", "ratio", "Used part of a rate limit; 1 is all of it.",
             [](const LimitWindow& w) {
               return w.used_pct ? std::optional(*w.used_pct / 100) : std::nullopt;
             });
  out.sessions("wick_session_cache_remaining_seconds", "seconds",
               "Time until the prompt cache goes cold; 0 if it is cold.", cache_left);
  out.sessions("wick_session_context_tokens", "tokens", "Tokens in the context.",
               [](const State& s) { return as_double(s.context.tokens); });
  out.sessions("wick_session_context_window_tokens", "tokens",
               "Size of the context window in tokens.",
               [](const State& s) { return as_double(s.context.window); });
  out.sessions("wick_session_next_cold_usd", "usd",
               "Price of the next prompt's first request with a cold cache.",
               [](const State& s) { return s.next.cold; });
  out.sessions("wick_session_next_usd", "usd", "Price of the next prompt's first request now.",
               [](const State& s) { return s.next.now; });
  out.sessions("wick_session_next_warm_usd", "usd",
               "Price of the next prompt's first request with a warm cache.",
               [](const State& s) { return s.next.warm; });
  out.statuses();
  return out.take();
}

}  // namespace wick
