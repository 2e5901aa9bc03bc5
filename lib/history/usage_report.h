// SPDX-License-Identifier: MIT
// Sums the tokens and cost of a history by day, project, model and so on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/time.h"
#include "lib/history/grouping.h"
#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"

namespace wick {

/// Selects requests and prompts. Empty members match everything.
struct UsageFilter {
  std::optional<TimeMs> since, until;  // [since, until)
  std::vector<std::string> projects;   // see matches_project()
  std::vector<std::string> models;     // see matches_model()
  // See attribute_of(). Within one kind any value may match; each kind must match.
  std::vector<std::pair<By, std::string>> attributes = {};

  bool empty() const {
    return !since && !until && projects.empty() && models.empty() && attributes.empty();
  }
};

struct UsageSums {
  std::int64_t requests = 0;  // responses, each counted once
  std::int64_t prompts = 0;   // typed by a person
  std::int64_t input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0, web_searches = 0;
  Money cost = 0, saved = 0;              // of the requests with a price
  std::int64_t priced = 0, unpriced = 0;  // requests and separately charged passes

  void add(const HistoryRequest& request, const std::optional<RequestPrice>& price);
  UsageSums& operator+=(const UsageSums& other);
  bool has_cost() const { return priced > 0 || unpriced == 0; }
  std::int64_t tokens() const { return input + write_5m + write_1h + read + output; }
  /// The share of the tokens sent that were cache reads; empty if none were sent.
  std::optional<double> hits() const {
    std::int64_t sent = input + write_5m + write_1h + read;
    return sent > 0 ? std::optional(static_cast<double>(read) / static_cast<double>(sent))
                    : std::nullopt;
  }
};

struct ModelSums {
  std::string model;  // canonical name
  UsageSums sums;
};

struct BlockSpan {
  TimeMs from = kUndated, until = kUndated;
  bool confirmed = false;  // its end was reported by Claude Code; else inferred
  bool operator==(const BlockSpan&) const = default;
};

struct UsageRow {
  std::string name, then_name;  // of its groups: a day, a project...; empty: see GroupingKind::none
  std::int64_t order = 0, then_order = 0;    // see Group
  TimeMs from = kUndated, until = kUndated;  // of the period or block; else first and last request
  bool is_span = false;                      // true: the former
  bool current = false;                      // the period or block that contains `now`
  std::optional<BlockSpan> block;            // of the group that is a block, first or second
  std::string project;                       // of a session
  std::string title = {};                    // of a session, if names are shown: see SessionNames
  UsageSums all, subagents;                  // subagents: their part of all
  std::vector<ModelSums> models;             // splits `all` by model, highest cost first
  std::optional<Money> background;           // of a session: see Reconciliation
  std::optional<double> change_pct;          // change of a period's cost from the previous one
  bool is_total = false;                     // sum of all rows
};

/// How much the client's own totals (cost-state) exceed the requests in the transcripts: titles,
/// compactions and other background requests.
struct Reconciliation {
  std::int64_t sessions = 0;  // sessions with a comparable total
  std::int64_t skipped = 0;   // total includes another session, or a model without a price
  Money client_total = 0, shown = 0;
  Money background() const { return client_total - shown; }
};

/// The requests of a model that are not in the cost.
struct UnknownModel {
  std::string model;
  bool no_usage = false;  // their responses report no usage; else the model has no price
  std::int64_t requests = 0, tokens = 0;

  void add(const HistoryRequest& request, const Names& names);
};

/// Keyed by canonical name and by whether the usage is missing.
class UnknownModels {
 public:
  void add(const std::string& canonical, const HistoryRequest& request, const Names& names) {
    all_[{canonical, !request.usage().is_known()}].add(request, names);
  }
  std::vector<UnknownModel> take();

 private:
  std::map<std::pair<std::string, bool>, UnknownModel> all_;
};

/// The block that contains `now`.
struct CurrentBlock {
  TimeMs left_ms = 0;
  // At the average pace so far. Empty in minute 1, and if a part of the cost is unknown or left out.
  std::optional<Money> per_hour, projected;
  Money largest = 0;  // cost of the most expensive earlier block
};

struct UsageReport {
  By by = By::kDay;
  std::optional<By> then_by;   // each group of the first kind is split by this one
  std::vector<UsageRow> rows;  // by time, or by cost, highest first: see GroupingKind
  UsageSums totals, subagents;
  std::vector<UnknownModel> unknown_models;
  std::optional<Reconciliation> reconciliation;  // only without a filter
  std::optional<CurrentBlock> block;             // only for rows by block
  std::size_t rows_left_out = 0;                 // see arrange()
};

struct UsageQuery {
  By by = By::kDay;
  UsageFilter filter;
  TimeMs now = 0;
  std::vector<std::int64_t> windows;  // see blocks_of()
  std::optional<By> then_by = {};
};

UsageReport report_usage(const History& history, const PriceTable& prices, const UsageQuery& query);

/// "/home/you/shop" matches that project and those below it; "shop" those with that last component.
bool matches_project(std::string_view project, std::string_view wanted);
/// `wanted` is the canonical name or a word of it ("opus", "haiku-4-5").
bool matches_model(std::string_view canonical, std::string_view wanted);

/// A filter on one history; matches each project and name once, in advance.
class FilteredHistory {
 public:
  FilteredHistory(const History& history, const UsageFilter& filter, Pricer& pricer);
  bool passes(const HistoryRequest& request) const;
  bool passes(const HistoryPrompt& prompt) const;
  bool passes(const HistoryCompaction& compaction) const;

 private:
  struct Attribute {
    By by;
    std::vector<bool> ids;
  };

  bool in_time(TimeMs time) const;
  bool takes_all_requests() const { return models_.empty() && attributes_.empty(); }

  const History& history_;
  const UsageFilter& filter_;
  std::vector<bool> projects_, models_;
  std::vector<Attribute> attributes_;
};

/// A session whose total the client reported, compared with its requests.
struct SessionReconciliation {
  Names::Id session;
  Money client_total, shown;
};
std::vector<SessionReconciliation> reconcile(const History& history, Pricer& pricer,
                                             std::int64_t& skipped);

}  // namespace wick
