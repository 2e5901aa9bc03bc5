// SPDX-License-Identifier: MIT
#include "lib/export/openmetrics.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"
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

class Writer {
 public:
  explicit Writer(const Metrics& metrics) : metrics_(metrics) {}

  void family(std::string_view name, std::string_view type, std::string_view help,
              std::string_view unit = {}) {
    out_.family(name, type, help, unit);
  }
  void sample(const std::string& labels, const std::string& value) { out_.sample(labels, value); }
  // Adds a sample for each series for which `value` returns one.
  void samples(const std::function<std::optional<std::string>(const MetricSeries&)>& value) {
    for (const MetricSeries& series : metrics_.series)
      if (auto text = value(series)) sample(labels(series), *text);
  }
  void counter(std::string_view name, std::string_view help, std::int64_t UsageSums::*count) {
    family(name, "counter", help);
    samples([count](const MetricSeries& s) { return std::to_string(s.sums.*count); });
  }
  std::string take() { return out_.take(); }

 private:
  const Metrics& metrics_;
  MetricsText out_;
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

void MetricsText::family(std::string_view name, std::string_view type, std::string_view help,
                         std::string_view unit) {
  name_ = name;
  heading_ = fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
  if (!unit.empty()) heading_ += fmt::format("# UNIT {} {}\n", name, unit);
}

void MetricsText::sample(const std::string& labels, std::string_view value) {
  out_ += std::exchange(heading_, {});
  out_ += fmt::format("{}{{{}}} {}\n", name_, labels, value);
}

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

}  // namespace wick
