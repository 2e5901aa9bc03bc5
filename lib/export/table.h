// SPDX-License-Identifier: MIT
// A history as one flat table: a row for each request. What wick-export writes in every format.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/export/anonymizer.h"
#include "lib/history/merge_records.h"
#include "lib/history/usage_report.h"
#include "lib/price/price.h"

namespace wick {

/// A request with its texts as they are written; an empty one is absent. Times are UTC.
struct ExportRow {
  std::string time;        // "2026-11-24T09:15:00.250Z"
  std::string date;        // "2026-11-24"
  std::string id;          // 16 hex digits, "-1" behind those of a pass
  std::string request_id;  // 8 hex digits
  std::string session, project, model, model_id, agent;
  const HistoryRequest* request = nullptr;
  std::optional<RequestPrice> price;
};

/// What stands in a column of a row; std::monostate: nothing.
using ExportCell = std::variant<std::monostate, std::string_view, std::int64_t, double, bool>;

struct ExportColumn {
  std::string_view name;  // with the unit
  std::string_view type;  // in SQL, as DuckDB has it
  ExportCell (*cell)(const ExportRow& row);
};

/// All columns in their order. New ones come at the end: readers may go by position.
std::span<const ExportColumn> export_columns();

class ExportTable {
 public:
  /// What passes the filter, ordered by time, the undated first. `anonymizer` may be null. All of them
  /// must outlive the table.
  ExportTable(const History& history, const PriceTable& prices, const UsageFilter& filter, TimeMs now,
              Anonymizer* anonymizer);

  std::size_t size() const { return order_.size(); }
  /// Gives each row in order; it is valid until `take` returns. One that returns false ends it.
  void each(const std::function<bool(const ExportRow&)>& take);
  /// How many prompts pass the filter, by project.
  std::map<std::string, std::int64_t> prompts();

 private:
  ExportRow row(const HistoryRequest& request);
  std::string project_name(std::uint32_t file);
  std::string hidden(const std::string& name);

  const History& history_;
  Pricer pricer_;
  FilteredHistory filtered_;
  Anonymizer* anonymizer_;
  std::vector<std::uint32_t> order_;  // numbers of requests
};

/// Takes pieces of a text. False: it wants no more of them.
using TextSink = std::function<bool(std::string_view)>;

/// Comma-separated values with a heading; absent is an empty cell.
void write_csv(ExportTable& table, const TextSink& sink, bool raw = false);
/// A JSON object a line; absent keys are left out.
void write_ndjson(ExportTable& table, const TextSink& sink);

}  // namespace wick
