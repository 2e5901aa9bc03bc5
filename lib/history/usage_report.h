// SPDX-License-Identifier: MIT
// Tokens and money of a history, added up by day, project, model and so on.
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

/// Which requests and prompts count. Empty members let all pass.
struct UsageFilter {
  std::optional<TimeMs> since, until;  // [since, until)
  std::vector<std::string> projects;   // see matches_project()
  std::vector<std::string> models;     // see matches_model()
  // See attribute_of(). Of several of one kind one has to fit, of several kinds each.
  std::vector<std::pair<By, std::string>> attributes = {};

  bool empty() const {
    return !since && !until && projects.empty() && models.empty() && attributes.empty();
  }
};

struct UsageSums {
  std::int64_t requests = 0;  // API responses, each counted once
  std::int64_t prompts = 0;   // typed by a person
  std::int64_t input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0, web_searches = 0;
  Money cost = 0, saved = 0;  // of what has a price
  std::int64_t priced = 0, unpriced = 0;  // requests, and passes of them with tokens of their own

  void add(const HistoryRequest& request, const std::optional<RequestPrice>& price);
  UsageSums& operator+=(const UsageSums& other);
  bool has_cost() const { return priced > 0 || unpriced == 0; }
  std::int64_t tokens() const { return input + write_5m + write_1h + read + output; }
  /// Of the tokens that were sent, the part that came from the cache; empty when none were sent.
  std::optional<double> hits() const {
    std::int64_t sent = input + write_5m + write_1h + read;
    return sent > 0 ? std::optional(static_cast<double>(read) / static_cast<double>(sent)) : std::nullopt;
  }
};

struct ModelSums {
  std::string model;  // its canonical name
  UsageSums sums;
};

struct BlockSpan {
  TimeMs from = kUndated, until = kUndated;
  bool confirmed = false;  // Claude Code said when it ends; else it is inferred
};

struct UsageRow {
  std::string name, then_name;  // of its groups: a day, a project...; empty: see GroupingKind::none
  std::int64_t order = 0, then_order = 0;  // see Group
  TimeMs from = kUndated, until = kUndated;  // of a period or block; else first and last request
  bool is_span = false;         // which of both
  bool current = false;         // the period or block that `now` lies in
  std::optional<BlockSpan> block;  // of the group that is a block, the first or the second
  std::string project;          // of a session
  std::string title = {};       // of a session, where names are shown: see SessionNames
  UsageSums all, subagents;    // subagents: that part of all
  std::vector<ModelSums> models;  // all, by model, the dearest first
  std::optional<Money> background;  // of a session: see Reconciliation
  std::optional<double> change_pct;  // of a period's cost, from that of the one before
  bool is_total = false;             // of all rows
};

/// What the client's own totals (cost-state) have more than the requests that the transcripts show:
/// titles, compactions and other requests in the background.
struct Reconciliation {
  std::int64_t sessions = 0;  // that have such a total, and could be compared
  std::int64_t skipped = 0;   // whose total holds another session's too, or a model without a price
  Money client_total = 0, shown = 0;
  Money background() const { return client_total - shown; }
};

/// Requests of a model that are in no sum of money.
struct UnknownModel {
  std::string model;
  bool no_usage = false;  // their responses do not say what they sent; else the model has no price
  std::int64_t requests = 0, tokens = 0;

  void add(const HistoryRequest& request, const Names& names);
};

/// By canonical name, and whether it is their usage that is missing.
class UnknownModels {
 public:
  void add(const std::string& canonical, const HistoryRequest& request, const Names& names) {
    all_[{canonical, !request.usage().is_known()}].add(request, names);
  }
  std::vector<UnknownModel> take();

 private:
  std::map<std::pair<std::string, bool>, UnknownModel> all_;
};

/// The block that `now` lies in.
struct CurrentBlock {
  TimeMs left_ms = 0;
  std::optional<Money> per_hour, projected;  // at the pace since its start; empty in its first minute
  Money largest = 0;  // of the blocks before it
};

struct UsageReport {
  By by = By::kDay;
  std::optional<By> then_by;   // each group of the first kind has rows by this one
  std::vector<UsageRow> rows;  // in order of time, or the most expensive first: see GroupingKind
  UsageSums totals, subagents;
  std::vector<UnknownModel> unknown_models;
  std::optional<Reconciliation> reconciliation;  // where nothing is filtered out
  std::optional<CurrentBlock> block;             // of rows by block
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

/// "/home/you/shop": that project and those below it; "shop": those whose last part it is.
bool matches_project(std::string_view project, std::string_view wanted);
/// The canonical name, or a word of it ("opus", "haiku-4-5").
bool matches_model(std::string_view canonical, std::string_view wanted);

/// A filter over one history: asks each project and name once.
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

/// Which sessions' totals the client told, compared with their requests.
struct SessionReconciliation {
  Names::Id session;
  Money client_total, shown;
};
std::vector<SessionReconciliation> reconcile(const History& history, Pricer& pricer,
                                             std::int64_t& skipped);

}  // namespace wick
