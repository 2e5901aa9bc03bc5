// SPDX-License-Identifier: MIT
#include "lib/export/openmetrics.h"
#include "lib/export/parquet.h"
#include "lib/export/tables.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

// Requests of one file, in the order given: message, time.
History history_of(const std::vector<std::pair<std::uint64_t, TimeMs>>& requests) {
  History history;
  history.projects = {"/a,b"};
  history.files = {{"/x.jsonl", 0}};
  history.origins = {{}};
  for (auto [message, time] : requests) {
    HistoryRequest request;
    request.message = message;
    request.time = time;
    request.model = history.names.id("nobody's");
    history.requests.push_back(request);
  }
  return history;
}

struct Replayed {
  explicit Replayed(const History& history)
      : pricer(prices, history.names, 0), replayed(history, filter, pricer) {}

  PriceTable prices;
  UsageFilter filter;
  Pricer pricer;
  ReplayedHistory replayed;
  ExportRows rows{replayed, nullptr};
};

std::string csv_of(const History& history) {
  Replayed it(history);
  std::string out;
  write_csv(it.rows.table(TableKind::kRequests), [&out](std::string_view piece) {
    out += piece;
    return true;
  });
  return out;
}

}  // namespace

TEST_CASE("export: a row has its own time, and nothing for what is not known") {
  std::string csv = csv_of(history_of({{0xabc, 1795327533451}}));
  CHECK(
      csv.substr(csv.find('\n') + 1) ==
      "2026-11-22T06:05:33.451Z,2026-11-22,0000000000000abc,,,\"/a,b\",nobody's,nobody's,response,"
      "false,,0,0,0,0,0,0,0,false,false,,,,,,,,,,,,,,,,\n");
}

TEST_CASE("export: the order of files does not matter, the undated come first") {
  std::string sorted = csv_of(history_of({{9, kUndated}, {3, 1000}, {4, 1000}, {1, 2000}}));
  CHECK(csv_of(history_of({{1, 2000}, {4, 1000}, {9, kUndated}, {3, 1000}})) == sorted);
  CHECK(sorted.find("0000000000000009") < sorted.find("0000000000000003"));
}

TEST_CASE("export: a sink that wants no more gets no more") {
  std::vector<std::pair<std::uint64_t, TimeMs>> many;
  for (std::uint64_t i = 0; i < 20000; ++i) many.push_back({i, 1000});
  History history = history_of(many);
  Replayed it(history);
  int pieces = 0;
  write_ndjson(it.rows.table(TableKind::kRequests),
               [&pieces](std::string_view) { return ++pieces < 2; });
  CHECK(pieces == 2);
}

TEST_CASE("openmetrics: labels are escaped") {
  CHECK(metric_label("project", "/a \"b\" c\\d") == "project=\"/a \\\"b\\\" c\\\\d\"");
  CHECK(metric_label("project", "a\nb\x1b[m") == "project=\"a\uFFFDb\uFFFD[m\"");
}

TEST_CASE("openmetrics: what is not known has no sample") {
  Metrics metrics;
  metrics.series.push_back({"/a", "m", false, {}, kUndated});
  metrics.series[0].sums.unpriced = 1;
  std::string text = openmetrics_text(metrics);
  CHECK(text.find("wick_cost_usd_total{") == text.npos);
  CHECK(text.find("seconds{") == text.npos);
  CHECK(text.find("wick_unpriced_requests_total{project=\"/a\",model=\"m\",chain=\"main\"} 1\n") !=
        text.npos);
}

TEST_CASE("parquet: the folder is quoted") {
  CHECK(parquet_sql(columns_of(TableKind::kRequests), "wick_", "/it's")
            .find("TO '/it''s' (FORMAT parquet") != std::string::npos);
}
