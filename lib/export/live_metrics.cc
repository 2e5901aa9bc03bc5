// SPDX-License-Identifier: MIT
#include "lib/export/live_metrics.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>

#include "lib/export/openmetrics.h"
#include "lib/export/texts.h"
#include "lib/live/load.h"
#include "lib/live/sessions.h"
#include "lib/output/human.h"
#include "lib/price/model.h"

namespace wick {
namespace {

constexpr TimeMs kLately = 3600'000;

struct LimitOf {
  std::string_view window;
  LimitWindow LimitsState::*limit;
};
constexpr LimitOf kLimits[] = {{"5h", &LimitsState::five_hour},
                               {"7d", &LimitsState::seven_day},
                               {"spend", &LimitsState::spend}};

class LiveWriter {
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
    out_.family(name, "gauge", help, unit);
    for (const LimitOf& each : kLimits)
      if (auto number = value(live_.limits.*each.limit))
        out_.sample(metric_label("window", each.window), number_text(*number));
  }

  void sessions(std::string_view name, std::string_view unit, std::string_view help,
                const std::function<std::optional<double>(const State&)>& value) {
    out_.family(name, "gauge", help, unit);
    for (const auto& [labels, state] : labels_)
      if (auto number = value(*state)) out_.sample(labels, number_text(*number));
  }

  void statuses() {
    out_.family("wick_sessions", "gauge",
                "Sessions that run, or were written to in the last hour, by status.");
    std::map<std::string, int> counts;
    for (const State& state : live_.sessions)
      ++counts[state.session.status.empty() ? "unknown" : texts_.plain(state.session.status)];
    for (const auto& [status, count] : counts)
      out_.sample(metric_label("status", status), std::to_string(count));
  }

  std::string take() { return out_.take(); }

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
  MetricsText out_;
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
